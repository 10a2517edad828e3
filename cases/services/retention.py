"""Deleting and making anonymous what was kept long enough: proposed daily, approved by a person, done in batches."""

from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from cases.events import CaseAnonymised, RemovalApproved, RemovalCarriedOn
from cases.models import Case, DataKind, RetentionAct, RetentionProof, RetentionRule, RetentionState
from cases.queries.retention import KEEPERS, cutoff_of, due_rows
from cases.rules.retention import KEPT, allowed
from cases.services.anonymising import anonymise, digest_of, forget_history, rows_of
from cases.services.drafts import discard_draft
from core import clock
from core.events import Doer
from core.outbox import publish
from core.queries.counting import counts_of
from core.refusal import Refusal
from core.services.emptying import Removed
from identity.actors import SYSTEM, Actor
from payments.services.forgetting import forget_payer
from spaces.models import Licence
from spaces.services.forgetting import forget_licence

BATCH = 50


def propose_removals() -> int:
    """Propose an act for every kind of which something was kept long enough and no act is open; returns how many."""
    proposed = 0
    for kind in DataKind:
        cutoff = cutoff_of(kind)
        found = counts_of([due_rows(kind, cutoff)])[0]
        if found and not RetentionAct.objects.filter(kind=kind).exclude(state=RetentionState.DONE).exists():
            now = clock.now()
            RetentionAct.objects.create(kind=kind, cutoff=cutoff, found=found, proposed_at=now)
            proposed += 1
    return proposed


def approve_removal(act: RetentionAct, *, by: Actor) -> RetentionAct:
    """Approve a proposed act; workers carry it out from now on. Refuses `forbidden` for anybody who does not answer for
    personal data, `approved` (a conflict) for one that is approved already. Publishes RemovalApproved."""
    if not by.has_role(*KEEPERS):
        raise Refusal("forbidden", _("Only who answers for personal data approves this."))
    with transaction.atomic():
        act = RetentionAct.objects.select_for_update(of=("self",)).get(pk=act.pk)
        if act.state != RetentionState.PROPOSED:
            raise Refusal("approved", _("This act is approved already."), conflict=True)
        act.state, act.approved_by_id, act.approved_at = RetentionState.APPROVED, by.staff_id, clock.now()
        act.save(update_fields=["state", "approved_by", "approved_at"])
        publish(RemovalApproved(retention_id=act.pk, kind=act.kind), by=by)
    return act


def carry_on(act_id: int, *, by: Doer = SYSTEM) -> int:
    """Take away one batch of an approved act, with a proof of each thing; returns how many. What is gone is not found
    again, so repeats change nothing and a worker that died leaves no gap. Publishes RemovalCarriedOn."""
    with transaction.atomic():
        act = RetentionAct.objects.select_for_update(of=("self",)).get(pk=act_id)
        if act.state != RetentionState.APPROVED:
            return 0
        rows = list(due_rows(act.kind, act.cutoff).order_by("pk")[: BATCH + 1])
        removed = _remove_rows(act, rows[:BATCH]) if act.kind in LOGS else _remove_each(act, rows[:BATCH], by)
        act.removed += removed
        more = len(rows) > BATCH and removed > 0
        if not more:
            act.state, act.done_at = RetentionState.DONE, clock.now()
        act.save(update_fields=["removed", "state", "done_at"])
        publish(RemovalCarriedOn(retention_id=act.pk, removed=removed, more=more), by=by)
    return removed


def set_retention(kind: str, months: int, *, basis: str, by: Actor) -> RetentionRule:
    """Keep data of a kind so many months here. Refuses `forbidden`, `months` outside what the law allows, `basis`
    without the paper that sets it."""
    if not by.has_role(*KEEPERS) or by.staff_id is None:
        raise Refusal("forbidden", _("Only who answers for personal data approves this."))
    if not allowed(kind, months):
        words = {"least": KEPT[kind].least, "most": KEPT[kind].most}
        raise Refusal("months", _("Between %(least)d and %(most)d months.") % words, field="months")
    if not basis.strip():
        raise Refusal("basis", _("Name the paper that sets this limit."), field="basis")
    given = {"months": months, "basis": basis.strip()[:200], "changed_at": clock.now(), "changed_by_id": by.staff_id}
    row, _made = RetentionRule.objects.update_or_create(kind=kind, defaults=given)
    return row


LOGS = {DataKind.READ, DataKind.SIGN_IN, DataKind.SMS_CODE}


def _remove_each(act: RetentionAct, rows: list[Any], by: Doer) -> int:
    """One after the other, each with its own proof; one that cannot go is left for the next act."""
    gone = 0
    for row in rows:
        try:
            with transaction.atomic():
                _forget(act, row, by)
            gone += 1
        except (Refusal, ProtectedError):
            continue
    return gone


def _forget(act: RetentionAct, row: Any, by: Doer) -> None:
    match DataKind(act.kind):
        case DataKind.DRAFT:
            _discard(act, row)
        case DataKind.MONEY:
            _prove(act, forget_history("charge", row.pk) | forget_payer(row))
        case DataKind.LICENCE:
            _forget_licence(act, row)
        case _:
            _anonymise(act, row, by)


def _forget_licence(act: RetentionAct, licence: Licence) -> None:
    """All versions at once."""
    removed: Removed = {}
    for version in Licence.objects.filter(type_code=licence.type_code, number=licence.number):
        removed |= forget_history("licence", version.pk)
    _prove(act, removed | forget_licence(licence))


def _anonymise(act: RetentionAct, case: Case, by: Doer) -> None:
    removed, counted = anonymise(case)
    _prove(act, removed, case=case, counted=counted)
    publish(CaseAnonymised(case_id=case.pk, act_id=act.pk), by=by)


def _discard(act: RetentionAct, case: Case) -> None:
    removed: Removed = {f"cases_case:{case.pk}": {"applicant": case.applicant_id, "answers": case.answers}}
    discard_draft(case, by=SYSTEM)
    _prove(act, removed)


def _remove_rows(act: RetentionAct, rows: list[Any]) -> int:
    """Rows of a log; one proof for the batch."""
    if not rows:
        return 0
    removed: Removed = {f"{row._meta.db_table}:{row.pk}": _columns(row) for row in rows}
    type(rows[0]).objects.filter(pk__in=[row.pk for row in rows]).delete()
    _prove(act, removed)
    return len(rows)


def _columns(row: Any) -> dict[str, Any]:
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {name: value.hex() if isinstance(value, bytes) else value for name, value in values.items()}


def _prove(act: RetentionAct, removed: Removed, *, case: Case | None = None, counted: Any = None) -> None:
    RetentionProof.objects.create(
        act=act, case=case, rows=rows_of(removed), counted=counted or {}, digest=digest_of(removed), at=clock.now()
    )
