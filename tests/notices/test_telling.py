"""Messages of a case: each once per event, to its addressee only, with no more personal data than needed (C-35)."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from structlog.testing import capture_logs

from cases.services.intake import decline_case
from cases.services.submission import submit_case
from core.clock import SimulatedClock
from core.models import Delivery, DeliveryState, EventRow
from core.outbox import MAX_ATTEMPTS, drain, record_of
from core.refusal import Refusal
from govportal.metrics import GAUGES
from identity.actors import Actor
from identity.models import Party
from linkage.models import Verdict
from notices.adapters.trial_sms import TrialSmsGateway
from notices.models import Message, MessageChannel, TrialSms
from notices.queries import visible_to
from notices.services import tell_applicant, text_applicant
from tests import world
from tests.brokenness import broken
from tests.cases.walks import PHONE, accepted, at, decided, filed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time", "calendar")]
TEXTER = "notices.services.text_applicant"


def inbox(actor: Actor) -> list[Message]:
    return list(visible_to(actor))


class TestTheApplicant:
    def test_is_told_of_the_receipt_with_number_and_code_in_the_inbox_and_by_sms(self) -> None:
        """C-32, C-35."""
        owner = world.citizen(name="王秀英")
        receipt = filed(owner)
        drain(["interactive"])
        (message,) = inbox(owner)
        sms = TrialSms.objects.get()
        assert message.kind == "cases.CaseSubmitted"
        assert receipt.case.receipt_no in message.text and receipt.query_code in message.text
        assert (sms.phone, sms.text) == (PHONE, f"【{settings.SMS_SIGNATURE}】{message.text}")

    def test_is_told_the_day_of_the_decision_when_accepted(self) -> None:
        owner = world.citizen()
        case = accepted(owner)
        drain(["interactive"])
        text = inbox(owner)[0].text
        assert case.case_no in text and "3月9日" in text

    def test_is_told_why_he_was_not_accepted(self) -> None:
        """C-06."""
        owner = world.citizen()
        case = filed(owner).case
        reason = "该事项不属于本机关职权范围，依法不予受理"
        decline_case(case, reason=reason, competent_body="住房和城乡建设局", by=world.staff("窗口受理岗"))
        drain(["interactive"])
        assert reason in inbox(owner)[0].text

    def test_gets_one_message_for_each_step_of_his_case(self) -> None:
        owner = world.citizen()
        decided(accepted(owner), Verdict.APPROVE)
        drain(["interactive"])
        kinds = [message.kind.removeprefix("cases.") for message in reversed(inbox(owner))]
        assert kinds == ["CaseSubmitted", "CaseAccepted", "CaseGranted"]
        assert TrialSms.objects.count() == len(kinds)

    def test_is_told_at_the_party_s_own_phone_when_the_case_names_no_other(self) -> None:
        owner = world.citizen()
        submit_case(world.draft(world.item(), owner), by=owner)
        drain(["interactive"])
        assert TrialSms.objects.get().phone == world.phone_of(owner)

    def test_without_any_phone_reads_his_inbox_only(self) -> None:
        owner = world.citizen()
        Party.objects.filter(pk=owner.self_party_id).update(phone="")
        submit_case(world.draft(world.item(), owner), by=owner)
        drain(["interactive"])
        assert len(inbox(owner)) == 1 and not TrialSms.objects.exists()

    def test_an_agent_gets_the_sms_and_the_enterprise_s_inbox_the_message(self) -> None:
        agent = world.citizen(name="代理")
        boss = world.acting_for(agent, world.enterprise(agent))
        submit_case(world.draft(world.item(), boss), by=boss)
        drain(["interactive"])
        assert TrialSms.objects.get().phone == world.phone_of(agent)
        assert len(inbox(boss)) == 1 and inbox(agent) == []


class TestOnce:
    def test_a_reactor_that_runs_twice_sends_nothing_twice(self) -> None:
        filed()
        drain(["interactive"])
        record = record_of(EventRow.objects.get(name="cases.CaseSubmitted"))
        before = Message.objects.count(), TrialSms.objects.count()
        tell_applicant(record)
        text_applicant(record)
        assert (Message.objects.count(), TrialSms.objects.count()) == before == (2, 1)

    def test_a_worker_that_dies_after_sending_sends_the_same_key_again(self) -> None:
        """The claim runs out and the delivery comes again; the gateway's key makes it nothing."""
        filed()
        drain(["interactive"])
        Message.objects.filter(channel=MessageChannel.SMS).update(sent_at=None)
        Delivery.objects.filter(reactor=TEXTER).update(state=DeliveryState.WAITING, run_after=at(2026, 3, 1))
        drain(["interactive"])
        assert TrialSms.objects.count() == 1
        assert Message.objects.get(channel=MessageChannel.SMS).sent_at is not None

    def test_every_step_of_every_case_is_told(self) -> None:
        decided(accepted(), Verdict.APPROVE)
        drain(["interactive"])
        assert not {"7.1", "8.2"} & set(broken())


class TestAGatewayThatFails:
    @pytest.fixture(autouse=True)
    def down(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The gateway refuses everything until the test repairs it."""
        monkeypatch.setattr(TrialSmsGateway, "send", _refuse)

    def test_keeps_nothing_out_of_the_inbox(self) -> None:
        owner = world.citizen()
        filed(owner)
        drain(["interactive"])
        assert len(inbox(owner)) == 1 and not TrialSms.objects.exists()

    def test_is_tried_again_until_it_works_and_the_message_goes_out_once(
        self, time: SimulatedClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        filed()
        drain(["interactive"])
        delivery = Delivery.objects.get(reactor=TEXTER)
        assert (delivery.state, delivery.attempts) == (DeliveryState.WAITING, 1)
        monkeypatch.undo()
        time.advance(timedelta(hours=2))
        drain(["interactive"])
        delivery.refresh_from_db()
        assert delivery.state == DeliveryState.DONE
        assert (TrialSms.objects.count(), Message.objects.count()) == (1, 2)

    def test_is_parked_in_the_end_which_raises_an_alarm(self, time: SimulatedClock) -> None:
        filed()
        with capture_logs() as logs:
            for _try in range(MAX_ATTEMPTS + 1):
                drain(["interactive"])
                time.advance(timedelta(days=1))
        delivery = Delivery.objects.get(reactor=TEXTER)
        assert (delivery.state, delivery.attempts) == (DeliveryState.PARKED, MAX_ATTEMPTS)
        assert delivery.last_error == "Refusal gateway", "no personal data"
        assert [entry["event"] for entry in logs if entry["log_level"] == "error"] == ["delivery_parked"]
        assert GAUGES["govportal_outbox_parked"][1]() == 1

    def test_of_one_case_does_not_hold_up_the_others(self, monkeypatch: pytest.MonkeyPatch) -> None:
        filed()
        drain(["interactive"])
        monkeypatch.undo()
        filed()
        drain(["interactive"])
        assert TrialSms.objects.count() == 1


def _refuse(*_given: Any, **_named: Any) -> None:
    raise Refusal("gateway", f"the gateway of {PHONE} is down")
