"""Licences from paper: typed by one person, read again by another, differences settled (L-16)."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from core.identifiers import fictional_id_number, fictional_uscc, read_licence_identifier
from core.refusal import Refusal
from identity.actors import Actor
from identity.models import Party
from spaces.models import Capture, CaptureState, Licence, TrustLevel
from spaces.queries import licences_of
from spaces.queries.licences import batches_kept_by
from spaces.rules import differences, settles
from spaces.services.captures import (
    add_scan,
    check_capture,
    open_batch,
    reject_capture,
    settle_capture,
    type_capture,
)
from tests import world
from tests.brokenness import broken

pytestmark = pytest.mark.django_db
ID = fictional_id_number("320582", date(1970, 5, 6), 33)
SAID = {
    **{"number": "苏卫证字2009第0077号", "holder": "陈大明", "code": ID, "issued_on": "2019-05-31"},
    **{"valid_from": "2019-05-31", "valid_until": "", "地址": "杨舍镇东街3号"},
}


@pytest.fixture
def typist() -> Actor:
    return world.staff("窗口受理岗")


@pytest.fixture
def checker() -> Actor:
    return world.staff("窗口受理岗")


def scanned(by: Actor) -> Capture:
    batch = open_batch("旧证第一批", issuer=world.department(), licence_name="卫生许可证", fields=["地址"], by=by)
    return add_scan(batch, world.pdf(), name="0077.pdf")


def code_of(act: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(Refusal) as caught:
        act(*args, **kwargs)
    return caught.value.code


def test_l16_what_two_persons_read_alike_is_stored_at_level_b(typist: Actor, checker: Actor) -> None:
    capture = type_capture(scanned(typist), SAID, by=typist)
    stored = check_capture(capture, SAID | {"holder": " 陈大明 "}, by=checker)
    assert stored.state == CaptureState.STORED and stored.licence is not None
    found = stored.licence
    assert (found.trust_level, found.number, found.data) == (TrustLevel.B, SAID["number"], {"地址": "杨舍镇东街3号"})
    assert found.file == stored.file and found.origin == "captured" and found.valid_until is None
    assert read_licence_identifier(found.identifier).version == 1
    assert list(licences_of(found.holder_id)) == [found] and found.holder.code == ID
    assert broken() == {}


def test_l16_the_same_person_does_not_check_what_he_typed(typist: Actor) -> None:
    capture = type_capture(scanned(typist), SAID, by=typist)
    assert code_of(check_capture, capture, SAID, by=typist) == "same_person"
    capture.refresh_from_db()
    assert capture.state == CaptureState.TYPED and not Licence.objects.exists()


def test_l16_not_even_past_the_services(typist: Actor) -> None:
    capture = type_capture(scanned(typist), SAID, by=typist)
    with pytest.raises(IntegrityError, match="capture_checked_by_another"), transaction.atomic():
        Capture.objects.filter(pk=capture.pk).update(checked_account_id=typist.account_id)


def test_l16_what_differs_is_settled_and_no_field_rests_on_one_person(typist: Actor, checker: Actor) -> None:
    capture = type_capture(scanned(typist), SAID, by=typist)
    differs = check_capture(capture, SAID | {"地址": "杨舍镇东街8号"}, by=checker)
    assert differs.state == CaptureState.DIFFERS and not Licence.objects.exists()
    assert code_of(settle_capture, differs, {"地址": "杨舍镇东街3号"}, by=typist) == "unsettled"
    assert code_of(settle_capture, differs, {"地址": "杨舍镇东街8号"}, by=checker) == "unsettled"
    assert code_of(settle_capture, differs, {"地址": "别处"}, by=world.staff("制证岗")) == "unsettled"
    assert code_of(settle_capture, differs, {}, by=world.staff("制证岗")) == "unsettled"
    stored = settle_capture(differs, {"地址": "杨舍镇东街8号"}, by=typist)
    assert stored.licence is not None and stored.licence.data == {"地址": "杨舍镇东街8号"}
    assert stored.settled_by == typist.label and broken() == {}


def test_l16_a_third_person_takes_either_reading(typist: Actor, checker: Actor) -> None:
    capture = type_capture(scanned(typist), SAID, by=typist)
    differs = check_capture(capture, SAID | {"地址": "杨舍镇东街8号"}, by=checker)
    stored = settle_capture(differs, {"地址": "杨舍镇东街3号"}, by=world.staff("分管领导岗"))
    assert stored.licence is not None and stored.licence.data == {"地址": "杨舍镇东街3号"}


@pytest.mark.parametrize(
    ("choice", "typist", "checker", "counts"),
    [
        *(
            ("a", False, False, True),
            ("b", False, False, True),
            ("c", False, False, False),
            (None, False, False, False),
        ),
        *(("a", True, False, False), ("b", True, False, True), ("a", False, True, True), ("b", False, True, False)),
    ],
)
def test_l16_each_of_the_two_may_only_give_in(choice: str | None, typist: bool, checker: bool, counts: bool) -> None:
    assert settles(choice, "a", "b", is_typist=typist, is_checker=checker) is counts


def test_l16_white_space_around_is_no_difference() -> None:
    assert differences({"a": " x", "b": "1"}, {"a": "x ", "b": "2", "c": ""}) == ["b"]


def test_l16_a_licence_that_ran_out_is_stored_as_lapsed(typist: Actor, checker: Actor) -> None:
    said = SAID | {"valid_until": "2023-05-30"}
    stored = check_capture(type_capture(scanned(typist), said, by=typist), said, by=checker)
    assert stored.licence is not None and stored.licence.state == "05"


def test_l16_a_number_the_library_holds_is_not_captured_again(typist: Actor, checker: Actor) -> None:
    check_capture(type_capture(scanned(typist), SAID, by=typist), SAID, by=checker)
    again = type_capture(scanned(typist), SAID, by=typist)
    assert code_of(check_capture, again, SAID, by=checker) == "captured_already"
    again.refresh_from_db()
    assert again.state == CaptureState.TYPED and Licence.objects.count() == 1


def test_l16_a_known_holder_keeps_his_name_and_an_enterprise_is_one(typist: Actor, checker: Actor) -> None:
    code = fictional_uscc("320582", 991)
    said = SAID | {"holder": "沙洲粮油站", "code": code.lower()}
    stored = check_capture(type_capture(scanned(typist), said, by=typist), said, by=checker)
    assert stored.licence is not None and stored.licence.holder.kind == "enterprise"
    second = said | {"holder": "写错的名字", "number": "苏卫证字2010第0001号"}
    check_capture(type_capture(scanned(typist), second, by=typist), second, by=checker)
    assert Party.objects.get(pk=stored.licence.holder_id).name == "沙洲粮油站"


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        *(({"code": "123"}, {"code"}), ({"issued_on": "31.5.2019"}, {"issued_on"}), ({"地址": "  "}, {"地址"})),
        *(({"valid_until": "2018-01-01"}, {"valid_until"}), ({"number": "", "holder": ""}, {"number", "holder"})),
        *(({"issued_on": "2019-02-30"}, {"issued_on"}), ({"valid_from": "\0"}, {"valid_from"})),
    ],
)
def test_l16_what_cannot_be_is_told_field_by_field(typist: Actor, changes: dict[str, str], fields: set[str]) -> None:
    with pytest.raises(Refusal) as refused:
        type_capture(scanned(typist), SAID | changes, by=typist)
    assert set(refused.value.faults) == fields


def test_l16_a_typed_scan_is_corrected_by_its_typist_until_it_is_checked(typist: Actor, checker: Actor) -> None:
    capture = type_capture(scanned(typist), SAID, by=typist)
    assert type_capture(capture, SAID | {"地址": "新址"}, by=typist).typed["地址"] == "新址"
    assert code_of(type_capture, capture, SAID, by=checker) == "wrong_state"
    assert code_of(settle_capture, capture, {}, by=checker) == "wrong_state"


def test_l16_an_unreadable_scan_is_set_aside_with_its_reason(typist: Actor) -> None:
    capture = scanned(typist)
    assert code_of(reject_capture, capture, reason=" ") == "reason"
    assert reject_capture(capture, reason="字迹不清").state == CaptureState.REJECTED
    assert code_of(type_capture, capture, SAID, by=typist) == "wrong_state"


def test_l16_the_same_scan_is_in_a_batch_once_and_is_a_picture_or_a_pdf(typist: Actor) -> None:
    batch = scanned(typist).batch
    content = world.pdf().read()
    assert add_scan(batch, content, name="a.pdf") == add_scan(batch, content, name="b.pdf")
    assert code_of(add_scan, batch, b"MZ\x90", name="a.exe") == "file_type"
    assert code_of(add_scan, batch, b"words", name="a.pdf") == "file_disguised"


def test_l11_batches_are_seen_by_the_body_that_issued_the_papers(typist: Actor) -> None:
    scanned(typist)
    actors = (
        world.staff("制证岗"),
        typist,
        world.staff("窗口受理岗", "住建局"),
        world.citizen(),
        world.staff("科室审查岗"),
    )
    assert [batches_kept_by(actor).count() for actor in actors] == [1, 1, 0, 0, 0]
