"""A pledge that waits for its check, an entry of the credit list and a visit, for the table of who may open what."""

from typing import Any

from cases.models import Case, CreditRecord, Pledge, PledgeEvidence, SitePhoto, SiteVisit
from core import clock
from core.services.files import store_file
from identity.actors import Actor
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
