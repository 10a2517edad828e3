"""Pledges to check, the credit list, visits, supervision orders and proceedings, for the table of who may open what."""

from typing import Any

from cases.models import (
    Case,
    CreditRecord,
    Pledge,
    PledgeEvidence,
    ProceedingEvidence,
    ProceedingKind,
    SitePhoto,
    SiteVisit,
)
from cases.services.proceedings import begin_proceeding
from core import clock
from core.services.files import store_file
from identity.actors import Actor
from supervision.models import AlarmLevel, SupervisionOrder
from supervision.orders import issue_order
from tests import world


def keys(case: Case, done: Case, clerk: Actor) -> dict[str, dict[str, Any]]:
    """What the addresses of checks, credit and visits are asked with: `done` was granted, `case` is in review."""
    now, stored = clock.now(), store_file(world.pdf(), name="a.pdf")
    pledge = Pledge.objects.create(case=done, replaced=[], signed_by="林晓", signed_at=now, granted_at=now)
    evidence = PledgeEvidence.objects.create(pledge=pledge, file=stored, name="a.pdf")
    record = CreditRecord.objects.create(
        case=done, party_id=done.applicant_id, ground="material", facts="提供虚假材料", entered_at=now, repaired_at=now
    )
    visit = SiteVisit.objects.create(
        **{"case": case, "ordered_by_id": clerk.staff_id, "ordered_at": now, "planned_at": now},
        **{"place": "杨舍镇", "purpose": "核查设施", "ending": "recorded", "ended_at": now},
    )
    photo = SitePhoto.objects.create(visit=visit, file=stored, name="a.pdf")
    return {
        "cases:pledge_check": {"pledge_id": pledge.pk},
        "cases:pledge_evidence": {"pledge_id": pledge.pk, "evidence_id": evidence.pk},
        "cases:credit_record": {"record_id": record.pk},
        "cases:site_photo": {"case_id": case.pk, "photo_id": photo.pk},
    }


def watched(case: Case, given: Case) -> dict[str, dict[str, Any]]:
    """A supervision order about `case` with its paper, and a proceeding about the licence `given` gave."""
    watcher, licence = world.staff("监察岗", "监委"), given.licence
    assert licence is not None, "the case gave one"
    order = issue_order(case, level=AlarmLevel.RED, matter="请说明该办件超期的原因和整改措施", by=watcher)
    SupervisionOrder.objects.filter(pk=order.pk).update(number="1", file=store_file(world.pdf(), name="a.pdf"))
    facts = {"facts": "经核查，申请时提交的租赁合同系伪造，出租人否认签订。", "evidence": world.pdf()}
    maker = world.staff("制证岗")
    begun = begin_proceeding(licence, ProceedingKind.RESCIND, ground="deceit", **facts, by=maker)
    evidence = ProceedingEvidence.objects.get(proceeding__case=begun)
    return {
        **{f"supervision:{name}": {"order_id": order.pk} for name in ("order", "order_paper")},
        "cases:proceeding_evidence": {"case_id": begun.pk, "evidence_id": evidence.pk},
    }
