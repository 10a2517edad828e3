"""Licences and stored documents: issuing, changing state, keeping what was handed in for the next time."""

import secrets
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils.translation import gettext as _

from core import clock
from core.counters import next_number
from core.events import Doer
from core.identifiers import licence_identifier
from core.locks import hold
from core.models import StoredFile
from core.outbox import publish
from core.refusal import Refusal
from identity.models import Department, Party
from spaces.events import DocumentForgotten, LicenceIssued, LicenceStateChanged
from spaces.models import LibraryFact, Licence, LicenceState, LicenceType, TrustLevel, WalletDocument
from spaces.rules import may_become


@dataclass(frozen=True, slots=True)
class LicenceOrder:
    """What a licence says: its kind, holder, issuer, validity and the fields printed on it."""

    name: str
    holder: Party
    issuer: Department
    valid_from: date
    valid_until: date | None
    data: dict[str, Any] = field(default_factory=dict)
    case_no: str = ""


def issue_licence(order: LicenceOrder, *, by: Doer) -> Licence:
    """Register a new licence with its identifier (L-01, L-02); the file follows. Publishes LicenceIssued.

    The number is per type and year.
    """
    today = clock.today()
    with transaction.atomic():
        type_code = _type_of(order).code
        serial = f"{today.year}{next_number(f'licence:{type_code}:{today.year}'):07d}"
        licence = Licence.objects.create(
            name=order.name,
            type_code=type_code,
            number=serial,
            identifier=licence_identifier(type_code, order.issuer.uscc, serial, 1),
            holder=order.holder,
            issuer=order.issuer,
            issued_on=today,
            valid_from=order.valid_from,
            valid_until=order.valid_until,
            data=order.data,
            verify_code=secrets.token_urlsafe(16),
            case_no=order.case_no,
        )
        publish(LicenceIssued(licence_id=licence.pk, holder_id=order.holder.pk), by=by)
    return licence


def _type_of(order: LicenceOrder) -> LicenceType:
    """The State's kind of this name, else the issuer's own; a new one gets the issuer's next serial (L-04)."""
    return _known_type(order) or _new_type(order)


def _known_type(order: LicenceOrder) -> LicenceType | None:
    kinds = LicenceType.objects.filter(Q(publisher=None) | Q(publisher=order.issuer), name=order.name)
    return kinds.order_by(F("publisher").asc(nulls_first=True)).first()


def _new_type(order: LicenceOrder) -> LicenceType:
    issuer = order.issuer
    hold(f"licence types:{issuer.uscc}")
    if known := _known_type(order):
        return known
    last = LicenceType.objects.filter(publisher=issuer).aggregate(last=Max("code"))["last"] or "000"
    code = f"{issuer.uscc}{int(last[-3:]) + 1:03d}"
    return LicenceType.objects.create(name=order.name, publisher=issuer, code=code)


def attach_licence_file(licence: Licence, stored: StoredFile) -> Licence:
    """Give a licence its sealed file, once. Refuses `file_fixed` when it has another one (L-17)."""
    with transaction.atomic():
        licence = Licence.objects.select_for_update(of=("self",)).get(pk=licence.pk)
        if licence.file_id not in {None, stored.pk}:
            raise Refusal("file_fixed", _("The file of an issued licence never changes."), conflict=True)
        licence.file = stored
        licence.save(update_fields=["file"])
    return licence


def change_licence_state(licence: Licence, state: LicenceState, *, reason: str, by: Doer) -> Licence:
    """Withhold, rescind, cancel, revoke or restore a licence; verification says so at once (6.4).

    Refuses `reason` when none is given, and `wrong_state` (a conflict) where the state cannot follow the present one:
    somebody else was first. Publishes LicenceStateChanged.
    """
    if not reason.strip():
        raise Refusal("reason", _("Give the reason."), field="reason")
    with transaction.atomic():
        licence = Licence.objects.select_for_update(of=("self",)).get(pk=licence.pk)
        if not may_become(licence.state, state):
            words = {"state": LicenceState(licence.state).label}
            raise Refusal("wrong_state", _("The licence is in the state “%(state)s” by now.") % words, conflict=True)
        licence.state, licence.state_reason = state, reason.strip()
        licence.save(update_fields=["state", "state_reason"])
        event = LicenceStateChanged(
            licence_id=licence.pk, holder_id=licence.holder_id, state=state.value, reason=licence.state_reason
        )
        publish(event, by=by)
    return licence


def keep_document(party: Party, *, name: str, stored: StoredFile, file_name: str, trust: TrustLevel) -> WalletDocument:
    """Keep a handed-in document for the next application; the same file under the same name is kept once (L-05)."""
    document, created = WalletDocument.objects.get_or_create(
        party=party,
        name=name,
        file=stored,
        defaults={"file_name": file_name, "trust_level": trust, "added_at": clock.now()},
    )
    if not created and trust < document.trust_level:
        document.trust_level = trust
        document.save(update_fields=["trust_level"])
    return document


def forget_document(document: WalletDocument, *, by: Doer) -> None:
    """Take a document out of its owner's library; cases it was handed in with keep their file. Publishes
    DocumentForgotten."""
    with transaction.atomic():
        publish(DocumentForgotten(party_id=document.party_id, trust_level=document.trust_level), by=by)
        document.delete()


def learn_fact(party: Party, key: str, value: str, *, source: str, verified: bool) -> LibraryFact:
    """Store or renew one known fact; a verified fact is never replaced by an unverified one."""
    with transaction.atomic():
        known = LibraryFact.objects.select_for_update().filter(party=party, key=key).first()
        if known is not None and known.verified and not verified:
            return known
        fact, _was_new = LibraryFact.objects.update_or_create(
            party=party,
            key=key,
            defaults={"value": value, "source": source, "verified": verified, "updated_at": clock.now()},
        )
    return fact
