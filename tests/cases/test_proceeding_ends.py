"""Revoking as a penalty, the delivery of decisions about licences, their limits, rows and pages (C-23, D-14, D-16)."""

from datetime import date

import pytest

from cases.models import (
    Case,
    CaseState,
    ClockKind,
    CreditRecord,
    DocumentKind,
    Proceeding,
    ProceedingEvidence,
    ProceedingKind,
    ProposalKind,
)
from cases.rules.proceedings import must_be_heard
from cases.services.handing import deliver_otherwise, hand_over
from cases.services.hearings import waive_hearing
from cases.services.proposals import propose_act
from cases.services.sweeping import sweep_clocks
from core.clock import SimulatedClock
from core.events import Record
from core.models import EventRow
from core.outbox import drain
from deliveries.rules.proofs import Proof
from identity.actors import Actor
from linkage.exchange.rows import TABLES, row_of
from linkage.exchange.tenevents import TELLINGS, ten_event
from linkage.models import Review
from spaces.models import Licence, LicenceState
from supervision.models import Alarm
from tests import world
from tests.brokenness import broken
from tests.cases.paperwork import words
from tests.cases.proceedings import (
    FACTS,
    begun,
    concluded,
    delivered,
    given_licence,
    maker,
    other_licence,
    refusal_of,
    speak,
)
from tests.cases.results import before_clerk
from tests.cases.walks import clock_of, last_day, move
from tests.client import signed_in

pytestmark = pytest.mark.usefixtures("time", "calendar")


@pytest.fixture
def owner() -> Actor:
    return world.citizen(name="王秀英")


@pytest.fixture
def licence(owner: Actor) -> Licence:
    return given_licence(owner)


def test_80_revoking_is_a_penalty_with_its_own_law_and_a_hearing_offered_always(
    licence: Licence, owner: Actor, time: SimulatedClock
) -> None:
    """C-16, D-14, XKF 80, 行政处罚法 60, 63: begun like the others, decided within ninety days."""
    case = begun(licence, ProceedingKind.REVOKE, ground="misused")
    assert last_day(case, ClockKind.STATUTORY) == date(2026, 6, 1), "a Sunday moves to Monday (T-35)"
    notice = words(case, DocumentKind.HEARING_NOTICE)
    assert "行政处罚法" in notice and "拟依法吊销" in notice and "申请办理上述事项" not in notice
    speak(case, "科室审查岗")
    assert refusal_of(speak, case, "分管领导岗") == "hearing_open"
    done = concluded_after_review(case, owner)
    licence.refresh_from_db()
    assert (licence.state, licence.state_ground) == (LicenceState.REVOKED, "misused")
    text = words(done, DocumentKind.LICENCE_DECISION)
    assert "行政处罚决定书" in text and "第八十条" in text and "行政复议" in text
    assert not CreditRecord.objects.exists(), "only deceit is entered in the list"
    assert must_be_heard("revoke", "expired") and broken() == {}


def concluded_after_review(case: Case, owner: Actor) -> Case:
    waive_hearing(case, by=owner)
    speak(case, "分管领导岗")
    return Case.objects.get(pk=case.pk)


def test_the_page_of_a_licence_begins_a_revocation_too_and_offers_no_act(licence: Licence) -> None:
    client = maker()
    page = client.get(f"/desk/licences/{licence.pk}/").content.decode()
    assert f"/desk/licences/{licence.pk}/begin/revoke/" in page
    typed = {"reason": "依据行政许可法有关规定吊销", "decided": "on", "ground": "misused"}
    assert client.post(f"/desk/licences/{licence.pk}/revoke/", typed).status_code == 302
    assert Licence.objects.get(pk=licence.pk).state == LicenceState.VALID
    given = {"ground": "deceit", "facts": FACTS, "evidence": world.pdf()}
    address = f"/desk/licences/{licence.pk}/begin/revoke/"
    assert client.post(address, given).status_code == 422, "a ground of another article"
    assert client.post(address, given | {"ground": "misused", "evidence": world.pdf()}).status_code == 302
    assert Proceeding.objects.get().kind == ProceedingKind.REVOKE


def test_d16_the_decision_is_delivered_and_its_limit_is_watched(
    licence: Licence, owner: Actor, time: SimulatedClock
) -> None:
    """D-16, C-21, T-08: the holder confirms on his page, or it is handed over; too late is an alarm."""
    case = concluded(begun(licence), owner)
    drain(["interactive", "pdf"])
    running = clock_of(case, ClockKind.DELIVERY)
    assert (running.budget, running.finished_at) == (10, None) and broken() == {}
    assert "receive" in signed_in(owner).get(f"/space/cases/{case.pk}/").content.decode()
    move(time, running.due_at)
    sweep_clocks()
    drain(["interactive"])
    assert Alarm.objects.filter(case=case, clock=running).exists()
    assert signed_in(owner).post(f"/space/cases/{case.pk}/receive/").status_code == 302
    case.refresh_from_db()
    running.refresh_from_db()
    assert (case.state, running.finished_at is None) == (CaseState.CLOSED, False)
    proof = words(case, DocumentKind.DELIVERY_RECEIPT)
    assert "撤销行政许可决定书" in proof and broken() == {}


def test_d16_it_is_handed_over_at_the_window_or_left_before_a_witness(licence: Licence, owner: Actor) -> None:
    """D-16: as every result."""
    clerk, case = world.staff("窗口受理岗"), concluded(begun(licence), owner)
    drain(["interactive", "pdf"])
    page = signed_in(clerk).get(f"/desk/cases/{case.pk}/").content.decode()
    assert f"/desk/cases/{case.pk}/hand-over/" in page
    done = hand_over(case, before_clerk(licence.holder), by=clerk)
    assert (done.state, done.delivery is not None) == (CaseState.CLOSED, True)
    other = concluded(begun(other_licence(owner), ProceedingKind.CANCEL, ground="other"), owner)
    drain(["interactive", "pdf"])
    left = Proof(
        "left", "王秀英", place="杨舍镇沙洲中路18号", refusal="拒绝签收", witness="李建国", signed_on_paper=True
    )
    assert deliver_otherwise(other, left, by=clerk).state == CaseState.CLOSED and broken() == {}


def test_a_penalty_is_delivered_within_seven_days(licence: Licence, owner: Actor) -> None:
    """D-16, 行政处罚法 61."""
    case = concluded(begun(licence, ProceedingKind.REVOKE, ground="other"), owner)
    assert last_day(case, ClockKind.DELIVERY) == date(2026, 3, 9)


def test_the_limit_of_a_proceeding_is_watched(licence: Licence, time: SimulatedClock) -> None:
    """C-24, 2.5: where the law says no limit the installation's counts; too late is an alarm."""
    case = begun(licence)
    running = clock_of(case, ClockKind.STATUTORY)
    assert (running.budget, running.unit) == (60, "ND")
    extension = {"reason": "案情复杂，证人尚未找到，需要延长", "days": 5, "by": world.staff("科室审查岗")}
    assert refusal_of(propose_act, case, ProposalKind.EXTENSION, **extension) == "not_extended"
    move(time, running.due_at)
    sweep_clocks()
    drain(["interactive"])
    assert Alarm.objects.filter(case=case, clock=running).exists()


def test_partners_get_its_acceptance_before_its_process(licence: Licence, owner: Actor) -> None:
    """A-24, 8.2, 2.12: row and event of the older interface alike; the ending follows with the delivery."""
    case = delivered(concluded(begun(licence), owner), owner)
    types = {event.name(): event for event in (*TABLES, *TELLINGS)}
    told_of = EventRow.objects.filter(stream="case", stream_id=case.pk, name__in=types).order_by("sequence")
    history = [
        Record(row.pk, types[row.name](**row.data), row.stream_id, row.sequence, row.at, row.actor_kind, None, "经办人")
        for row in told_of
    ]
    rows = [row_of(record) for record in history if type(record.event) in TABLES]
    assert rows[0]["table"] == "up_pro_accept"
    assert {"up_pro_process", "up_pro_result"} <= {row["table"] for row in rows}
    assert rows[0]["data"]["promise_date"] == last_day(case, ClockKind.STATUTORY).isoformat()
    told = [row for row in map(ten_event, history) if row]
    assert (told[0]["SJ"], told[0]["SLHZH"], told[0]["GDBLSXDW"]) == (2, case.receipt_no, "日")
    assert told[-1]["SJ"] == 4


def test_the_pages_say_what_it_is_and_show_no_empty_form(licence: Licence, owner: Actor) -> None:
    """4: case page at the desk, of the holder and of the reviewer."""
    case = begun(licence, ProceedingKind.REVOKE, ground="misused")
    drain(["interactive", "pdf"])
    reviewer = signed_in(world.staff("科室审查岗"))
    pages = {
        "review": reviewer.get(f"/desk/reviews/{Review.objects.get(case=case).pk}/").content.decode(),
        "desk": maker().get(f"/desk/cases/{case.pk}/").content.decode(),
        "answers": maker().get(f"/desk/cases/{case.pk}/answers/").content.decode(),
        "space": signed_in(owner).get(f"/space/cases/{case.pk}/").content.decode(),
    }
    for name, page in pages.items():
        assert FACTS in page and licence.number in page and "吊销" in page, name
        assert "申请材料" not in page or name == "space", name
    for name in ("review", "desk", "space"):
        assert f"{case.version.name} · 吊销" in pages[name], name
    assert f"/desk/cases/{case.pk}/evidence/" in pages["review"] and f"/desk/cases/{case.pk}/evidence/" in pages["desk"]
    assert "/evidence/" not in pages["space"]
    assert "吊销" in signed_in(owner).get("/space/cases/").content.decode()
    assert "吊销" in reviewer.get("/desk/reviews/").content.decode()


def test_nobody_else_opens_its_evidence(licence: Licence) -> None:
    case = begun(licence)
    shown = ProceedingEvidence.objects.get(proceeding__case=case)
    for post, body in (("科室审查岗", "住建局"), ("制证岗", "住建局")):
        stranger = signed_in(world.staff(post, body))
        assert stranger.get(f"/desk/cases/{case.pk}/evidence/{shown.pk}/").status_code == 404
    assert maker().get(f"/desk/cases/{case.pk}/evidence/999999/").status_code == 404
