"""Named reads of who somebody is and may act for."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from core import clock
from core.regionfield import Place
from identity.actors import ANYBODY, Acting, Actor
from identity.models import (
    Account,
    AccountKind,
    Department,
    Duty,
    Mandate,
    MandateState,
    Party,
    PartyKind,
    Region,
    RegionLevel,
    SignIn,
    Window,
)
from identity.rules import ABSOLUTE, IDLE, effective_roles

HISTORY = timedelta(days=30)


def actor_of(account: Account | None, *, acting_for: int | None = None) -> Actor:
    """The actor behind a signed-in account in his present capacity; `acting_for` is a party he chose to act for.

    A mandate that ended or never was falls back to the person himself.
    """
    if account is None or not account.is_active:
        return ANYBODY
    if account.kind == AccountKind.CITIZEN and account.party is not None:
        return _citizen(account, account.party, acting_for)
    if account.kind == AccountKind.STAFF:
        return _staff(account)
    return Actor(kind=account.kind, account_id=account.pk, name=account.username)


def mandates_of(party: Party) -> list[Mandate]:
    """Mandates this person may use today."""
    return list(in_force(Mandate.objects.filter(agent=party)).select_related("principal").order_by("pk"))


def in_force(mandates: QuerySet[Mandate]) -> QuerySet[Mandate]:
    """Those that may be used today: active and within their dates."""
    today = clock.today()
    return mandates.filter(state=MandateState.ACTIVE, since__lte=today).filter(Q(until=None) | Q(until__gte=today))


def mandates_visible_to(actor: Actor) -> QuerySet[Mandate]:
    """A citizen's own mandates and, while he acts as its legal representative, those the enterprise gave (A-04)."""
    seen = Q(agent_id=actor.self_party_id or 0)
    if actor.acting is not None and actor.acting.legal_representative:
        seen |= Q(principal_id=actor.acting.party_id)
    return Mandate.objects.filter(seen).select_related("principal", "agent").order_by("-pk")


def sign_ins_visible_to(actor: Actor) -> QuerySet[SignIn]:
    """The person's own sign-ins of the last 30 days, the latest first; nobody sees those of others."""
    since = clock.now() - HISTORY
    return SignIn.objects.filter(account_id=actor.account_id or 0, started_at__gt=since).order_by("-started_at", "-pk")


def still_open(sign_ins: QuerySet[SignIn]) -> QuerySet[SignIn]:
    """Those whose session still lasts (A-10)."""
    now = clock.now()
    return sign_ins.filter(ended_at=None, last_seen_at__gte=now - IDLE, started_at__gte=now - ABSOLUTE)


def duties_of(account: Account) -> list[Duty]:
    """Duties this member of staff holds today."""
    today = clock.today()
    return list(
        Duty.objects.filter(staff__account=account, since__lte=today)
        .filter(Q(until=None) | Q(until__gte=today))
        .select_related("post", "staff", "window__zone__hall")
        .order_by("pk")
    )


def windows_of(actor: Actor) -> QuerySet[Window]:
    """The windows at the desks of the departments this member of staff works for, by number."""
    found = Q(pk__in=[])
    for desks in Department.objects.filter(pk__in=actor.department_ids).values_list("desks", flat=True):
        for desk in desks:
            zone = Q(zone__hall__name=desk["hall"], zone__floor=desk["floor"], zone__name=desk["zone"])
            found |= zone & Q(number__in=desk["windows"])
    return Window.objects.filter(found).select_related("zone__hall").order_by("zone__floor", "number", "pk")


def _citizen(account: Account, party: Party, acting_for: int | None) -> Actor:
    ways = [Acting(party.pk, party.name, PartyKind.PERSON)]
    ways += [
        Acting(
            m.principal_id,
            m.principal.name,
            PartyKind(m.principal.kind),
            m.pk,
            tuple(m.item_codes),
            m.legal_representative,
        )
        for m in mandates_of(party)
    ]
    chosen = next((way for way in ways if way.party_id == acting_for), ways[0])
    return Actor(
        kind="citizen",
        account_id=account.pk,
        name=party.name,
        assurance_level=account.assurance_level,
        self_party_id=party.pk,
        acting=chosen,
        can_act_for=tuple(ways),
    )


def _staff(account: Account) -> Actor:
    duties = duties_of(account)
    if not duties:
        return Actor(kind="staff", account_id=account.pk, name=account.username)
    staff = duties[0].staff
    window = next((duty.window for duty in duties if duty.window), None)
    return Actor(
        kind="staff",
        account_id=account.pk,
        name=staff.name,
        staff_id=staff.pk,
        department_id=staff.department_id,
        post_ids=frozenset(duty.post_id for duty in duties),
        department_ids=frozenset(duty.post.department_id for duty in duties),
        roles=effective_roles(role for duty in duties for role in duty.post.roles),
        post_label=duties[0].post.name,
        window_id=window.pk if window else None,
        place_label=place_words(window) if window else "",
    )


def zone_words(floor: int, zone: str) -> str:
    """`2 楼 A区`, where visitors go; the same words in guides, on tickets and in messages."""
    return _("Floor %(floor)d, %(zone)s") % {"floor": floor, "zone": zone}


def place_words(window: Window) -> str:
    """`市政务服务中心 2 楼 A区 · A01 窗口`, where everybody at the desk sees where he works."""
    words = {"hall": window.zone.hall.name, "floor": window.zone.floor, "zone": window.zone.name}
    return _("%(hall)s floor %(floor)d %(zone)s · window %(window)s") % {**words, "window": window.number}


def places(*, root: str = "", level: str = "") -> list[Place]:
    """The tree of regions from `root` (a code; the whole tree without) down to `level` (a RegionLevel; to the lowest
    without), each after what it belongs to. One that has parts to choose from is no answer by itself."""
    rows = list(Region.objects.order_by("code").values_list("pk", "code", "name", "level", "parent_id"))
    levels = list(RegionLevel.values)
    deepest = levels.index(level) if level in levels else len(levels)
    reached = [row for row in rows if levels.index(row[3]) <= deepest]
    parents, paths, codes, found = {row[4] for row in reached}, dict[int, str](), dict[int, str](), list[Place]()
    for pk, code, name, _level, parent in sorted(reached, key=lambda row: levels.index(row[3])):
        if root and code != root and parent not in codes:
            continue
        codes[pk], paths[pk] = code, f"{paths.get(parent, '')}{name}"
        found.append(Place(code, name, paths[pk], codes.get(parent, ""), ends=pk not in parents))
    return sorted(found, key=lambda place: place.code)
