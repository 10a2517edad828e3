"""Kinds of licences and the layouts they are printed in (L-04, H49, H54)."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from core import clock
from core.events import Doer
from core.refusal import Refusal
from spaces.models import HolderKind, LicenceLayout, LicenceType, ValidityRule

MOST_FIELDS = 24
MOST_BLANKS = 100_000


def set_kind_rules(
    kind: LicenceType, *, holder_kind: HolderKind, validity: ValidityRule, years: int | None
) -> LicenceType:
    """Who may hold licences of this kind and how long they hold; licences issued before stay as they are. Refuses
    `years` where they are counted and none are given."""
    counted = validity is ValidityRule.YEARS
    if counted and not 1 <= (years or 0) <= 99:
        raise Refusal("years", _("Choose 1 to 99 years."), field="years")
    kind.holder_kind, kind.validity, kind.validity_years = holder_kind, validity, years if counted else None
    kind.save(update_fields=["holder_kind", "validity", "validity_years"])
    return kind


def set_stock_rules(kind: LicenceType, *, needs_stock: bool, least_stock: int = 0) -> LicenceType:
    """Whether papers of this kind are printed on numbered blanks only, and with how few left more have to be ordered
    (Z20). Refuses `least_stock` below none."""
    if not 0 <= least_stock <= MOST_BLANKS:
        raise Refusal("least_stock", _("Choose 0 to 100,000 blanks."), field="least_stock")
    kind.needs_stock, kind.least_stock = needs_stock, least_stock if needs_stock else 0
    kind.save(update_fields=["needs_stock", "least_stock"])
    return kind


def lay_out_kind(kind: LicenceType, fields: Sequence[dict[str, Any]], *, by: Doer) -> LicenceLayout:
    """The next version of what licences of this kind say; each field a label and whether it is required. Licences keep
    the layout they were issued in. Refuses `fields` when there are none, too many, or one twice."""
    labels = [str(field["label"]).strip() for field in fields]
    if not labels or len(labels) > MOST_FIELDS or len(set(labels)) < len(labels) or not all(labels):
        sentence = _("Name 1 to %(most)d fields, each once.") % {"most": MOST_FIELDS}
        raise Refusal("fields", sentence, field="fields")
    plain = [
        {"label": label, "required": bool(field.get("required"))} for label, field in zip(labels, fields, strict=True)
    ]
    with transaction.atomic():
        LicenceType.objects.select_for_update(of=("self",)).get(pk=kind.pk)
        last = kind.layouts.aggregate(last=Max("version"))["last"] or 0
        return LicenceLayout.objects.create(
            **{"type": kind, "version": last + 1, "fields": plain, "made_at": clock.now(), "made_by": by.label[:120]}
        )
