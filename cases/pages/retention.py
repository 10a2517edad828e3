"""Retention as view models: what is kept how long, and what was taken away."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.models import DataKind, RetentionAct, RetentionProof, RetentionState
from cases.queries.retention import months_in_force
from cases.rules.retention import KEPT
from core import clock
from core.badges import Badge, Tone, badge_of, register_badges
from core.datewords import datetime_words, full_date
from core.queries.counting import COUNTED

WHAT_HAPPENS = {
    DataKind.DRAFT: gettext_lazy("deleted, counted from the last time they were saved"),
    DataKind.CASE: gettext_lazy("made anonymous, counted from the end of the case, never before it is archived"),
    DataKind.MONEY: gettext_lazy("made anonymous, counted from the last entry in the ledger; amounts stay"),
    DataKind.LICENCE: gettext_lazy("made anonymous, counted from the end of the licence; one that stands is kept"),
    DataKind.READ: gettext_lazy("deleted, counted from the look"),
    DataKind.SIGN_IN: gettext_lazy("deleted, counted from the last sign of life"),
    DataKind.SMS_CODE: gettext_lazy("deleted, counted from the sending"),
}


def register_retention_badges() -> None:
    """Called once, from ready()."""
    looks = {
        RetentionState.PROPOSED: (Tone.WAIT, "hourglass"),
        RetentionState.APPROVED: (Tone.RUN, "progress"),
        RetentionState.DONE: (Tone.OK, "circle-check"),
    }
    register_badges("retention", {state: Badge(state.label, *look) for state, look in looks.items()})


def rule_rows() -> list[dict[str, Any]]:
    """Every kind with how long it is kept here and what happens then."""
    held = months_in_force()
    return [
        {
            **{"name": DataKind(kind).label, "words": months_words(held[kind]), "basis": keeping.basis},
            **{"then": WHAT_HAPPENS[DataKind(kind)], "own": held[kind] != keeping.months},
            "href": reverse("cases:retention_rule", args=[kind]),
        }
        for kind, keeping in KEPT.items()
    ]


def act_rows(acts: Sequence[RetentionAct]) -> list[dict[str, Any]]:
    """Acts, whatever state they are in."""
    return [
        {
            **{"name": act.get_kind_display(), "badge": badge_of("retention", act.state), "words": _found(act)},
            "href": reverse("cases:retention_act", args=[act.pk]),
        }
        for act in acts
    ]


def act_page(act: RetentionAct, proofs: Sequence[RetentionProof]) -> dict[str, Any]:
    """One act with its proofs."""
    today = clock.today()
    approved = _approved(act)
    return {
        **{"title": act.get_kind_display(), "act": act, "badge": badge_of("retention", act.state)},
        "pairs": [
            {"label": _("What happens"), "value": WHAT_HAPPENS[DataKind(act.kind)]},
            {"label": _("From before"), "value": full_date(act.cutoff)},
            {"label": _("Rows found"), "value": _count(act.found)},
            {"label": _("Rows removed"), "value": str(act.removed)},
            {"label": _("Proposed on"), "value": datetime_words(act.proposed_at, today=today)},
            {"label": _("Approved by"), "value": approved, "missing": _("nobody yet")},
            {"label": _("Carried out on"), "value": datetime_words(act.done_at, today=today) if act.done_at else ""},
        ],
        "proofs": [_proof(proof) for proof in proofs],
    }


def months_words(months: int) -> str:
    """`120个月`; whole years as years."""
    if months % 12 == 0:
        return ngettext("%(count)d year", "%(count)d years", months // 12) % {"count": months // 12}
    return ngettext("%(count)d month", "%(count)d months", months) % {"count": months}


def _approved(act: RetentionAct) -> str:
    if act.approved_by is None or act.approved_at is None:
        return ""
    return f"{act.approved_by.name} · {datetime_words(act.approved_at, today=clock.today())}"


def _found(act: RetentionAct) -> str:
    words = {"count": _count(act.found), "day": full_date(act.cutoff), "gone": act.removed}
    if act.state == RetentionState.PROPOSED:
        return _("%(count)s from before %(day)s") % words
    return _("%(gone)d gone, from before %(day)s") % words


def _count(found: int) -> str:
    return _("more than %(count)d") % {"count": COUNTED} if found >= COUNTED else str(found)


def _proof(proof: RetentionProof) -> dict[str, Any]:
    rows = sum(len(keys) for keys in proof.rows.values())
    about = ngettext("%(count)d row of %(tables)s", "%(count)d rows of %(tables)s", rows)
    return {
        **{"number": proof.pk, "digest": proof.digest, "when": datetime_words(proof.at, today=clock.today())},
        "words": about % {"count": rows, "tables": "、".join(sorted(proof.rows))},
    }
