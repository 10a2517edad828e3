"""Named reads of who somebody is and may act for."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from core import clock
from identity.actors import ANYBODY, Acting, Actor
from identity.models import Account, AccountKind, Department, Duty, Mandate, MandateState, Party, PartyKind, Window


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
    today = clock.today()
    return list(
        Mandate.objects.filter(agent=party, state=MandateState.ACTIVE, since__lte=today)
        .filter(Q(until=None) | Q(until__gte=today))
        .select_related("principal")
        .order_by("pk")
    )


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
        Acting(m.principal_id, m.principal.name, PartyKind(m.principal.kind), m.pk, tuple(m.item_codes))
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
        roles=frozenset(role for duty in duties for role in duty.post.roles),
        post_label=duties[0].post.name,
        window_id=window.pk if window else None,
        place_label=_place(window) if window else "",
    )


def _place(window: Window) -> str:
    """`市政务服务中心 2 楼 A区 · A01 窗口`, where everybody at the desk sees where he works."""
    words = {"hall": window.zone.hall.name, "floor": window.zone.floor, "zone": window.zone.name}
    return _("%(hall)s floor %(floor)d %(zone)s · window %(window)s") % {**words, "window": window.number}
