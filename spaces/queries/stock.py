"""What blanks there are, with whom, and what became of every number (Z20)."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from core import clock
from identity.actors import Actor
from identity.models import Department, Duty, Role, Staff
from spaces.models import Blank, BlankState, LicenceType, StockAct
from spaces.queries.licences import KEEPERS
from spaces.stockrules import REMOVALS, is_low


@dataclass(frozen=True, slots=True)
class Account:
    """The blanks of one kind in one body: how many were received, and how many of them are in each state."""

    kind: LicenceType
    department: Department
    received: int
    counts: dict[str, int]
    low: bool

    @property
    def left(self) -> int:
        """Those that can still be printed on."""
        return self.counts[BlankState.STOCK] + self.counts[BlankState.HANDED]


def may_keep_stock(department_id: int, actor: Actor) -> bool:
    """Who keeps the blanks of a body: its certificate makers and its leaders."""
    return actor.has_role(*KEEPERS) and department_id in actor.department_ids and actor.staff_id is not None


def blanks_kept_by(actor: Actor) -> QuerySet[Blank]:
    """Blanks of the bodies whose stock this member of staff keeps."""
    if not actor.has_role(*KEEPERS):
        return Blank.objects.none()
    return Blank.objects.filter(department_id__in=actor.department_ids)


def acts_kept_by(actor: Actor) -> QuerySet[StockAct]:
    """Everything that was done with these blanks."""
    if not actor.has_role(*KEEPERS):
        return StockAct.objects.none()
    found = StockAct.objects.filter(department_id__in=actor.department_ids)
    return found.select_related("kind", "department", "made_by", "confirmed_by", "receiver")


def removals_waiting(actor: Actor) -> QuerySet[StockAct]:
    """Returns and destructions that wait for a second person, the oldest first."""
    waiting = acts_kept_by(actor).filter(deed__in=REMOVALS, confirmed_at=None, dropped_at=None)
    return waiting.order_by("pk")


def kinds_with_stock(actor: Actor) -> QuerySet[LicenceType]:
    """The kinds this member of staff's bodies print on blanks: their own, and the State's."""
    if not actor.has_role(*KEEPERS):
        return LicenceType.objects.none()
    own = Q(publisher_id__in=actor.department_ids) | Q(publisher=None)
    return LicenceType.objects.filter(own, needs_stock=True).order_by("code")


def accounts_of(actor: Actor) -> list[Account]:
    """One line for each kind and body that ever received blanks."""
    rows = blanks_kept_by(actor).order_by().values("kind_id", "department_id", "state").annotate(n=Count("pk"))
    found: dict[tuple[int, int], dict[str, int]] = {}
    for row in rows:
        counts = found.setdefault((row["kind_id"], row["department_id"]), dict.fromkeys(BlankState.values, 0))
        counts[row["state"]] = row["n"]
    kinds = LicenceType.objects.in_bulk({kind for kind, _body in found})
    bodies = Department.objects.in_bulk({body for _kind, body in found})
    accounts = []
    for (kind_id, body_id), counts in sorted(found.items()):
        kind = kinds[kind_id]
        left = counts[BlankState.STOCK] + counts[BlankState.HANDED]
        low = is_low(left, kind.least_stock)
        accounts.append(Account(kind, bodies[body_id], sum(counts.values()), counts, low))
    return accounts


def next_blank(actor: Actor, type_code: str) -> str:
    """The number this certificate maker prints on next; empty when none was handed to him."""
    mine = Blank.objects.filter(kind__code=type_code, state=BlankState.HANDED, holder_id=actor.staff_id or 0)
    return mine.order_by("number").values_list("number", flat=True).first() or ""


def stock_staff(department_id: int) -> QuerySet[Staff]:
    """Who makes certificates in a body today, or leads it."""
    today = clock.today()
    duties = Duty.objects.filter(Q(until=None) | Q(until__gte=today), since__lte=today)
    there = duties.filter(post__department_id=department_id, post__roles__overlap=[Role.CERTIFIER, Role.LEADER])
    return Staff.objects.filter(pk__in=there.values("staff_id"), account__is_active=True).order_by("number")
