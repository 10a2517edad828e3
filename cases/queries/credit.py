"""Who is on the credit list, and what that closes to him (C-24, 2.4)."""

from django.db.models import QuerySet

from cases.models import CreditRecord
from cases.queries.owing import broken_promises
from core import clock
from identity.actors import Actor
from identity.models import Role
from items.models import ItemVersion

KEEPERS = (Role.LEADER, Role.SUPERVISOR)


def standing_records(party_id: int) -> QuerySet[CreditRecord]:
    """What this party did and has not repaired."""
    return CreditRecord.objects.filter(party_id=party_id, repaired_at=None)


def is_dishonest(party_id: int) -> bool:
    """Whether nothing is taken in on the word of this party: he is on the list, or owes what he once promised."""
    return standing_records(party_id).exists() or broken_promises(party_id).exists()


def barring_record(party_id: int, version: ItemVersion) -> CreditRecord | None:
    """The record for which this party cannot apply for the same again today, wherever he did it (XKF 78, 79); the one
    that lasts longest. That he mended his credit does not shorten a period of the law."""
    same = CreditRecord.objects.filter(party_id=party_id, case__version__item__entry=version.item.entry_id)
    return same.filter(barred_until__gt=clock.today()).order_by("-barred_until").first()


def records_visible_to(actor: Actor) -> QuerySet[CreditRecord]:
    """The list as a keeper sees it: supervisors all of it, the head of a body what his body entered."""
    rows = CreditRecord.objects.select_related("party", "case__version", "case__department", "repaired_by")
    if actor.has_role(Role.SUPERVISOR):
        return rows
    return rows.filter(case__department_id__in=actor.department_ids if actor.has_role(Role.LEADER) else [])


def may_repair(record: CreditRecord, actor: Actor) -> bool:
    """The head of the body that entered it."""
    return actor.has_role(Role.LEADER) and record.case.department_id in actor.department_ids
