"""Ledger and statement are compared with the real trial gateway: what agrees is silent, what differs raises the alarm
(C-41, H72).
"""

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from core import clock
from core.outbox import drain
from core.refusal import Refusal
from core.workcalendar import SHANGHAI
from identity.actors import Actor
from notices.models import Message
from payments.gateways import gateway
from payments.models import Difference, LedgerEntry, OrderState, PaymentAttempt, PaymentOrder, Reconciliation
from payments.queries import differences_visible_to
from payments.services import reconciling
from payments.services.asking import ask_gateways, send_refunds
from payments.services.paying import begin_payment
from payments.services.reconciling import due_reconciliations, explain_difference, reconcile
from payments.services.refunding import ask_refund, decide_refund
from payments.tasks import sweep_reconciliations
from tests import world
from tests.brokenness import broken
from tests.payments.dues import LEADER, TrialGateway, again, clerk, due, leader

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


@pytest.fixture
def applicant() -> Actor:
    return world.citizen(name="王秀英")


def begun(applicant: Actor) -> PaymentAttempt:
    return begin_payment(due(applicant=applicant), way="trial", by=applicant)


def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """What moved a moment ago counts as well."""
    monkeypatch.setattr(reconciling, "GRACE", timedelta(seconds=-5))


def supervisor() -> Actor:
    return world.staff("监察岗", "监委")


def test_a_notice_that_never_came_is_found_by_asking(applicant: Actor, running_gateway: TrialGateway) -> None:
    attempt = begun(applicant)
    running_gateway.pay(attempt.address, "never")
    PaymentAttempt.objects.update(ask_at=clock.now())
    assert ask_gateways() == 1
    assert again(attempt.order).state == OrderState.PAID
    assert PaymentAttempt.objects.get().ask_at is None
    assert broken() == {}


def test_a_payment_nobody_made_is_asked_after_with_growing_pauses(
    applicant: Actor, running_gateway: TrialGateway
) -> None:
    begun(applicant)
    waits = []
    for _time in range(4):
        PaymentAttempt.objects.update(ask_at=clock.now())
        assert ask_gateways() == 0
        waits.append((PaymentAttempt.objects.get().ask_at or clock.now()) - clock.now())
    assert waits == sorted(waits)
    assert ask_gateways() == 0


def test_what_agrees_is_silent_and_refunds_are_in_it(applicant: Actor, running_gateway: TrialGateway) -> None:
    attempt = begun(applicant)
    running_gateway.pay(attempt.address, "never")
    PaymentAttempt.objects.update(ask_at=clock.now())
    ask_gateways()
    decide_refund(
        ask_refund(again(attempt.order), amount_fen=500, reason="多收", by=clerk()), approve=True, by=leader()
    )
    assert send_refunds() == 1
    ours = {(entry.number, sum(line.amount_fen for line in entry.lines.filter(account="gateway")))
            for entry in LedgerEntry.objects.exclude(number="")}  # fmt: skip
    told = {(line.number, line.fen) for line in gateway("trial").statement(clock.today())}
    assert ours <= told
    assert ours == {(attempt.number, 2000), (f"{attempt.order.number}R1", -500)}
    assert broken() == {}


def test_a_planted_difference_raises_the_alarm_once(
    applicant: Actor, running_gateway: TrialGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    watching = supervisor()
    running_gateway.plant(777)
    run = reconcile("trial", clock.today(), final=False)
    assert run is not None
    planted = Difference.objects.filter(theirs_fen=777)
    assert planted.count() >= 1
    assert set(planted.values_list("kind", "ours_fen")) == {("missing_here", 0)}
    drain(["interactive"])
    told = Message.objects.filter(account_id=watching.account_id, kind="payments.ParityBroken")
    assert told.count() == 1
    reconcile("trial", clock.today(), final=False)
    drain(["interactive"])
    assert told.count() == 1


def test_what_only_we_have_and_what_is_gone_again(
    applicant: Actor, running_gateway: TrialGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch)
    attempt = begun(applicant)
    running_gateway.pay(attempt.address, "never")
    reconcile("trial", clock.today(), final=False)
    (found,) = Difference.objects.filter(number=attempt.number)
    assert (found.kind, found.theirs_fen, found.ended_at) == ("missing_here", 2000, None)
    assert ask_gateways() == 1
    reconcile("trial", clock.today(), final=False)
    found.refresh_from_db()
    assert found.ended_at is not None
    assert found.ended_by_id is None


def test_the_final_comparison_of_a_day_is_made_once(running_gateway: TrialGateway) -> None:
    yesterday = clock.today() - timedelta(1)
    assert reconcile("trial", yesterday, final=True) is not None
    assert reconcile("trial", yesterday, final=True) is None
    assert Reconciliation.objects.filter(final=True).count() == 1


def test_what_is_due_is_every_quarter_of_an_hour_and_each_day_that_is_over(running_gateway: TrialGateway) -> None:
    now = clock.now()
    today = clock.today()
    assert due_reconciliations(now) == [("trial", today, False)]
    sweep_reconciliations()
    assert due_reconciliations(now) == []
    assert ("trial", today, False) in due_reconciliations(now + timedelta(minutes=16))
    tomorrow = datetime.combine(today + timedelta(1), datetime.min.time(), SHANGHAI)
    assert ("trial", today, True) not in due_reconciliations(tomorrow + timedelta(minutes=29))
    assert ("trial", today, True) in due_reconciliations(tomorrow + timedelta(minutes=31))


def test_a_gateway_that_is_away_leaves_no_comparison() -> None:
    assert reconcile("trial", clock.today(), final=False) is None
    assert not Reconciliation.objects.exists()


def test_who_watches_explains_a_difference_once(applicant: Actor) -> None:
    order: PaymentOrder = due(applicant=applicant)
    facts = {"gateway": "trial", "day": clock.today(), "ours_fen": 0, "theirs_fen": 5, "found_at": clock.now()}
    unknown = Difference.objects.create(number="X1", kind="missing_here", **facts)
    known = Difference.objects.create(number="P1T1", kind="amount", order=order, **facts)
    watching, boss = supervisor(), leader()
    assert set(differences_visible_to(watching)) == {unknown, known}
    assert set(differences_visible_to(boss)) == {known}
    for actor in (clerk(), applicant, world.staff(LEADER, "住建局")):
        assert not differences_visible_to(actor).exists()
        with pytest.raises(Refusal), transaction.atomic():
            explain_difference(known, note="x", by=actor)
    with pytest.raises(Refusal) as refusal:
        explain_difference(unknown, note=" ", by=watching)
    assert refusal.value.code == "no_note"
    explain_difference(unknown, note="演练", by=watching)
    with pytest.raises(Refusal) as refusal:
        explain_difference(unknown, note="演练", by=watching)
    assert refusal.value.code == "ended"
