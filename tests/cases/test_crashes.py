"""A process that dies between any two statements of a verb leaves nothing of it behind (quality: faults to survive)."""

from collections.abc import Callable

import pytest
from django.db import connection

from cases.models import Case, CaseState
from cases.services.drafts import save_draft
from cases.services.intake import accept_case
from cases.services.issuing import deliver_result, issue_result
from cases.services.submission import submit_case
from core import clock
from core.models import Delivery, DeliveryState
from core.outbox import drain
from deliveries.models import DeliveryWay
from linkage.models import Review, Verdict
from linkage.services.reviewing import Decision, give_verdict
from notices.models import Message
from tests import world
from tests.brokenness import broken
from tests.cases.lifefaults import Crash, CrashAt, traces
from tests.cases.walks import PHONE, accepted, decided, filed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar", "time")]
Verb = tuple[Case, Callable[[], object], CaseState]


def submitting() -> Verb:
    owner = world.citizen()
    case = world.draft(world.item(), owner)
    save_draft(case, by=owner, contact={"contact_name": "林晓", "contact_phone": PHONE})
    return case, lambda: submit_case(case, by=owner), CaseState.SUBMITTED


def accepting() -> Verb:
    case, clerk = filed().case, world.staff("窗口受理岗")
    return case, lambda: accept_case(case, by=clerk), CaseState.IN_REVIEW


def deciding() -> Verb:
    case, leader = accepted(), world.staff("分管领导岗")
    give_verdict(Review.objects.get(case=case, closed_at=None), Decision(Verdict.APPROVE), by=world.staff("科室审查岗"))
    last = Review.objects.get(case=case, closed_at=None)
    return case, lambda: give_verdict(last, Decision(Verdict.APPROVE), by=leader), CaseState.GRANTED


def issuing() -> Verb:
    case, certifier = decided(accepted(), Verdict.APPROVE), world.staff("制证岗")
    return case, lambda: issue_result(case, by=certifier), CaseState.ISSUED


def delivering() -> Verb:
    case, clerk = (
        issue_result(decided(accepted(), Verdict.APPROVE), by=world.staff("制证岗")),
        world.staff("窗口受理岗"),
    )
    given = {"way": DeliveryWay.WINDOW, "recipient": "王秀英", "by": clerk}
    return case, lambda: deliver_result(case, **given), CaseState.CLOSED


@pytest.mark.parametrize("verb", [submitting, accepting, deciding, issuing, delivering])
def test_whatever_statement_it_dies_at_the_verb_has_never_been_and_can_be_done_again(verb: Callable[[], Verb]) -> None:
    case, deed, becomes = verb()
    before, died = traces(case.pk), 0
    while died < 200:
        try:
            with connection.execute_wrapper(CrashAt(died)):
                deed()
            break
        except Crash:
            assert traces(case.pk) == before, f"died at statement {died}"
            died += 1
    assert died > 5
    assert Case.objects.values_list("state", flat=True).get(pk=case.pk) == becomes
    assert broken() == {}


def test_a_worker_that_dies_at_any_statement_tells_everything_once() -> None:
    """What an event sets in motion happens once, however often its worker died on the way."""
    calm = accepted()
    drain(["interactive"])
    told = Message.objects.count()
    case = accepted()
    for died in range(0, 60, 3):
        with connection.execute_wrapper(CrashAt(died)):
            swallow(lambda: drain(["interactive"]))
        late = Delivery.objects.exclude(state=DeliveryState.DONE)
        late.update(run_after=clock.now(), state=DeliveryState.WAITING)
    drain(["interactive"])
    assert not Delivery.objects.filter(queue="interactive").exclude(state=DeliveryState.DONE).exists()
    assert Message.objects.count() == 2 * told
    assert calm.state == case.state
    assert broken() == {}


def swallow(deed: Callable[[], object]) -> None:
    """The process is gone; so is what it would have said."""
    try:
        deed()
    except Crash:
        return
