"""Several people sign one application: named, asked, signed, declined, void when it changes (C-01, C-37, A-03)."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from cases.models import Case, CaseState, Document, DocumentKind, Signature, Signer
from cases.queries.signing import digest_of_content, signings_visible_to, standings_of
from cases.rules.signing import Standing, signed_digest, signers_are_missing, unsigned
from cases.services.drafts import attach_file, discard_draft, save_draft
from cases.services.intake import accept_case, hand_in_correction, request_correction
from cases.services.signing import ask_again, decline, drop_signer, name_signer, note_signature, sign
from cases.services.submission import submit_case
from cases.services.window import open_at_window
from core.identifiers import fictional_id_number
from core.models import EventRow
from core.outbox import drain
from core.refusal import Refusal
from identity.actors import Actor
from identity.models import Party
from items.models import ItemVersion
from notices.models import Message
from tests import world
from tests.client import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar", "time")]
PHONE = "13900001111"


@pytest.fixture
def owner() -> Actor:
    return world.citizen(name="林晓")


@pytest.fixture
def wife() -> Actor:
    return world.citizen(name="周敏")


@pytest.fixture
def version() -> ItemVersion:
    return world.item(signers="must")


@pytest.fixture
def case(version: ItemVersion, owner: Actor) -> Case:
    return world.draft(version, owner)


def code_of(person: Actor) -> str:
    return Party.objects.get(pk=person.self_party_id).code


def named(case: Case, person: Actor, by: Actor) -> Signer:
    return name_signer(case, name=person.name, code=code_of(person), phone=PHONE, by=by)


def seen(case: Case) -> str:
    return digest_of_content(Case.objects.get(pk=case.pk))


def refused(deed: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refusal:
        deed()
    return refusal.value.code


def test_it_is_filed_only_when_all_have_signed_and_the_receipt_names_them(
    case: Case, owner: Actor, wife: Actor
) -> None:
    """C-01, D-23: nobody named, nobody signed, all signed."""
    assert refused(lambda: submit_case(case, by=owner)) == "signers_missing"
    signer = named(case, wife, owner)
    assert refused(lambda: submit_case(case, by=owner)) == "signatures_missing"
    sign(signer, seen=seen(case), by=wife)
    filed = submit_case(case, by=owner).case
    receipt = Document.objects.get(case=filed, kind=DocumentKind.RECEIPT)
    assert [(one["name"], one["digest"]) for one in receipt.content["signatures"]] == [
        ("周敏", Signature.objects.get().digest)
    ]
    told = EventRow.objects.filter(stream="case", stream_id=case.pk).values_list("name", flat=True)
    assert {"cases.SignerAsked", "cases.SignerSigned"} <= set(told)


def test_an_item_that_asks_for_nobody_is_filed_as_ever_and_names_nobody(owner: Actor, wife: Actor) -> None:
    case = world.draft(world.item(), owner)
    assert refused(lambda: named(case, wife, owner)) == "no_signers"
    receipt = Document.objects.get(case=submit_case(case, by=owner).case, kind=DocumentKind.RECEIPT)
    assert "signatures" not in receipt.content


def test_where_others_may_sign_nobody_must_but_whoever_is_named_does(owner: Actor, wife: Actor) -> None:
    version = world.item(signers="may")
    assert submit_case(world.draft(version, owner), by=owner).case.state == CaseState.SUBMITTED
    case = world.draft(version, owner)
    signer = named(case, wife, owner)
    assert refused(lambda: submit_case(case, by=owner)) == "signatures_missing"
    drop_signer(signer, by=owner)
    assert submit_case(case, by=owner).case.state == CaseState.SUBMITTED


def test_a_change_of_answers_or_materials_voids_what_was_signed(case: Case, owner: Actor, wife: Actor) -> None:
    signer = named(case, wife, owner)
    sign(signer, seen=seen(case), by=wife)
    save_draft(case, by=owner, answers={"premises": "张家港市杨舍镇人民中路 1 号"})
    assert refused(lambda: submit_case(case, by=owner)) == "signatures_missing"
    assert ask_again(case, by=owner) == 1
    assert Signature.objects.get().voided_at is not None
    sign(signer, seen=seen(case), by=wife)
    material = case.materials.first()
    assert material
    attach_file(material, world.pdf(), name="另一张.pdf", by=owner)
    assert [one.stands for one in standings_of(case)] == [False]
    assert refused(lambda: submit_case(case, by=owner)) == "signatures_missing"
    names = EventRow.objects.filter(stream_id=case.pk, stream="case").values_list("name", flat=True)
    assert "cases.SignaturesVoided" in names


def test_a_correction_is_signed_again(case: Case, owner: Actor, wife: Actor) -> None:
    """C-08: what is handed in after the filing is not what was signed."""
    signer, clerk = named(case, wife, owner), world.staff("窗口受理岗")
    sign(signer, seen=seen(case), by=wife)
    filed = submit_case(case, by=owner).case
    faulty = filed.materials.first()
    assert faulty
    request_correction(filed, faults={faulty.pk: "第二页没有盖章"}, by=clerk)
    world.fill(Case.objects.get(pk=case.pk), owner)
    assert refused(lambda: hand_in_correction(case, by=owner)) == "signatures_missing"
    sign(signer, seen=seen(case), by=wife)
    assert accept_case(hand_in_correction(case, by=owner), by=clerk).state != CaseState.CORRECTING


def test_whoever_declines_says_why_and_may_be_asked_again(case: Case, owner: Actor, wife: Actor) -> None:
    signer = named(case, wife, owner)
    assert refused(lambda: decline(signer, reason=" 不 ", by=wife)) == "reason"
    decline(signer, reason="面积写错了，请改正", by=wife)
    assert refused(lambda: submit_case(case, by=owner)) == "signatures_missing"
    assert [one.declined for one in standings_of(case)] == [True]
    ask_again(case, by=owner)
    sign(signer, seen=seen(case), by=wife)
    assert [one.declined for one in standings_of(case)] == [False]


def test_a_signature_needs_the_level_of_the_item_the_person_and_what_he_read(
    case: Case, owner: Actor, wife: Actor, version: ItemVersion
) -> None:
    """A-03: nobody signs for another, below the level, something he did not see, or twice."""
    signer = named(case, wife, owner)
    weak = world.citizen(name="王强", level=1)
    other = named(case, weak, owner)
    assert refused(lambda: sign(other, seen=seen(case), by=weak)) == "assurance"
    assert refused(lambda: sign(signer, seen=seen(case), by=owner)) == "not_yours"
    assert refused(lambda: decline(signer, reason="不是我的事情", by=weak)) == "not_yours"
    before = seen(case)
    save_draft(case, by=owner, answers={"premises": "张家港市杨舍镇人民中路 1 号"})
    assert refused(lambda: sign(signer, seen=before, by=wife)) == "content_changed"
    sign(signer, seen=seen(case), by=wife)
    assert refused(lambda: sign(signer, seen=seen(case), by=wife)) == "signed_already"


def test_who_may_be_named(case: Case, owner: Actor, wife: Actor) -> None:
    assert refused(lambda: named(case, owner, owner)) == "own_number"
    named(case, wife, owner)
    assert refused(lambda: named(case, wife, owner)) == "named_already"
    for number in range(9):
        code = fictional_id_number("320582", date(1980, 1, 1), number + 1)
        name_signer(case, name=f"股东{number}", code=code, phone=PHONE, by=owner)
    assert refused(lambda: named(case, world.citizen(name="多余"), owner)) == "too_many_signers"


def test_those_asked_get_a_message_and_the_applicant_hears_what_came_of_it(
    case: Case, owner: Actor, wife: Actor
) -> None:
    """C-35: in the inbox of whoever is known here, and on the phone that was given."""
    sign(named(case, wife, owner), seen=seen(case), by=wife)
    drain(["interactive"])
    drain(["interactive"])
    asked = Message.objects.filter(kind="cases.SignerAsked")
    assert sorted(asked.values_list("channel", flat=True)) == ["inbox", "sms"]
    assert asked.get(channel="inbox").party_id == wife.self_party_id
    assert Message.objects.filter(kind="cases.SignerSigned", party_id=owner.self_party_id).exists()


def test_who_stands_at_the_window_signs_there_before_the_acceptance(
    version: ItemVersion, owner: Actor, wife: Actor
) -> None:
    """C-03: noted by the clerk; the case is not accepted without."""
    clerk, party = world.staff("窗口受理岗"), Party.objects.get(pk=owner.self_party_id)
    case = open_at_window(version, applicant=party, by=clerk)
    world.answer_for(case, clerk)
    world.fill(case, clerk)
    assert refused(lambda: accept_case(case, by=clerk)) == "signers_missing"
    signer = named(case, wife, clerk)
    assert refused(lambda: accept_case(case, by=clerk)) == "signatures_missing"
    note_signature(signer, by=clerk)
    assert Signature.objects.get().noted_by == clerk.label
    assert accept_case(case, by=clerk).accepted_at is not None
    assert refused(lambda: note_signature(signer, by=clerk)) == "not_editable"


def test_a_draft_goes_with_its_signers(case: Case, owner: Actor, wife: Actor) -> None:
    sign(named(case, wife, owner), seen=seen(case), by=wife)
    discard_draft(case, by=owner)
    assert not Signer.objects.exists()
    drain(["interactive"])


def test_after_the_filing_a_signer_sees_the_least_and_before_it_all_he_signs(
    case: Case, owner: Actor, wife: Actor
) -> None:
    """10.2: answers and files are shown to be signed; afterwards only that it was signed."""
    signer, client = named(case, wife, owner), signed_in(wife)
    answer = str(Case.objects.get(pk=case.pk).answers["premises"])
    page = client.get(f"/space/signing/{signer.pk}/").content.decode()
    file = case.materials.first().files.first()  # type: ignore[union-attr]
    address = f"/space/signing/{signer.pk}/files/{file.pk}/"  # type: ignore[union-attr]
    assert answer in page
    assert b"".join(client.get(address).streaming_content).startswith(b"%PDF")
    client.post(f"/space/signing/{signer.pk}/", {"true": "on", "seen": seen(case)})
    assert refused(lambda: sign(signer, seen=seen(case), by=wife)) == "signed_already"
    submit_case(case, by=owner)
    page = client.get(f"/space/signing/{signer.pk}/").content.decode()
    assert answer not in page
    assert str(Case.objects.get(pk=case.pk).receipt_no) in page
    assert client.get(address).status_code == 404
    assert client.get(f"/space/signing/{signer.pk}/decline/").status_code == 302


def test_nobody_else_sees_a_signing(case: Case, owner: Actor, wife: Actor) -> None:
    signer = named(case, wife, owner)
    for person in (owner, world.citizen(name="路人"), world.staff("窗口受理岗")):
        client = signed_in(person)
        assert client.get(f"/space/signing/{signer.pk}/").status_code == 404
        assert client.post(f"/space/signing/{signer.pk}/", {"true": "on"}).status_code == 404
    assert list(signings_visible_to(owner)) == []
    assert signed_in(wife).post(f"/space/apply/{case.pk}/signers/ask/").status_code == 404


def test_the_pages_of_the_applicant_name_ask_and_drop(case: Case, owner: Actor, wife: Actor) -> None:
    client, address = signed_in(owner), f"/space/apply/{case.pk}/signers/"
    assert "须" in client.get(f"/space/apply/{case.pk}/check/").content.decode()
    typed = {"name": "周敏", "code": code_of(wife), "phone": PHONE}
    assert client.post(address, typed).status_code == 302
    page = client.get(address).content.decode()
    assert code_of(wife) not in page
    assert client.post(f"{address}ask/").status_code == 302
    signer = case.signers.get()
    assert client.post(f"{address}{signer.pk}/drop/").status_code == 302
    assert not case.signers.exists()


@pytest.mark.parametrize(
    "hostile",
    [
        {},
        {"name": "周敏", "code": "123", "phone": PHONE},
        {"name": "周敏", "code": "'; DROP TABLE", "phone": PHONE},
        {"name": "x" * 500, "code": "11010119900307001X", "phone": "1"},
        {"name": "\0", "code": "\0", "phone": "\0"},
    ],
)
def test_hostile_input_names_nobody(case: Case, owner: Actor, hostile: dict[str, str]) -> None:
    answer = signed_in(owner).post(f"/space/apply/{case.pk}/signers/", hostile)
    assert answer.status_code in {400, 422}
    assert not case.signers.exists()


def test_hostile_signatures_sign_nothing(case: Case, owner: Actor, wife: Actor) -> None:
    signer, client = named(case, wife, owner), signed_in(wife)
    for typed in (
        {},
        {"true": "on"},
        {"true": "on", "seen": "0" * 64},
        {"seen": seen(case)},
        {"true": "on", "seen": "\0"},
    ):
        assert client.post(f"/space/signing/{signer.pk}/", typed).status_code in {400, 422}
    assert client.post(f"/space/signing/{signer.pk}/decline/", {"reason": " "}).status_code == 422
    assert not Signature.objects.exists()


def test_the_window_names_and_notes_on_its_own_page(version: ItemVersion, owner: Actor, wife: Actor) -> None:
    clerk = world.staff("窗口受理岗")
    case = open_at_window(version, applicant=Party.objects.get(pk=owner.self_party_id), by=clerk)
    client: Client = signed_in(clerk)
    address = f"/desk/cases/{case.pk}/signers/"
    assert client.post(address, {"name": "周敏", "code": code_of(wife), "phone": PHONE}).status_code == 302
    signer = case.signers.get()
    assert client.post(f"{address}{signer.pk}/", {}).status_code == 422
    assert client.post(f"{address}{signer.pk}/", {"present": "on"}).status_code == 302
    assert Signature.objects.get().noted_by == clerk.label
    assert client.get(f"/desk/cases/{case.pk}/").status_code == 200


def test_the_same_content_has_the_same_digest_and_any_change_another() -> None:
    content = {"answers": {"a": 1, "b": [2]}, "materials": [[1, ["x"]]]}
    assert signed_digest(content) == signed_digest({"materials": [[1, ["x"]]], "answers": {"b": [2], "a": 1}})
    assert signed_digest(content) != signed_digest({**content, "materials": [[1, ["y"]]]})


def test_a_signature_counts_while_it_is_for_what_is_filed() -> None:
    rows = [Standing("甲", signed=True, current=True), Standing("乙", signed=True), Standing("丙", declined=True)]
    assert unsigned(rows) == ["乙", "丙"]
    assert signers_are_missing("must", [])
    assert not signers_are_missing("may", [])
