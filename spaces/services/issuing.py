"""Issuing a licence: its kind, identifier, layout and data set (L-01 … L-04, L-15)."""

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
from spaces.events import LicenceIssued
from spaces.models import HolderKind, Licence, LicenceLayout, LicenceOrigin, LicenceType, ValidityRule
from spaces.rules import digest_of, laid_out, last_day, missing_fields


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


def issue_licence(order: LicenceOrder, *, by: Doer, origin: LicenceOrigin = LicenceOrigin.ISSUED) -> Licence:
    """Register a new licence with its identifier (L-01, L-02); the file follows. Publishes LicenceIssued.

    The number is per type and year. A kind with a layout takes the fields of its newest one, and its own rule of
    validity goes before the order's. Refuses `wrong_holder` and `fields_missing` where the kind says so (L-04).
    """
    today = clock.today()
    with transaction.atomic():
        kind = kind_named(order.name, order.issuer)
        if kind.holder_kind not in {HolderKind.ANY, order.holder.kind}:
            words = {"kind": HolderKind(kind.holder_kind).label}
            raise Refusal("wrong_holder", _("Licences of this kind are given to %(kind)s only.") % words)
        layout = newest_layout(kind)
        serial = f"{today.year}{next_number(f'licence:{kind.code}:{today.year}'):07d}"
        licence = Licence(
            **{"name": order.name, "type_code": kind.code, "number": serial, "origin": origin, "layout": layout},
            identifier=licence_identifier(kind.code, order.issuer.uscc, serial, 1),
            **{"holder": order.holder, "issuer": order.issuer, "issued_on": today, "valid_from": order.valid_from},
            valid_until=_valid_until(kind, order),
            data=fitted(layout, order.data),
            **{"verify_code": secrets.token_urlsafe(16), "case_no": order.case_no},
        )
        licence.digest = digest_of(said_by(licence))
        licence.save()
        publish(LicenceIssued(licence_id=licence.pk, holder_id=order.holder.pk), by=by)
    return licence


def said_by(licence: Licence) -> dict[str, Any]:
    """The one data set of which the electronic file and the paper are made (L-15), by the short names of 6.3."""
    return {
        **{"ZZMC": licence.name, "ZZLXDM": licence.type_code, "ZZBH": licence.number, "ZZBS": licence.identifier},
        **{"ZZBFJG": licence.issuer.name, "ZZBFJGDM": licence.issuer.uscc, "ZZBFRQ": licence.issued_on.isoformat()},
        **{"CZZT": licence.named_holder, "CZZTDM": licence.holder.code, "CZZTDMLXDM": licence.holder.code_type},
        "ZZYXQQSRQ": licence.valid_from.isoformat(),
        "ZZYXQJZRQ": licence.valid_until.isoformat() if licence.valid_until else "",
        **{f"KZ_{label}": str(value) for label, value in licence.data.items()},
    }


def newest_layout(kind: LicenceType) -> LicenceLayout | None:
    """What licences of this kind say from now on; None where the item's form decides."""
    return kind.layouts.order_by("-version").first()


def fitted(layout: LicenceLayout | None, data: dict[str, Any]) -> dict[str, Any]:
    """The data as the layout wants them. Refuses `fields_missing`."""
    if layout is None:
        return data
    if missing := missing_fields(layout.fields, data):
        sentence = _("A licence of this kind also says: %(names)s.") % {"names": "、".join(missing)}
        raise Refusal("fields_missing", sentence, field="data")
    return laid_out(layout.fields, data)


def attach_licence_file(licence: Licence, stored: StoredFile) -> Licence:
    """Give a licence its sealed file, once. Refuses `file_fixed` when it has another one (L-17)."""
    with transaction.atomic():
        licence = Licence.objects.select_for_update(of=("self",)).get(pk=licence.pk)
        if licence.file_id not in {None, stored.pk}:
            raise Refusal("file_fixed", _("The file of an issued licence never changes."), conflict=True)
        licence.file = stored
        licence.save(update_fields=["file"])
    return licence


def kind_named(name: str, issuer: Department) -> LicenceType:
    """The State's kind of this name, else the issuer's own; a new one gets the issuer's next serial (L-04). Runs in the
    caller's transaction."""
    return _known_kind(name, issuer) or _new_kind(name, issuer)


def _known_kind(name: str, issuer: Department) -> LicenceType | None:
    kinds = LicenceType.objects.filter(Q(publisher=None) | Q(publisher=issuer), name=name)
    return kinds.order_by(F("publisher").asc(nulls_first=True)).first()


def _new_kind(name: str, issuer: Department) -> LicenceType:
    hold(f"licence types:{issuer.uscc}")
    if known := _known_kind(name, issuer):
        return known
    last = LicenceType.objects.filter(publisher=issuer).aggregate(last=Max("code"))["last"] or "000"
    code = f"{issuer.uscc}{int(last[-3:]) + 1:03d}"
    return LicenceType.objects.create(name=name, publisher=issuer, code=code)


def _valid_until(kind: LicenceType, order: LicenceOrder) -> date | None:
    if kind.validity == ValidityRule.YEARS and kind.validity_years:
        return last_day(order.valid_from, kind.validity_years)
    return None if kind.validity == ValidityRule.UNLIMITED else order.valid_until
