"""Taking what is personal out of an ended case, so that it still counts in every statistic (10.5)."""

import hmac
import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from cases.models import AmendedPlace, Case, JoinedPage, MaterialFile, MessageFile, Proceeding, Side
from cases.queries.archives import latest_archived
from cases.services.forgetting import files_that_say_it, forget_what_was_said
from cases.services.life import locked
from cases.services.traces import files_of_traces, forget_traces
from core.models import StoredFile
from core.refusal import Refusal
from core.services.emptying import NOBODY, Removed, emptied
from deliveries.models import DeliveryWay, ResultDelivery
from identity.models import PartyKind
from identity.services.nobodies import nobody_of
from spaces.services.forgetting import drop_files, forget_facts

COUNTED = ("state", "closing", "version_id", "department_id", "intake_department_id", "channel", "route_id")
MOMENTS = ("created_at", "submitted_at", "received_at", "accepted_at", "decided_at", "issued_at", "closed_at")
"""What statistics count of a case; none of it is touched."""

Forgetter = Callable[[Case], Removed]
HistoryForgetter = Callable[[str, int], Removed]
_forgetters: list[Forgetter] = []
_history_forgetters: list[HistoryForgetter] = []


def add_forgetter(forget: Forgetter) -> None:
    """Let an upper app empty its own rows about a case, such as opinions and ratings; it returns what was in them, by
    table and key. Called from `ready()`; callers hold the lock of the case."""
    _forgetters.append(forget)


def add_history_forgetter(forget: HistoryForgetter) -> None:
    """Let an upper app empty what it made of the events of one thing, by its stream and key: a case, a charge or a
    licence. Called from `ready()`."""
    _history_forgetters.append(forget)


def forget_history(stream: str, stream_id: int) -> Removed:
    """What upper apps made of the events of one thing."""
    removed: Removed = {}
    for forget in _history_forgetters:
        removed |= forget(stream, stream_id)
    return removed


def anonymise(case: Case) -> tuple[Removed, dict[str, Any]]:
    """Empty what is personal in one ended case; returns what was in it by table and row, and what is counted of it.

    Refuses `not_archived` (a conflict) before its file is archived, which keeps the original (2.10).
    """
    with locked(case) as case:
        if latest_archived(case) is None:
            raise Refusal("not_archived", _("The file of this case is not archived yet."), conflict=True)
        files, people = _files_of(case), [party for party in (case.applicant, case.agent) if party is not None]
        removed = forget_history("case", case.pk) | forget_traces(case) | _of_case(case)
        for forget in _forgetters:
            removed |= forget(case)
        removed |= _detach_files(case)
        drop_files(files)
        for party in people:
            removed |= forget_facts(party)
    return removed, counted_of(case)


def counted_of(case: Case) -> dict[str, Any]:
    """What statistics count of a case, as it is stored."""
    facts: dict[str, Any] = {name: getattr(case, name) for name in COUNTED}
    moments = {name: getattr(case, name) for name in MOMENTS}
    return facts | {name: at.isoformat() if at else None for name, at in moments.items()}


def digest_of(removed: Removed) -> str:
    """The keyed hash of what was removed: it proves a known content, and tells nobody an unknown one."""
    content = json.dumps(removed, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True).encode()
    return hmac.new(bytes.fromhex(settings.BLIND_INDEX_KEY), b"retention\0" + content, sha256).hexdigest()


def rows_of(removed: Removed) -> dict[str, list[str]]:
    """The rows by table, without what was in them."""
    tables: dict[str, list[str]] = {}
    for name in sorted(removed):
        table, _colon, key = name.partition(":")
        tables.setdefault(table, []).append(key)
    return tables


def _of_case(case: Case) -> Removed:
    kind = PartyKind(case.applicant.kind)
    removed = emptied(
        Case.objects.filter(pk=case.pk),
        **{"applicant": nobody_of(kind), "applicant_name": NOBODY, "agent": None, "contact_name": ""},
        **{"contact_phone": "", "contact_phone_index": b"", "answers": {}, "reasons": "", "query_code_hash": ""},
        **{"subject": None, "idempotency_key": None},
    )
    removed |= emptied(case.documents.all(), content={}, file=None)
    removed |= emptied(case.clock_entries.all(), reason="", outcome="")
    removed |= emptied(case.proposals.all(), reason=NOBODY, basis="", remark="")
    removed |= forget_what_was_said(case)
    removed |= emptied(case.amendments.all(), evidence=None, evidence_name="")
    removed |= emptied(AmendedPlace.objects.filter(amendment__case=case), was="", now="")
    removed |= emptied(Proceeding.objects.filter(case=case), facts="")
    if case.delivery is not None:
        named = {"refusal": NOBODY, "witness": NOBODY} if case.delivery.way == DeliveryWay.LEFT else {}
        removed |= emptied(
            ResultDelivery.objects.filter(pk=case.delivery.pk),
            **{"recipient_name": NOBODY, "recipient_phone": "", "address": "", "recipient_code": "", "signature": None},
            **{"relation": "", "place": "", "code_index": None, "refusal": "", "witness": "", **named},
        )
    removed |= {f"cases_signer:{one.pk}": {"name": one.name, "reason": one.reason} for one in case.signers.all()}
    case.signers.all().delete()
    removed |= emptied(case.messages.filter(side=Side.APPLICANT), account_id=0)
    removed |= emptied(case.messages.all(), text="", who=NOBODY)
    MessageFile.objects.filter(message__case=case).delete()
    removed |= emptied(
        case.mailed_papers.all(),
        **{"waybill_scan": None, "contents_scan": None, "commitment_scan": None, "scanned_at": None},
        **{"counted_at": None, "remark": "", "mismatch": "", "settled_note": ""},
    )
    return removed


def _files_of(case: Case) -> list[StoredFile]:
    """Every file of the live case; the archive keeps its own package of them."""
    found: list[StoredFile | None] = [
        row.file for row in MaterialFile.objects.filter(material__case=case).select_related("file")
    ]
    found += [row.file for row in JoinedPage.objects.filter(joint__material__case=case).select_related("file")]
    found += [row.file for row in MessageFile.objects.filter(message__case=case).select_related("file")]
    found += [row.file for row in case.documents.exclude(file=None).select_related("file")]
    found += [row.evidence for row in case.amendments.select_related("evidence")]
    scans = ("waybill_scan", "contents_scan", "commitment_scan")
    found += [getattr(row, name) for row in case.mailed_papers.select_related(*scans) for name in scans]
    found += [case.delivery.signature] if case.delivery else []
    told = [*files_that_say_it(case), *files_of_traces(case)]
    return [*(stored for stored in found if stored is not None), *told]


def _detach_files(case: Case) -> Removed:
    attached = MaterialFile.objects.filter(material__case=case).select_related("file")
    removed: Removed = {f"cases_materialfile:{row.pk}": {"name": row.name, "file": row.file.digest} for row in attached}
    attached.delete()
    return removed
