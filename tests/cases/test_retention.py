"""Personal data go when their time is over: approved by a person, proved, counted as before (10.5, 2.10)."""

from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cases.models import ArchivePackage, Case, CaseRead, DataKind, MaterialFile, RetentionAct, RetentionProof
from cases.models.retention import RetentionState
from cases.queries.retention import cutoff_of, due_rows
from cases.rules.retention import KEPT, allowed, months_before
from cases.services import retention
from cases.services.anonymising import digest_of
from cases.services.archiving import order_package
from cases.services.reads import record_read
from cases.services.retention import approve_removal, carry_on, propose_removals, set_retention
from core import clock
from core.clock import SimulatedClock
from core.outbox import drain
from core.refusal import Refusal
from core.services.emptying import NOBODY
from identity.models import SmsCode
from notices.models import Message
from spaces.models import WalletDocument
from supervision.queries import day_figures
from supervision.services import rate_case
from tests import world
from tests.brokenness import broken, damage
from tests.cases.archived import closed, packed
from tests.cases.results import follow
from tests.cases.walks import declined, move
from tests.client import signed_in

pytestmark = pytest.mark.usefixtures("time", "calendar")


def archived(case: Case) -> Case:
    """The case with an archived package, without the work of making it."""
    archivist, now = world.staff("档案管理岗"), clock.now()
    package = ArchivePackage.objects.create(
        **{"case": case, "department": case.department, "term": "D10", "ordered_at": now, "transfer_on": now.date()},
        **{"ordered_by_id": archivist.staff_id, "checks_made": 0},
    )
    ArchivePackage.objects.filter(pk=package.pk).update(
        **{"state": "archived", "archive_no": f"no {case.pk}", "archived_at": now},
        file_id=case.documents.exclude(file=None)[0].file_id,
    )
    return case


def approved(kind: DataKind) -> RetentionAct:
    """The proposed act of this kind, approved."""
    propose_removals()
    return approve_removal(RetentionAct.objects.get(kind=kind, state="proposed"), by=world.security_administrator())


def later(time: SimulatedClock, months: int) -> None:
    move(time, time.now() + timedelta(days=31 * months + 2))


def test_105_an_ended_case_becomes_anonymous_and_still_counts(time: SimulatedClock) -> None:
    """10.5, 2.10: names, numbers, answers, files, opinions and messages go; state, body and moments stay; the archive
    keeps its package."""
    applicant = world.citizen(name="王秀英")
    case = closed(applicant)
    rate_case(case, level=2, text="很好", by=applicant)
    package = packed(case)
    party, paths = case.applicant, [row.file.path for row in MaterialFile.objects.filter(material__case=case)]
    statistics = Case.objects.values_list("state", "department_id", "closing", "closed_at", "applicant__kind")
    counted = list(statistics)
    kept = {row.file.path for row in WalletDocument.objects.filter(party=party)}
    later(time, 121)
    figures = day_figures(world.staff("监察岗"))
    assert list(due_rows(DataKind.CASE, cutoff_of(DataKind.CASE))) == [case]
    act = approved(DataKind.CASE)
    drain(["bulk"])
    act.refresh_from_db()
    assert (act.state, act.removed) == (RetentionState.DONE, 1)
    case = Case.objects.get(pk=case.pk)
    assert (case.applicant_name, case.applicant.name, case.contact_name, case.answers) == (NOBODY, NOBODY, "", {})
    assert case.applicant_id != party.pk and not MaterialFile.objects.exists()
    assert {paper.file_id for paper in case.documents.all()} == {None}
    assert {review.opinion for review in case.reviews.all()} == {""} and case.rating.text == ""
    about = reverse("cases:space_case", args=[case.pk])
    assert {(message.text, message.party) for message in Message.objects.filter(link=about)} == {("", None)}
    assert not any(default_storage.exists(path) for path in paths if path not in kept)
    assert (
        list(Case.objects.values_list("state", "department_id", "closing", "closed_at", "applicant__kind")) == counted
    )
    assert day_figures(world.staff("监察岗")) == figures
    proof = RetentionProof.objects.get(case=case)
    assert {"cases_case", "cases_document", "cases_materialfile", "linkage_review"} <= set(proof.rows)
    assert len(proof.digest) == 64 and proof.act == act
    package.refresh_from_db()
    assert package.is_archived and broken() == {}
    with pytest.raises(Refusal) as refused:
        order_package(case, reason="重新归档", by=world.staff("档案管理岗"))
    assert refused.value.code == "anonymous"
    damage("UPDATE cases_case SET contact_name = '林晓', decided_at = NULL")
    assert {"31.1", "31.2"} <= set(broken())


def test_105_nothing_goes_before_the_archive_and_the_end_of_its_time(time: SimulatedClock) -> None:
    """2.10: not without an archived package, not while one is being made, not a day too early."""
    case, other = declined(), declined()
    follow()
    archived(other)

    def due() -> set[int]:
        return set(due_rows(DataKind.CASE, cutoff_of(DataKind.CASE)).values_list("pk", flat=True))

    later(time, 117)
    assert due() == set()
    later(time, 3)
    assert due() == {other.pk}
    order_package(case, by=world.staff("档案管理岗"))
    assert due() == {other.pk}


def test_105_nothing_goes_unless_somebody_who_answers_for_it_approved(time: SimulatedClock) -> None:
    """PIPL 52: proposed once, approved once, by the person in charge."""
    world.draft(world.item(), world.citizen())
    later(time, 7)
    assert propose_removals() == 1 and propose_removals() == 0
    act = RetentionAct.objects.get()
    assert (act.kind, act.found, act.state) == (DataKind.DRAFT, 1, RetentionState.PROPOSED)
    assert carry_on(act.pk) == 0 and Case.objects.count() == 1
    for stranger in (world.staff("档案管理岗"), world.staff("监察岗"), world.citizen()):
        with pytest.raises(Refusal) as refused:
            approve_removal(act, by=stranger)
        assert refused.value.code == "forbidden"
    warden = world.security_administrator()
    approve_removal(act, by=warden)
    with pytest.raises(Refusal) as refused:
        approve_removal(act, by=warden)
    assert refused.value.code == "approved" and refused.value.conflict
    drain(["bulk"])
    assert not Case.objects.exists() and RetentionProof.objects.get().rows.keys() == {"cases_case"}
    assert carry_on(act.pk) == 0 and RetentionProof.objects.count() == 1


def test_105_drafts_go_long_before_cases_and_only_drafts_that_rest(time: SimulatedClock) -> None:
    applicant = world.citizen()
    old = world.draft(world.item(), applicant)
    later(time, 7)
    fresh = world.draft(world.item(), applicant)
    approved(DataKind.DRAFT)
    drain(["bulk"])
    assert list(Case.objects.all()) == [fresh] and not Case.objects.filter(pk=old.pk).exists()


def test_105_an_act_goes_on_where_a_worker_died(time: SimulatedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    """In batches, each in its own transaction: what is gone is not found again."""
    case, staff = declined(), [world.staff("窗口受理岗") for _each in range(5)]
    for place, person in enumerate(staff):
        record_read(case, by=person, what=f"Paper {place}", why="Handling")
    later(time, 37)
    monkeypatch.setattr(retention, "BATCH", 2)
    act = approved(DataKind.READ)
    assert carry_on(act.pk) == 2 and CaseRead.objects.count() == 3
    with pytest.raises(RuntimeError), transaction.atomic():
        carry_on(act.pk)
        raise RuntimeError("the worker dies before its transaction ends")
    assert CaseRead.objects.count() == 3
    drain(["bulk"])
    act.refresh_from_db()
    assert (act.state, act.removed, CaseRead.objects.count()) == (RetentionState.DONE, 5, 0)
    assert RetentionProof.objects.count() == 3


def test_a_proof_never_changes_and_tells_nobody_what_it_proves(time: SimulatedClock) -> None:
    """The hash is keyed: whoever guesses a name cannot try it out."""
    SmsCode.objects.create(phone_index=b"x" * 32, purpose="sign_in", code_hash="0" * 64, sent_at=clock.now())
    later(time, 2)
    approved(DataKind.SMS_CODE)
    drain(["bulk"])
    assert not SmsCode.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_retentionproof SET digest = ''")
    one, other = {"a:1": {"name": "王秀英"}}, {"a:1": {"name": "王秀兰"}}
    assert digest_of(one) == digest_of(one) != digest_of(other)


def test_105_an_installation_keeps_data_shorter_or_longer_within_the_law() -> None:
    """WAF: logs six months at least; PIPL 56: who looked, three years at least."""
    warden = world.security_administrator()
    before = cutoff_of(DataKind.DRAFT)
    set_retention("draft", 3, basis="市数据局规定", by=warden)
    assert cutoff_of(DataKind.DRAFT) > before
    for kind, months, basis, code in (
        ("sign_in", 5, "规定", "months"),
        ("read", 35, "规定", "months"),
        ("draft", 3, " ", "basis"),
    ):
        with pytest.raises(Refusal) as refused:
            set_retention(kind, months, basis=basis, by=warden)
        assert refused.value.code == code
    with pytest.raises(Refusal) as refused:
        set_retention("draft", 3, basis="规定", by=world.staff("档案管理岗"))
    assert refused.value.code == "forbidden"
    assert all(allowed(kind, keeping.months) for kind, keeping in KEPT.items()) and set(KEPT) == set(DataKind.values)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 600))
def test_months_before_is_never_later_and_never_a_month_off(day: date, months: int) -> None:
    before = months_before(day, months)
    assert (day.year - before.year) * 12 + day.month - before.month == months
    assert before.day <= day.day and before.day >= min(day.day, 28)


def test_105_the_pages_show_what_is_due_and_take_the_approval(time: SimulatedClock) -> None:
    world.draft(world.item(), world.citizen())
    later(time, 7)
    propose_removals()
    act, browser = RetentionAct.objects.get(), signed_in(world.security_administrator())
    shown = browser.get(reverse("cases:retention")).content.decode()
    assert "从未提交的申请" in shown and "10年" in shown
    page = reverse("cases:retention_act", args=[act.pk])
    assert "批准并执行" in browser.get(page).content.decode()
    assert browser.post(page).status_code == 302
    drain(["bulk"])
    proof = RetentionProof.objects.get()
    assert proof.digest in browser.get(page).content.decode()
    rule = reverse("cases:retention_rule", args=["draft"])
    assert browser.post(rule, {"months": 99, "basis": "规定"}).status_code == 422
    assert browser.post(rule, {"months": 3, "basis": "规定"}).status_code == 302
    assert browser.get(reverse("cases:retention_rule", args=["nothing"])).status_code == 404
