"""Anybody verifies a licence: green while valid, red for everything else; nothing personal is told (10.2, 6.4)."""

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader, PdfWriter

from cases.models import Case, Document, DocumentKind
from cases.services.issuing import issue_result
from core.clock import SimulatedClock, running_at
from core.outbox import drain
from core.services.files import open_file
from identity.models import Party
from linkage.models import Verdict
from portal import forms
from spaces.models import Licence, LicenceState
from spaces.services import change_licence_state
from tests import world
from tests.cases.walks import accepted, at, decided

pytestmark = pytest.mark.usefixtures("calendar")
ASK = reverse("portal:verify_ask")


@pytest.fixture
def licence() -> Licence:
    """A licence issued to a person, its file drawn and sealed."""
    maker = world.staff("制证岗")
    case = issue_result(decided(accepted(), Verdict.APPROVE), by=maker)
    drain(["pdf", "interactive"])
    return Licence.objects.get(pk=Case.objects.get(pk=case.pk).licence_id)


def page_of(code: str, **more: Any) -> str:
    return Client().get(reverse("portal:verify", args=[code]), **more).content.decode()


def bytes_of(licence: Licence) -> bytes:
    assert licence.file is not None
    with open_file(licence.file) as content:
        return content.read()


def compared(licence: Licence, content: bytes | None, name: str = "licence.pdf") -> tuple[int, str]:
    data = {} if content is None else {"file": SimpleUploadedFile(name, content)}
    answer = Client().post(reverse("portal:verify", args=[licence.verify_code]), data)
    return answer.status_code, answer.content.decode()


def is_green(page: str) -> bool:
    assert ("gp-verdict--ok" in page) != ("gp-verdict--bad" in page)
    return "gp-verdict--ok" in page


def test_a_valid_licence_is_green_and_says_what_it_is(licence: Licence) -> None:
    page = page_of(licence.verify_code)
    assert is_green(page)
    assert all(word in page for word in (licence.name, licence.number, licence.issuer.name, licence.identifier))


def test_the_holder_is_named_by_his_surname_only(licence: Licence) -> None:
    """L-14: the state without full personal data."""
    page = page_of(licence.verify_code)
    assert licence.holder.name not in page and f"{licence.holder.name[0]}*" in page
    assert licence.holder.code not in page and licence.holder.phone not in page


@pytest.mark.parametrize("state", [state for state in LicenceState if state is not LicenceState.VALID])
def test_a_licence_that_is_not_valid_is_red_with_its_reason(licence: Licence, state: LicenceState) -> None:
    """6.4: only 01 may be shown as valid."""
    change_licence_state(licence, state, reason="持证人申请停业", by=world.staff("制证岗"))
    page = page_of(licence.verify_code)
    assert not is_green(page)
    assert "持证人申请停业" in page
    assert f"{state.label}日期" in page and "<s>" in page


def test_the_page_of_a_licence_tells_each_change_of_its_state(licence: Licence) -> None:
    assert "<s>" not in page_of(licence.verify_code) and "gp-timeline" not in page_of(licence.verify_code)
    maker = world.staff("制证岗")
    for day, state in ((3, LicenceState.WITHHELD), (4, LicenceState.VALID), (5, LicenceState.REVOKED)):
        with running_at(SimulatedClock(at(2026, 8, day, 10))):
            change_licence_state(licence, state, reason="核查", by=maker)
    page = page_of(licence.verify_code)
    told = re.findall(r'gp-timeline__title">([^<]+)<time>([^<]+)', page)
    assert told[1:] == [("暂扣", "2026年8月3日"), ("恢复有效", "2026年8月4日"), ("吊销", "2026年8月5日")]


def test_a_licence_given_back_is_green_again(licence: Licence) -> None:
    clerk = world.staff("制证岗")
    change_licence_state(licence, LicenceState.WITHHELD, reason="核查", by=clerk)
    change_licence_state(licence, LicenceState.VALID, reason="核查结束", by=clerk)
    assert is_green(page_of(licence.verify_code))


def test_a_licence_expires_the_day_after_its_last_day(licence: Licence) -> None:
    Licence.objects.filter(pk=licence.pk).update(valid_from=date(2025, 1, 1), valid_until=date(2025, 6, 30))
    greens = []
    for moment in (at(2025, 6, 30, 23), at(2025, 7, 1, 0)):
        with running_at(SimulatedClock(moment)):
            greens.append(is_green(page_of(licence.verify_code)))
    assert greens == [True, False]


def test_the_sealed_file_itself_is_unchanged_and_its_seal_intact(licence: Licence) -> None:
    status, page = compared(licence, bytes_of(licence))
    assert status == 200 and is_green(page)
    assert "未被改动" in page and "印章有效" in page


def with_one_byte_changed(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def with_something_appended(content: bytes) -> bytes:
    return content + b"\n% more\n"


def saved_again(content: bytes) -> bytes:
    writer, target = PdfWriter(clone_from=PdfReader(BytesIO(content))), BytesIO()
    writer.write(target)
    return target.getvalue()


def something_else(_content: bytes) -> bytes:
    return world.pdf().read()


def no_pdf(_content: bytes) -> bytes:
    return b"just words"


@pytest.mark.parametrize(
    "change", [with_one_byte_changed, with_something_appended, saved_again, something_else, no_pdf]
)
def test_a_changed_file_is_red_although_the_licence_is_valid(
    licence: Licence, change: Callable[[bytes], bytes]
) -> None:
    status, page = compared(licence, change(bytes_of(licence)))
    assert status == 200
    assert not is_green(page)
    assert "文件已被改动" in page


def test_the_true_file_of_a_revoked_licence_stays_red(licence: Licence) -> None:
    change_licence_state(licence, LicenceState.REVOKED, reason="撤销", by=world.staff("制证岗"))
    _status, page = compared(licence, bytes_of(licence))
    assert not is_green(page) and "未被改动" in page


def test_a_compared_file_is_not_kept(licence: Licence) -> None:
    stored = type(licence.file)
    before = stored.objects.count()
    compared(licence, something_else(b""))
    assert stored.objects.count() == before


def error_at(page: str, field: str) -> str:
    return page.partition(f'id="id_{field}_error"')[2].partition("</div>")[0]


def test_comparing_without_a_file_accuses_nobody(licence: Licence) -> None:
    for content in (None, b""):
        status, page = compared(licence, content)
        assert status == 422 and is_green(page)
        assert error_at(page, "file") and "已被改动" not in page


def test_a_file_that_is_too_large_is_told_so(licence: Licence, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "MAX_COMPARED_MB", 0)
    status, page = compared(licence, bytes_of(licence))
    assert status == 422 and "超过" in error_at(page, "file")


def test_files_are_compared_at_a_bearable_pace(licence: Licence) -> None:
    statuses = [compared(licence, b"x")[0] for _try in range(21)]
    assert statuses == [200] * 20 + [422]


def test_an_unknown_code_is_red_and_not_found() -> None:
    answer = Client().get(reverse("portal:verify", args=["no-such-code"]))
    assert answer.status_code == 404
    assert not is_green(answer.content.decode())


def test_an_official_paper_is_verified_by_its_own_code() -> None:
    case = accepted()
    drain(["pdf"])
    paper = Document.objects.get(case=case, kind=DocumentKind.ACCEPTANCE_NOTICE)
    page = page_of(paper.verify_code)
    assert is_green(page) and paper.number in page
    assert case.applicant_name not in page


def test_a_paper_that_is_not_made_yet_is_not_verified() -> None:
    paper = Document.objects.get(case=accepted(), kind=DocumentKind.ACCEPTANCE_NOTICE)
    assert not is_green(page_of(paper.verify_code))


@pytest.mark.django_db
def test_a_typed_code_leads_to_its_page_spaces_and_all() -> None:
    answer = Client().get(ASK, {"code": " aB3_x -9 "})
    assert answer["Location"] == reverse("portal:verify", args=["aB3_x-9"])


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["", "a/b", "核验码", "x" * 41, "\x00"])
def test_a_code_that_cannot_be_one_is_told_beside_its_field_and_kept(typed: str) -> None:
    answer = Client().get(ASK, {"code": typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert error_at(page, "code")
    assert typed in page or typed == "\x00"


@pytest.mark.django_db
def test_phones_do_not_capitalise_codes() -> None:
    page = Client().get(ASK).content.decode()
    assert 'autocapitalize="none"' in page and "_error" not in page


def test_an_enterprises_licence_names_it_in_full() -> None:
    person = world.citizen(name="许敏")
    boss = world.acting_for(person, world.enterprise(person))
    case = issue_result(decided(accepted(boss), Verdict.APPROVE), by=world.staff("制证岗"))
    assert case.licence is not None
    assert Party.objects.get(pk=boss.party_id).name in page_of(case.licence.verify_code)
