"""Sending files in parts over HTTP: the address of an upload, and forms that take what was sent."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case, Material, MaterialFile
from core.models import Upload
from identity.actors import Actor
from tests import world
from tests.client import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]
BEGIN = "/uploads/"


@pytest.fixture
def owner() -> Actor:
    return world.citizen()


@pytest.fixture
def material(owner: Actor) -> Material:
    case = world.draft(world.item(), owner)
    MaterialFile.objects.filter(material__case=case).delete()
    found = case.materials.first()
    assert found
    return found


def begin(client: Client, size: int, **more: Any) -> Any:
    return client.post(BEGIN, {"name": "平面图.pdf", "size": size, "place": "/", **more})


def patch(client: Client, href: str, content: bytes, start: object) -> Any:
    headers = {"Upload-Offset": str(start)}
    return client.patch(href, content, content_type="application/offset+octet-stream", headers=headers)


def test_a_line_that_drops_in_the_middle_goes_on_where_it_stopped_and_the_form_takes_the_file(
    owner: Actor, material: Material
) -> None:
    """C-01: the material is handed in as if the form had carried it."""
    client, content = signed_in(owner), world.pdf().read()
    upload = begin(client, len(content)).json()
    assert patch(client, upload["href"], content[:100], 0).headers["Upload-Offset"] == "100"
    asked = client.get(upload["href"])
    assert (asked.json()["offset"], asked.headers["Upload-Offset"]) == (100, "100")
    wrong = patch(client, upload["href"], content[200:], 200)
    assert (wrong.status_code, wrong.headers["Upload-Offset"]) == (409, "100")
    assert begin(client, len(content)).json() == {**upload, "offset": 100}
    assert patch(client, upload["href"], content[100:], 100).json()["offset"] == len(content)
    address = reverse("cases:add_file", args=[material.case_id, material.pk])
    client.post(address, {"sent-in-parts.file": upload["key"]})
    assert [one.name for one in material.files.all()] == ["平面图.pdf"]
    assert not Upload.objects.exists()


def test_the_gates_of_files_stand_where_the_form_takes_it(owner: Actor, material: Material) -> None:
    client, content = signed_in(owner), b"MZ" + bytes(500)
    upload = begin(client, len(content)).json()
    patch(client, upload["href"], content, 0)
    address = reverse("cases:add_file", args=[material.case_id, material.pk])
    answer = client.post(address, {"sent-in-parts.file": upload["key"]}, follow=True)
    assert "内容与扩展名不符" in answer.content.decode() or "文件内容" in answer.content.decode()
    assert not material.files.exists()


def test_an_unfinished_file_is_told_and_not_handed_in(owner: Actor, material: Material) -> None:
    client = signed_in(owner)
    upload = begin(client, 500).json()
    address = reverse("cases:add_file", args=[material.case_id, material.pk])
    answer = client.post(address, {"sent-in-parts.file": upload["key"]}, follow=True)
    assert "没有传完" in answer.content.decode()
    assert not material.files.exists()


def test_what_another_sent_is_no_file_of_mine(owner: Actor, material: Material) -> None:
    """Strangers get 404 at its address, and a form nothing by its key."""
    stranger, content = signed_in(world.citizen(name="周敏")), world.pdf().read()
    upload = begin(stranger, len(content)).json()
    patch(stranger, upload["href"], content, 0)
    client = signed_in(owner)
    assert client.get(upload["href"]).status_code == 404
    assert patch(client, upload["href"], content, 0).status_code == 404
    assert client.delete(upload["href"]).status_code == 404
    client.post(reverse("cases:add_file", args=[material.case_id, material.pk]), {"sent-in-parts.file": upload["key"]})
    assert not material.files.exists()
    assert Upload.objects.count() == 1


def test_an_upload_that_is_given_up_is_gone(owner: Actor) -> None:
    client = signed_in(owner)
    upload = begin(client, 500).json()
    assert client.delete(upload["href"]).status_code == 204
    assert client.get(upload["href"]).status_code == 404


@pytest.mark.parametrize(
    "hostile",
    [
        {"size": ""},
        {"size": "-5"},
        {"size": "1e9"},
        {"size": "９９"},
        {"size": "9" * 30},
        {"size": "10", "digest": "0" * 63},
        {"size": "10", "digest": "<script>"},
    ],
)
def test_hostile_announcements_are_refused_with_words(owner: Actor, hostile: dict[str, str]) -> None:
    answer = signed_in(owner).post(BEGIN, {"name": "x", "place": "/", **hostile})
    assert answer.status_code == 422
    assert answer.json()["words"]
    assert not Upload.objects.exists()


@pytest.mark.parametrize("start", ["", "-1", "1.5", "0x10", "9" * 40])
def test_hostile_offsets_are_answered_with_the_right_one(owner: Actor, start: str) -> None:
    client = signed_in(owner)
    upload = begin(client, 500).json()
    answer = patch(client, upload["href"], b"abc", start)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (409, "0")


def test_hostile_keys_in_a_form_are_no_files(owner: Actor, material: Material) -> None:
    client, address = signed_in(owner), reverse("cases:add_file", args=[material.case_id, material.pk])
    for key in ("", "x", "../../etc/passwd", "0" * 500, "\0"):
        assert client.post(address, {"sent-in-parts.file": key}).status_code in {302, 400}
    assert not Case.objects.get(pk=material.case_id).materials.get(pk=material.pk).files.exists()


def test_a_form_that_failed_keeps_what_was_sent_for_another_try(owner: Actor) -> None:
    version = world.item(form=[{"key": "plan", "label": "场所图", "type": "file", "required": True}])
    case, client, content = world.draft(version, owner, answered=False), signed_in(owner), b"MZ" + bytes(500)
    upload = begin(client, len(content)).json()
    patch(client, upload["href"], content, 0)
    address = reverse("cases:apply_form", args=[case.pk])
    answer = client.post(address, {"sent-in-parts.plan": upload["key"], "deed": "continue"})
    assert answer.status_code == 422
    assert Upload.objects.count() == 1


def test_an_answer_of_a_form_is_taken_from_parts_as_well(owner: Actor) -> None:
    version = world.item(form=[{"key": "plan", "label": "场所图", "type": "file", "required": True}])
    case, client, content = world.draft(version, owner, answered=False), signed_in(owner), world.pdf().read()
    upload = begin(client, len(content)).json()
    patch(client, upload["href"], content, 0)
    client.post(reverse("cases:apply_form", args=[case.pk]), {"sent-in-parts.plan": upload["key"], "deed": "continue"})
    case.refresh_from_db()
    assert [one["name"] for one in case.answers["plan"]] == ["平面图.pdf"]
    assert not Upload.objects.exists()
