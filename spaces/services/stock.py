"""Blanks for licences: received as ranges, handed out, used once, and every number accounted for (Z20)."""

from collections.abc import Collection

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from core import clock
from core.models import StoredFile
from core.outbox import publish
from core.refusal import Refusal
from core.services.files import store_file
from identity.actors import Actor
from identity.models import Department, Staff
from spaces.events import BlanksMoved
from spaces.models import Blank, BlankState, LicencePrint, LicenceType, StockAct, StockDeed
from spaces.queries.stock import may_keep_stock, stock_staff
from spaces.stockrules import MOST_AT_ONCE, MOVES, REMOVALS, NoRange, numbers_between

REASON_MIN, MOST_REASON = 4, 300
LONGEST = 40
PICTURES = ("jpg", "jpeg", "png")
WHY_NOT = {
    "number": gettext_noop("A number is up to 20 capital letters, digits or hyphens and ends with 3 to 12 digits."),
    "prefix": gettext_noop("First and last number have to begin alike and to be of the same length."),
    "order": gettext_noop("The last number comes before the first."),
    "too_many": gettext_noop("At most 5,000 blanks are received at once."),
}


def receive_blanks(kind: LicenceType, department: Department, *, first: str, last: str, by: Actor) -> StockAct:
    """A delivery of numbered blanks came, from the first number to the last.

    Refuses `forbidden` for anybody but who keeps the body's stock, `first` for what is no range, `numbers` (a conflict)
    where a number was received before. Publishes BlanksMoved.
    """
    try:
        numbers = numbers_between(first.strip().upper(), last.strip().upper())
    except NoRange as wrong:
        raise Refusal("first", _(WHY_NOT[str(wrong)]), field="first") from None
    try:
        with transaction.atomic():
            act = _begin(kind, department, StockDeed.RECEIVE, numbers[0], len(numbers), by)
            Blank.objects.bulk_create(
                [
                    Blank(kind=kind, department=department, number=number, received=act, serial=place, last=act)
                    for place, number in enumerate(numbers, 1)
                ],
                batch_size=1000,
            )
            _confirm(act, by)
    except IntegrityError:
        sentence = _("One of these numbers was received before.")
        raise Refusal("numbers", sentence, field="first", conflict=True) from None
    return act


def hand_out_blanks(
    kind: LicenceType, department: Department, *, first: str, count: int, receiver: Staff, by: Actor
) -> StockAct:
    """Give so many blanks of the stock, from a number on, to one who makes certificates.

    Refuses `forbidden`, `receiver` for somebody who makes none in this body, `count`, `first` and `not_there` (a
    conflict) where they are not all in stock. Publishes BlanksMoved.
    """
    if not stock_staff(department.pk).filter(pk=receiver.pk).exists():
        raise Refusal("receiver", _("Choose somebody who makes certificates in this body."), field="receiver")
    return _move(kind, department, StockDeed.HAND_OUT, first, count, by, receiver=receiver)


def give_back_blanks(kind: LicenceType, department: Department, *, first: str, count: int, by: Actor) -> StockAct:
    """Blanks nobody needs at the window go back into the stock. Refuses as `hand_out_blanks`. Publishes BlanksMoved."""
    return _move(kind, department, StockDeed.GIVE_BACK, first, count, by)


def spoil_blank(
    kind: LicenceType, department: Department, *, number: str, reason: str, photo: File | None = None, by: Actor
) -> StockAct:
    """A blank was spoiled, before or while it was printed on; it is kept until it is destroyed.

    Refuses `forbidden`, `reason` without one, what `store_file` refuses of the photo, and `not_there` (a conflict).
    Publishes BlanksMoved.
    """
    kept = store_file(photo, name=photo.name or "", allowed=PICTURES) if photo else None
    return _move(kind, department, StockDeed.SPOIL, number, 1, by, reason=_said(reason), photo=kept)


def propose_removal(
    kind: LicenceType, department: Department, *, deed: StockDeed, first: str, count: int, reason: str, by: Actor
) -> StockAct:
    """Ask that blanks are returned to the printer or destroyed; a second person confirms what he has seen.

    Refuses `forbidden`, `deed` for any other, `reason` without one, and as `hand_out_blanks` what is not there.
    """
    if deed.value not in REMOVALS:
        raise Refusal("deed", _("Choose what becomes of them."), field="deed")
    with transaction.atomic():
        act = _begin(kind, department, deed, first.strip().upper(), count, by, reason=_said(reason))
        _blanks_of(act)
    return act


def confirm_removal(act: StockAct, *, by: Actor) -> StockAct:
    """The second person has seen the blanks go. Refuses `forbidden`, `same_person` for the first one, `confirmed` and
    `not_there` (conflicts). Publishes BlanksMoved."""
    with transaction.atomic():
        act = _waiting(act, by)
        if act.made_by_id == by.staff_id:
            raise Refusal("same_person", _("A second person has to confirm this."))
        _carry_out(act, by)
    return act


def drop_removal(act: StockAct, *, by: Actor) -> StockAct:
    """The blanks stay where they are after all. Refuses `forbidden` and `confirmed` (a conflict)."""
    with transaction.atomic():
        act = _waiting(act, by)
        act.dropped_at = clock.now()
        act.save(update_fields=["dropped_at"])
    return act


def use_blank(kind: LicenceType, made: LicencePrint, *, by: Actor) -> Blank:
    """Bind a blank to the licence that is printed on it; runs in the transaction of the print.

    Refuses `blank_unknown` for a number that was never received for this kind, `blank_used` (a conflict) for one that
    became a licence or is gone, `blank_not_yours` for one that was not handed to this person.
    """
    found = Blank.objects.select_for_update(of=("self",)).filter(kind=kind, number=made.blank_no).first()
    if found is None or found.department_id != made.licence.issuer_id:
        raise Refusal("blank_unknown", _("No blank with this number was received."), field="blank_no")
    if found.state not in {BlankState.STOCK, BlankState.HANDED}:
        raise Refusal("blank_used", _("This blank was used before."), field="blank_no", conflict=True)
    if found.holder_id is None or found.holder_id != by.staff_id:
        raise Refusal("blank_not_yours", _("This blank was not handed out to you."), field="blank_no")
    found.state, found.holder, found.print = BlankState.USED, None, made
    found.save(update_fields=["state", "holder", "print"])
    return found


def _move(
    kind: LicenceType,
    department: Department,
    deed: StockDeed,
    first: str,
    count: int,
    by: Actor,
    *,
    receiver: Staff | None = None,
    reason: str = "",
    photo: StoredFile | None = None,
) -> StockAct:
    """One deed that takes effect at once."""
    with transaction.atomic():
        act = _begin(
            kind, department, deed, first.strip().upper(), count, by, receiver=receiver, reason=reason, photo=photo
        )
        _carry_out(act, by)
    return act


def _begin(
    kind: LicenceType,
    department: Department,
    deed: StockDeed,
    first: str,
    count: int,
    by: Actor,
    *,
    receiver: Staff | None = None,
    reason: str = "",
    photo: StoredFile | None = None,
) -> StockAct:
    """The row of a deed, under the lock of its kind: deeds with blanks of one kind come one after the other."""
    _must_keep(department.pk, by)
    if not 1 <= count <= MOST_AT_ONCE:
        raise Refusal("count", _("Choose 1 to 5,000 blanks."), field="count")
    LicenceType.objects.select_for_update(of=("self",), no_key=True).get(pk=kind.pk)
    return StockAct.objects.create(
        **{"kind": kind, "department": department, "deed": deed, "first": first[:LONGEST], "count": count},
        **{"reason": reason, "receiver": receiver, "photo": photo},
        **{"made_by_id": by.staff_id, "made_at": clock.now()},
    )


def _carry_out(act: StockAct, by: Actor) -> None:
    blanks = _blanks_of(act)
    target = BlankState(MOVES[act.deed][1])
    holder = act.receiver if target == BlankState.HANDED else None
    Blank.objects.filter(pk__in=[blank.pk for blank in blanks]).update(state=target, holder=holder, last=act)
    _confirm(act, by)


def _blanks_of(act: StockAct) -> list[Blank]:
    """The blanks of a deed, held; they follow one another in one delivery and are all where the deed takes them."""
    own = Blank.objects.filter(kind_id=act.kind_id, department_id=act.department_id)
    begin = own.filter(number=act.first).first()
    sources: Collection[str] = MOVES[act.deed][0]
    found: list[Blank] = []
    if begin is not None:
        places = (begin.serial, begin.serial + act.count - 1)
        rows = own.filter(received_id=begin.received_id, serial__range=places, state__in=sources)
        found = list(rows.select_for_update(of=("self",)).order_by("serial"))
    if len(found) != act.count:
        sentence = _("Not all of these blanks are where they have to be for this.")
        raise Refusal("not_there", sentence, field="first", conflict=True)
    return found


def _confirm(act: StockAct, by: Actor) -> None:
    act.confirmed_by_id, act.confirmed_at = by.staff_id, clock.now()
    act.save(update_fields=["confirmed_by", "confirmed_at"])
    publish(BlanksMoved(kind_id=act.kind_id, act_id=act.pk, deed=act.deed, count=act.count), by=by, at=act.confirmed_at)


def _waiting(act: StockAct, by: Actor) -> StockAct:
    _must_keep(act.department_id, by)
    LicenceType.objects.select_for_update(of=("self",), no_key=True).get(pk=act.kind_id)
    found = StockAct.objects.select_for_update(of=("self",)).get(pk=act.pk)
    if found.confirmed_at is not None or found.dropped_at is not None:
        raise Refusal("confirmed", _("This was settled already."), conflict=True)
    return found


def _must_keep(department_id: int, by: Actor) -> None:
    if not may_keep_stock(department_id, by):
        raise Refusal("forbidden", _("The certificate makers of the body and its head keep its blanks."))


def _said(reason: str) -> str:
    if len(reason.strip()) < REASON_MIN:
        raise Refusal("reason", _("Say why in a few words."), field="reason")
    return reason.strip()[:MOST_REASON]
