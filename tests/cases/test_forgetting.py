"""What was said, pledged and found on the spot goes with the rest of an anonymous case (10.5)."""

import pytest

from cases.models import (
    CreditGround,
    CreditRecord,
    Hearing,
    Pledge,
    PledgeEvidence,
    PledgeOutcome,
    SitePhoto,
    SiteVisit,
)
from cases.services.checking import record_check
from cases.services.credit import enter_record, repair_record
from cases.services.forgetting import files_that_say_it, forget_what_was_said
from cases.services.hearings import make_statement, offer_hearing
from cases.services.visiting import Signature, order_visit, record_visit
from core.clock import SimulatedClock
from core.services.emptying import NOBODY
from tests import world
from tests.cases.pledges import granted_on_pledge, picture
from tests.cases.test_visiting import FOUND, TUESDAY, record_of, two
from tests.cases.walks import accepted, at, move

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]
SAID = "承诺时设备确已订购，尚未到货，请予考虑"


def test_hearing_pledge_and_evidence_are_emptied() -> None:
    owner, handler = world.citizen(name="王秀英"), world.staff("科室审查岗")
    pledge = granted_on_pledge(owner)
    record_check(pledge, PledgeOutcome.FALSE, findings=FOUND, evidence=[picture()], by=handler)
    heard = accepted(owner)
    offer_hearing(heard, matter="拟对承诺内容进行核实并依法处理", by=handler)
    make_statement(heard, statement=SAID, by=owner)
    assert len(files_that_say_it(pledge.case)) == 1
    removed = forget_what_was_said(pledge.case) | forget_what_was_said(heard)
    hearing, pledge = Hearing.objects.get(), Pledge.objects.get()
    assert (hearing.statement, hearing.matter) == ("", NOBODY)
    assert (pledge.signed_by, pledge.findings) == (NOBODY, "") and not PledgeEvidence.objects.exists()
    assert any(SAID in str(row.values()) for row in removed.values())


def test_visits_are_emptied_with_photos_and_signatures(time: SimulatedClock) -> None:
    case, by = accepted(world.citizen(name="王秀英")), world.staff("科室审查岗")
    said = {"planned_at": TUESDAY, "place": "杨舍镇", "purpose": "核查经营场所"}
    visit = order_visit(case, officer_ids=two(), **said, by=by)
    move(time, at(2026, 3, 3, 17))
    record_visit(visit, record_of(visit, applicant=Signature("王秀英")), by=by)
    forget_what_was_said(case)
    visit = SiteVisit.objects.get()
    assert (visit.place, visit.findings, visit.cards, visit.signatures) == (NOBODY, "", [], [])
    assert not SitePhoto.objects.exists()


def test_a_credit_record_that_stands_is_kept_and_a_repaired_one_emptied() -> None:
    """C-24: who is barred stays barred."""
    case, head = accepted(world.citizen(name="王秀英")), world.staff("分管领导岗")
    record = enter_record(case, CreditGround.DECEIT, facts=SAID, by=head)
    forget_what_was_said(case)
    assert CreditRecord.objects.get().facts == SAID
    repair_record(record, repair="已按要求整改并通过复查", by=head)
    forget_what_was_said(case)
    assert CreditRecord.objects.get().facts == NOBODY
