"""Clerks, applicants and machines that press at the same moment: one case, one number, one answer."""

import base64
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from cases.models import Case, CaseState, Document, DocumentKind
from cases.services.drafts import save_draft
from cases.services.intake import accept_case, request_correction
from cases.services.issuing import withdraw_case
from cases.services.moving import move_draft_to_current
from cases.services.submission import submit_case
from core.identifiers import fictional_id_number
from core.models import Counter, EventRow
from core.refusal import Refusal
from identity.actors import SYSTEM
from identity.models import Party
from identity.services.clients import issue_api_key
from items.models import ItemVersion
from items.services.importing import import_item
from items.services.publishing import publish_version
from tests import world
from tests.brokenness import broken
from tests.cases.test_api import body, post
from tests.client import signed_in
from tests.together import at_once, refusals

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("time", "calendar")]


def submitted(version: ItemVersion) -> Case:
    applicant = world.citizen()
    return submit_case(world.draft(version, applicant), by=applicant).case


def numbers_given() -> int:
    """How far the counter of the only item of the day has come."""
    return Counter.objects.filter(key__startswith="case:").values_list("value", flat=True).first() or 0


def test_twenty_clerks_accept_twenty_cases_and_no_number_is_given_twice_or_left_out() -> None:
    """I-04."""
    version = world.item()
    cases, clerks = [submitted(version) for _place in range(20)], [world.staff("窗口受理岗") for _place in range(20)]
    answers = at_once(
        *(lambda case=case, by=by: accept_case(case, by=by) for case, by in zip(cases, clerks, strict=True))
    )
    assert refusals(answers) == []
    serials = sorted(int(case.case_no[39:]) for case in answers)
    assert serials == list(range(1, 21)) and numbers_given() == 20
    assert broken() == {}


def test_of_twenty_clerks_who_accept_one_case_one_does_and_no_number_is_lost() -> None:
    """C-04: the others are told what the case is now."""
    case, clerks = submitted(world.item()), [world.staff("窗口受理岗") for _place in range(20)]
    late = refusals(at_once(*(lambda by=by: accept_case(case, by=by) for by in clerks)))
    assert [(refusal.code, refusal.conflict) for refusal in late] == [("wrong_state", True)] * 19
    assert numbers_given() == 1
    assert Document.objects.filter(case=case, kind=DocumentKind.ACCEPTANCE_NOTICE).count() == 1
    assert broken() == {}


def test_an_acceptance_and_a_correction_at_the_same_moment_end_in_one_of_the_two() -> None:
    version = world.item()
    for _round in range(5):
        case, clerks = submitted(version), [world.staff("窗口受理岗") for _place in range(2)]
        faults = {case.materials.first().pk: "看不清，请重新上传"}
        answers = at_once(
            lambda case=case, by=clerks[0]: accept_case(case, by=by),
            lambda case=case, by=clerks[1], faults=faults: request_correction(case, faults=faults, by=by),
        )
        (refusal,) = refusals(answers)
        assert (refusal.code, refusal.conflict) == ("wrong_state", True)
        case.refresh_from_db()
        assert case.state == (CaseState.CORRECTING if refusal is answers[0] else CaseState.IN_REVIEW)
    assert broken() == {}


def test_a_withdrawal_and_an_acceptance_leave_either_a_withdrawn_case_or_one_under_review() -> None:
    """C-19: a case may be withdrawn after its acceptance, so only the clerk can come too late."""
    version = world.item()
    for _round in range(5):
        case, clerk, applicant = submitted(version), world.staff("窗口受理岗"), world.citizen()
        accepted, withdrawn = at_once(
            lambda case=case, clerk=clerk: accept_case(case, by=clerk),
            lambda case=case, applicant=applicant: withdraw_case(case, by=applicant),
        )
        assert not isinstance(withdrawn, Refusal)
        assert not isinstance(accepted, Refusal) or accepted.code == "wrong_state"
        case.refresh_from_db()
        assert case.state == CaseState.WITHDRAWN
    assert broken() == {}


def test_a_draft_submitted_ten_times_at_once_gets_one_receipt() -> None:
    """C-31."""
    applicant = world.citizen()
    case = world.draft(world.item(), applicant)
    receipts = at_once(*(lambda: submit_case(case, by=applicant) for _click in range(10)))
    assert len({receipt.case.receipt_no for receipt in receipts}) == 1
    assert sum(receipt.query_code != "" for receipt in receipts) == 1
    assert Document.objects.filter(case=case, kind=DocumentKind.RECEIPT).count() == 1
    assert broken() == {}


def test_a_double_click_on_the_page_files_once_and_both_answers_lead_to_the_case() -> None:
    applicant = world.citizen()
    case = world.draft(world.item(), applicant)
    contact = {"contact_name": "林晓", "contact_phone": "13812345678"}
    save_draft(case, by=applicant, answers={"premises": "杨舍镇沙洲中路18号"}, contact=contact)
    browsers = [signed_in(applicant) for _click in range(4)]
    address = f"/space/apply/{case.pk}/check/"
    pages = at_once(*(lambda b=b: b.post(address, {"truthful": "on", "deed": "next"}) for b in browsers))
    case.refresh_from_db()
    assert case.state == CaseState.SUBMITTED and case.receipt_no
    assert {page.status_code for page in pages} == {302}
    assert {page["Location"] for page in pages} <= {f"/space/cases/{case.pk}/done/", f"/space/cases/{case.pk}/"}
    assert EventRow.objects.filter(stream_id=case.pk, name="cases.CaseSubmitted").count() == 1


def test_a_double_click_on_apply_begins_one_draft() -> None:
    version, owner = world.item(), world.citizen()
    handling = version.handlingoption_set.first()
    assert handling is not None
    address = reverse("cases:begin", args=[version.pk])
    clients = [signed_in(owner) for _click in range(4)]
    answers = at_once(*(lambda one=one: one.post(address, {"handling": handling.pk})["Location"] for one in clients))
    assert len(set(answers)) == 1
    assert Case.objects.filter(applicant_id=owner.self_party_id).count() == 1


def test_ten_calls_with_one_idempotency_key_file_one_case_and_get_one_answer() -> None:
    secret, data = issue_api_key("开放平台", world.department()), body(world.item())
    answers = at_once(*(lambda: post(secret, "one-key", data) for _call in range(10)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert Case.objects.count() == 1
    assert _unused_numbers() == numbers_given() - 1
    assert broken() == {}


def test_two_applications_of_somebody_new_at_the_same_moment_know_one_party() -> None:
    secret, version = issue_api_key("开放平台", world.department()), world.item()
    newcomer = {"kind": "person", "name": "钱一", "code": fictional_id_number("320582", date(1991, 5, 6), 881)}
    content = base64.b64encode(world.pdf().read()).decode()
    files = [{"material": name, "name": "申请.pdf", "content": content} for name in ("申请书", "平面图")]

    def file(place: int) -> Any:
        return post(secret, f"key-{place}", body(version, applicant=newcomer, files=files))

    answers = at_once(*(lambda place=place: file(place) for place in range(6)))
    assert {answer.status_code for answer in answers} == {201}, [answer.content for answer in answers]
    assert Party.objects.filter(name="钱一").count() == 1 and Case.objects.count() == 6
    assert broken() == {}


def test_whoever_finds_a_case_held_by_somebody_else_is_told_so_after_a_while() -> None:
    """A held row is a clear conflict, never a failure; nobody waits longer than the lock timeout."""
    applicant, version = world.citizen(), world.item()
    case, draft, clerk = submitted(version), world.draft(version, applicant), world.staff("窗口受理岗")
    browser = signed_in(applicant)
    with transaction.atomic():
        list(Case.objects.select_for_update(no_key=True))
        busy, page = at_once(
            lambda: accept_case(case, by=clerk),
            lambda: browser.post(f"/space/apply/{draft.pk}/save/", {"premises": "杨舍镇"}),
        )
    assert (busy.code, busy.conflict, page.status_code) == ("busy", True, 409)


def _unused_numbers() -> int:
    """Case numbers the history says were taken for a repeat and stay unused."""
    return EventRow.objects.filter(name="cases.FilingRepeated").count()


def test_a_version_published_while_a_draft_goes_over_leaves_it_whole_on_one_of_the_two() -> None:
    """I-12: the applicant takes over what he has seen, or is shown what is newer."""
    owner = world.citizen()
    version = world.item()
    case, shape = world.draft(version, owner), {"name": version.name, "base_code": version.item.entry.base_code}
    second, third = (
        import_item(world.item_shape(**shape, visits=visits), department=version.item.department) for visits in (1, 2)
    )
    publish_version(second, by=SYSTEM)
    answers = at_once(
        lambda: move_draft_to_current(case, seen=second.pk, by=owner),
        lambda: publish_version(third, by=SYSTEM),
        lambda: move_draft_to_current(case, seen=second.pk, by=owner),
    )
    assert {refusal.code for refusal in refusals(answers)} <= {"changed_again", "nothing_newer"}
    case.refresh_from_db()
    moved = not isinstance(answers[0], Refusal) or not isinstance(answers[2], Refusal)
    assert case.version_id == (second.pk if moved else version.pk)
    specs = case.materials.values_list("spec__version_id", "files__file_id")
    assert {spec for spec, _file in specs} == {case.version_id} and None not in {stored for _spec, stored in specs}
    assert EventRow.objects.filter(name="cases.DraftMoved", stream_id=case.pk).count() == moved
    assert broken() == {}
