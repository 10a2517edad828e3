"""Photographed pages joined to one PDF: order, turn, undone before the filing (C-01, C-03)."""

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from cases.models import Case, JoinedPage, Material, MaterialFile
from cases.services.drafts import attach_file, detach_file
from cases.services.gathering import take_in_files
from cases.services.joining import join_pages, take_apart
from cases.services.submission import submit_case
from core.refusal import Refusal
from core.services.files import open_file
from identity.actors import Actor
from tests import world
from tests.client import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar", "time")]
WIDE, TALL = (300, 200), (200, 300)


def photo(size: tuple[int, int], kind: str = "JPEG", mode: str = "RGB") -> BytesIO:
    out = BytesIO()
    Image.effect_noise(size, 50).convert(mode).save(out, kind)
    out.seek(0)
    return out


def named_photo(size: tuple[int, int], name: str) -> BytesIO:
    """A photo as an upload of this name."""
    content = photo(size)
    content.name = name
    return content


@pytest.fixture
def owner() -> Actor:
    return world.citizen()


@pytest.fixture
def material(owner: Actor) -> Material:
    """A material of a draft with three photos: wide, tall, transparent."""
    case = world.draft(world.item(), owner)
    found = case.materials.select_related("case", "spec").first()
    assert found
    found.files.all().delete()
    attach_file(found, photo(WIDE), name="一.jpg", by=owner)
    attach_file(found, photo(TALL), name="二.jpg", by=owner)
    attach_file(found, photo(TALL, "PNG", "RGBA"), name="三.png", by=owner)
    return found


def keys(material: Material) -> list[int]:
    return list(material.files.values_list("pk", flat=True))


def shapes(joint: MaterialFile) -> list[tuple[bool, int]]:
    """Whether each page is wide as drawn, and its turn."""
    with open_file(joint.file) as content:
        pages = PdfReader(BytesIO(content.read())).pages
        return [(page.mediabox.width > page.mediabox.height, page.rotation) for page in pages]


def code_of(deed: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refused:
        deed()
    return refused.value.code


def test_photos_become_one_pdf_in_the_chosen_order_and_turn(material: Material, owner: Actor) -> None:
    one, two, three = keys(material)
    joint = join_pages(material, [(three, 0), (one, 90), (two, 270)], by=owner)
    assert shapes(joint) == [(False, 0), (True, 90), (False, 270)]
    assert [row.name for row in material.files.all()] == [f"{material.spec.name}.pdf"]


def test_a_photograph_stays_what_it_is_inside_the_pdf(material: Material, owner: Actor) -> None:
    one, two, _three = keys(material)
    with open_file(material.files.get(pk=one).file) as content:
        photograph = content.read()
    joint = join_pages(material, [(one, 0), (two, 0)], by=owner)
    with open_file(joint.file) as content:
        assert photograph in content.read()


def test_what_was_joined_comes_back_as_it_was_until_it_is_filed(material: Material, owner: Actor) -> None:
    one, two, three = keys(material)
    before = [(row.file_id, row.name) for row in material.files.all()]
    joint = join_pages(material, [(three, 180), (two, 0), (one, 0)], by=owner)
    take_apart(joint, by=owner)
    assert [(row.file_id, row.name) for row in material.files.all()] == before
    joint = join_pages(material, [(key, 0) for key in keys(material)], by=owner)
    submit_case(Case.objects.get(pk=material.case_id), by=owner)
    assert code_of(lambda: take_apart(joint, by=owner)) == "not_editable"


def test_a_pdf_is_joined_with_photos_and_files_that_are_not_named_stay(material: Material, owner: Actor) -> None:
    attach_file(material, world.pdf(), name="四.pdf", by=owner)
    _one, two, _three, four = keys(material)
    joint = join_pages(material, [(four, 0), (two, 90)], by=owner)
    assert len(shapes(joint)) == 2
    assert [row.name for row in material.files.all()] == ["一.jpg", "三.png", joint.name]


def test_what_cannot_be_joined_is_refused(material: Material, owner: Actor, settings: object) -> None:
    one, two, _three = keys(material)
    foreign = MaterialFile.objects.exclude(material=material).first()
    assert foreign
    assert code_of(lambda: join_pages(material, [(one, 0)], by=owner)) == "too_few_pages"
    assert code_of(lambda: join_pages(material, [], by=owner)) == "too_few_pages"
    for pages in ([(one, 0), (one, 0)], [(one, 0), (foreign.pk, 0)], [(one, 45), (two, 0)], [(one, 0), (two, -90)]):
        assert code_of(lambda pages=pages: join_pages(material, pages, by=owner)) == "unknown_page"  # type: ignore[misc]
    settings.MAX_FILE_BYTES = 100  # type: ignore[attr-defined]
    assert code_of(lambda: join_pages(material, [(one, 0), (two, 0)], by=owner)) == "file_too_large"
    assert not JoinedPage.objects.exists()
    assert code_of(lambda: take_apart(material.files.get(pk=one), by=owner)) == "not_joined"


def test_a_clerk_joins_what_he_scanned_and_nothing_an_applicant_sent(owner: Actor) -> None:
    """C-03: at the window as online, but what somebody else sent stays as he sent it."""
    clerk = world.staff("窗口受理岗")
    case = submit_case(world.draft(world.item(), owner), by=owner).case
    sent = case.materials.select_related("case", "spec").first()
    assert sent
    assert code_of(lambda: join_pages(sent, [(key, 0) for key in keys(sent)] * 2, by=clerk)) == "not_scanned"
    scans = [named_photo(WIDE, "a.jpg"), named_photo(TALL, "b.jpg")]
    take_in_files(sent, scans, replaces=True, by=clerk)
    sent.refresh_from_db()
    joint = join_pages(sent, [(key, 0) for key in reversed(keys(sent))], by=clerk)
    assert shapes(joint) == [(False, 0), (True, 0)]


def test_a_file_may_be_added_after_one_in_between_was_taken_off(material: Material, owner: Actor) -> None:
    """The place behind the last one is free, whatever the number of files."""
    one, _two, _three = keys(material)
    detach_file(material.files.get(pk=one), by=owner)
    attach_file(material, photo(WIDE), name="四.jpg", by=owner)
    assert [row.name for row in material.files.all()] == ["二.jpg", "三.png", "四.jpg"]


def test_the_page_joins_by_typed_places_and_keeps_what_was_typed_when_it_refuses(
    material: Material, owner: Actor
) -> None:
    """Without script places and turns are typed; nonsense comes last and breaks nothing."""
    one, two, three = keys(material)
    client, address = signed_in(owner), f"/space/apply/{material.case_id}/materials/{material.pk}/join/"
    assert client.get(address).status_code == 200
    refused = client.post(address, {f"take-{one}": "on", f"place-{one}": "７"})
    assert refused.status_code == 422
    hostile = {f"take-{one}": "on", f"take-{two}": "on", f"turn-{one}": "91", f"place-{one}": "-1"}
    assert client.post(address, hostile).status_code == 422
    typed = {f"take-{key}": "on" for key in (one, two, three)}
    places = {f"place-{one}": "3", f"place-{two}": "<b>", f"place-{three}": "1", f"turn-{one}": "90"}
    assert client.post(address, typed | places).status_code == 302
    joint = material.files.get()
    assert shapes(joint) == [(False, 0), (True, 90), (False, 0)]
    page = client.get(f"/space/apply/{material.case_id}/materials/").content.decode()
    assert "拆开" in page
    client.post(f"/space/apply/{material.case_id}/apart/{joint.pk}/")
    assert material.files.count() == 3


def test_nobody_joins_the_pages_of_another(material: Material) -> None:
    stranger = signed_in(world.citizen(name="周敏"))
    for path in (f"materials/{material.pk}/join/", f"apart/{keys(material)[0]}/"):
        assert stranger.post(f"/space/apply/{material.case_id}/{path}").status_code == 404
    clerk = signed_in(world.staff("窗口受理岗"))
    assert clerk.get(f"/desk/cases/{material.case_id}/scan/{material.pk}/join/").status_code == 404
