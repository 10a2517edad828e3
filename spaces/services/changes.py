"""What may happen to an issued licence: its states, its next version, its way to another body (6.4, L-03, L-17)."""

import secrets
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.events import Doer
from core.identifiers import licence_identifier, read_licence_identifier
from core.outbox import publish
from core.refusal import Refusal
from identity.models import Department, PartyKind
from spaces.events import LicenceChanged, LicenceIssued, LicenceStateChanged, LicenceTakenIn
from spaces.models import (
    CancelGround,
    Licence,
    LicenceLayout,
    LicenceOrigin,
    LicenceState,
    RescindGround,
    RevokeGround,
)
from spaces.rules import OPERATIONS, cancel_ground_fits, digest_of, operation_between, state_on
from spaces.services.issuing import LicenceOrder, fitted, issue_licence, newest_layout, said_by

GROUNDS: dict[LicenceState, type[CancelGround | RescindGround | RevokeGround]] = {
    LicenceState.CANCELLED: CancelGround,
    LicenceState.RESCINDED: RescindGround,
    LicenceState.REVOKED: RevokeGround,
}
EXPIRED_REASON = "有效期届满"
"""Told to everybody who verifies; official papers and reasons are Chinese whatever the language of the page."""


@dataclass(frozen=True, slots=True)
class NewVersion:
    """What the next version says otherwise: its fields, and until when it holds (None: without limit). A correction may
    also name the holder otherwise and move the first valid day; empty, both stay."""

    data: dict[str, Any]
    valid_until: date | None
    case_no: str = ""
    holder_name: str = ""
    valid_from: date | None = None


def change_licence_state(
    licence: Licence, state: LicenceState, *, reason: str, by: Doer, ground: str = "other"
) -> Licence:
    """Withhold, rescind, cancel, revoke or restore a licence; verification says so at once (6.4).

    `ground` is one of XKF 69 for rescinding, of XKF 70 for cancelling and of XKF 80 for revoking. Refuses `reason` when
    none is given, `ground` when it does not fit, and as conflicts `wrong_state` where the state cannot follow the
    present one (somebody else was first), `newer_version` and `expired` for what cannot be valid again. Publishes
    LicenceStateChanged.
    """
    if not reason.strip():
        raise Refusal("reason", _("Give the reason."), field="reason")
    with transaction.atomic():
        licence = locked(licence)
        operation = operation_between(licence.state, state)
        if operation is None:
            raise _wrong_state(licence)
        if state == LicenceState.VALID:
            _must_be_able_to_hold(licence)
        _bring_into(licence, state, reason=reason.strip(), ground=_fitting(licence, state, ground), by=by)
    return licence


def replace_licence(licence: Licence, new: NewVersion, *, reason: str, by: Doer) -> Licence:
    """Issue the next version of a valid licence; the present one lapses in the same moment (L-03).

    Number, kind and holder stay, and the first valid day unless it was wrong; nothing of the old version is edited
    (L-17). Refuses `reason`, `wrong_state` (a conflict), `fields_missing`, `days` for a last day before the first or
    past already, and `nothing_changes` where both would say the same. Publishes
    LicenceStateChanged for the old version, LicenceIssued and LicenceChanged for the new one.
    """
    if not reason.strip():
        raise Refusal("reason", _("Give the reason."), field="reason")
    with transaction.atomic():
        old = locked(licence)
        if not is_in(old, "change"):
            raise _wrong_state(old)
        layout = old.layout and newest_layout(old.layout.type)
        data = fitted(layout, new.data)
        said = (old.data, old.valid_until, old.named_holder, old.valid_from)
        if (data, new.valid_until, new.holder_name or said[2], new.valid_from or said[3]) == said:
            raise Refusal("nothing_changes", _("The new version would say the same."))
        _must_have_days(new, old)
        _bring_into(old, LicenceState.LAPSED, reason=reason.strip(), ground="", by=by)
        return _next_version(old, replace(new, data=data), layout, by)


def _must_have_days(new: NewVersion, old: Licence) -> None:
    moved = (new.valid_from or old.valid_from, new.valid_until) != (old.valid_from, old.valid_until)
    first = new.valid_from or old.valid_from
    if moved and new.valid_until is not None and (new.valid_until < first or new.valid_until < clock.today()):
        raise Refusal("days", _("The last valid day lies neither before the first one nor in the past."), field="now")


def renew_licence(licence: Licence, new: NewVersion, *, reason: str, by: Doer) -> Licence:
    """Issue the next version of a licence that goes on for longer, or once more in the same words because its paper is
    gone. It may have run out while the application waited (XKF 50).

    Refuses `wrong_state` (a conflict) for one that ended otherwise or has a newer version. Publishes as
    `replace_licence`.
    """
    with transaction.atomic():
        old = locked(licence)
        ran_out = old.state == LicenceState.LAPSED and old.state_reason == EXPIRED_REASON
        if hasattr(old, "next") or not (ran_out or old.state == LicenceState.VALID):
            raise _wrong_state(old)
        if not ran_out:
            _bring_into(old, LicenceState.LAPSED, reason=reason.strip(), ground="", by=by)
        return _next_version(old, new, old.layout, by)


def _next_version(old: Licence, new: NewVersion, layout: LicenceLayout | None, by: Doer) -> Licence:
    parts = read_licence_identifier(old.identifier)
    made = Licence(
        **{"name": old.name, "type_code": old.type_code, "number": old.number, "version": old.version + 1},
        identifier=licence_identifier(parts.type_code, old.issuer.uscc, parts.serial, old.version + 1),
        **{"origin": LicenceOrigin.CHANGED, "previous": old, "layout": layout, "holder": old.holder},
        **{"issuer": old.issuer, "issued_on": clock.today(), "data": new.data},
        **{"valid_from": new.valid_from or old.valid_from, "holder_name": new.holder_name or old.holder_name},
        **{"valid_until": new.valid_until, "trust_level": old.trust_level},
        **{"verify_code": secrets.token_urlsafe(16), "case_no": new.case_no or old.case_no},
    )
    made.digest = digest_of(said_by(made))
    made.save()
    publish(LicenceIssued(licence_id=made.pk, holder_id=made.holder_id), by=by)
    publish(LicenceChanged(licence_id=made.pk, holder_id=made.holder_id, version=made.version), by=by)
    return made


def transfer_licence(licence: Licence, receiver: Department, *, reason: str, by: Doer) -> Licence:
    """Hand a valid licence over to another body (办理转出): it is not valid here any more; the receiver may take it in.

    Refuses `reason`, `wrong_state` (a conflict) and `same_body`. Publishes LicenceStateChanged.
    """
    if receiver.pk == licence.issuer_id:
        raise Refusal("same_body", _("The licence is kept by this body already."), field="receiver")
    with transaction.atomic():
        licence = change_licence_state(licence, LicenceState.TRANSFERRED, reason=reason, by=by)
        licence.receiver = receiver
        licence.save(update_fields=["receiver"])
    return licence


def take_in_licence(licence: Licence, *, by: Doer) -> Licence:
    """The receiving body takes a transferred licence in (转入): a licence of its own with the same fields and the same
    last day, following the other. Refuses `wrong_state` (a conflict) where it was taken in or restored. Publishes
    LicenceIssued and LicenceTakenIn."""
    with transaction.atomic():
        old = locked(licence)
        if old.state != LicenceState.TRANSFERRED or old.receiver is None or hasattr(old, "next"):
            raise Refusal("wrong_state", _("This licence does not wait to be taken in."), conflict=True)
        order = LicenceOrder(old.name, old.holder, old.receiver, clock.today(), old.valid_until, old.data, old.case_no)
        made = issue_licence(order, by=by, origin=LicenceOrigin.TRANSFERRED)
        made.previous = old
        made.save(update_fields=["previous"])
        publish(LicenceTakenIn(licence_id=made.pk, holder_id=made.holder_id), by=by)
    return made


def expire_licences(*, by: Doer, limit: int = 500) -> int:
    """Let licences lapse whose last day has passed (6.4), the longest expired first; returns how many. A licence
    somebody else holds is left for the next round."""
    today = clock.today()
    with transaction.atomic():
        alive = Licence.objects.filter(state__in=OPERATIONS["expire"].sources, valid_until__lt=today)
        due = list(alive.select_for_update(of=("self",), skip_locked=True).order_by("valid_until", "pk")[:limit])
        for licence in due:
            _bring_into(licence, LicenceState.LAPSED, reason=EXPIRED_REASON, ground="", by=by)
    return len(due)


def locked(licence: Licence) -> Licence:
    """The row as it stands now, held to the end of the transaction."""
    rows = Licence.objects.select_for_update(of=("self",)).select_related(
        "holder", "issuer", "receiver", "layout__type"
    )
    return rows.get(pk=licence.pk)


def is_in(licence: Licence, operation: str) -> bool:
    """Whether the licence may undergo the operation today; one that ran out may not, whatever its row says."""
    state = state_on(licence.state, licence.valid_from, licence.valid_until, clock.today())
    return state in OPERATIONS[operation].sources


def _wrong_state(licence: Licence) -> Refusal:
    """Somebody else was first."""
    words = {"state": LicenceState(licence.state).label}
    return Refusal("wrong_state", _("The licence is in the state “%(state)s” by now.") % words, conflict=True)


def _bring_into(licence: Licence, state: LicenceState, *, reason: str, ground: str, by: Doer) -> None:
    licence.state, licence.state_reason, licence.state_ground = state, reason, ground
    licence.save(update_fields=["state", "state_reason", "state_ground"])
    event = LicenceStateChanged(
        licence_id=licence.pk, holder_id=licence.holder_id, state=state.value, reason=reason, ground=ground
    )
    publish(event, by=by)


def _fitting(licence: Licence, state: LicenceState, ground: str) -> str:
    """The ground to keep, empty for states that need none. Refuses `ground`."""
    if state not in GROUNDS:
        return ""
    if ground not in GROUNDS[state].values:
        raise Refusal("ground", _("Choose the legal ground."), field="ground")
    expired = licence.valid_until is not None and licence.valid_until < clock.today()
    is_person = licence.holder.kind == PartyKind.PERSON
    if state == LicenceState.CANCELLED and not cancel_ground_fits(
        ground, state=licence.state, expired=expired, is_person=is_person
    ):
        raise Refusal("ground", _("This ground does not fit this licence."), field="ground")
    return ground


def _must_be_able_to_hold(licence: Licence) -> None:
    if hasattr(licence, "next"):
        raise Refusal("newer_version", _("A newer version of this licence was issued."), conflict=True)
    if licence.valid_until is not None and licence.valid_until < clock.today():
        raise Refusal("expired", _("Its validity has ended; it cannot be valid again."), conflict=True)
