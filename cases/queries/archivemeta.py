"""The metadata of an archive package: the elements of a case record (2.13) as static/schemas describes them."""

import json
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from jsonschema import Draft202012Validator

from cases.models import ArchivePackage, Case, ClockKind, DocumentKind, EntryKind, Material, MessageFile
from cases.queries.answers import shown_answer, situation_answers
from cases.queries.casefile import message_files, messages_of
from cases.queries.flow import flow_of, parts_of
from cases.queries.papers import item_name, legal_representative
from cases.queries.parcels import carried
from core import clock
from core.models import EventRow
from identity.models import Party
from items.frozen import form_of

FORMAT = "govportal-archive-1"
SCHEMA = settings.BASE_DIR / "static" / "schemas" / "archive-metadata-1.schema.json"
REQUIRED = {
    "package": ("ordered_by", "body", "body_uscc"),
    "application": ("receipt_no", "implementing_code", "item", "applicant", "channel", "region"),
    "acceptance": ("unit", "unit_uscc"),
    "handling": ("steps",),
    "ending": ("state", "ended_at"),
    "further": ("item_version", "history"),
}
"""Without these nobody could say later where the file comes from."""
MOST_FAULTS = 5


def metadata_of(package: ArchivePackage, *, pieces: int, pages: int) -> dict[str, Any]:
    """Everything the package says about its case; personal numbers in full, for the archives keep the original."""
    case = package.case
    parts = parts_of(case)
    return {
        "format": FORMAT,
        "package": _package(package, pieces, pages),
        "application": _application(case),
        "acceptance": _acceptance(case),
        "handling": _handling(case),
        "ending": _ending(case),
        "evaluation": parts.get("evaluation"),
        "further": _further(case),
    }


def schema_faults(metadata: dict[str, Any]) -> list[str]:
    """Where the metadata break their published schema, at most MOST_FAULTS."""
    faults = [error.json_path for error in _validator().iter_errors(metadata)]
    return faults[:MOST_FAULTS]


@lru_cache(maxsize=1)
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def _package(package: ArchivePackage, pieces: int, pages: int) -> dict[str, Any]:
    body, previous = package.department, package.previous
    return {
        **{"version": package.version, "reason": package.reason, "term": package.term},
        "previous_digest": previous.digest if previous else "",
        **{"ordered_at": _time(package.ordered_at), "ordered_by": package.orderer},
        **{"body": body.name, "body_uscc": body.uscc, "pieces": pieces, "pages": pages},
    }


def _application(case: Case) -> dict[str, Any]:
    version = case.version
    questions = form_of(case.version_id).questions
    answers = [{"label": row.label, "value": shown_answer(row, case.answers.get(row.key))} for row in questions]
    return {
        **{"receipt_no": case.receipt_no or "", "case_no": case.case_no or ""},
        "implementing_code": version.item.implementing_code,
        "handling_code": case.handling.code if case.handling else "",
        **{"item": item_name(case), "item_type": version.item.entry.type, "kind": version.kind},
        "applicant": _party(case.applicant, legal=legal_representative(case.applicant)),
        "agent": _party(case.agent) if case.agent else None,
        **{"contact": case.contact_name, "phone": case.contact_phone or case.applicant.phone},
        **{"channel": case.channel, "applied_at": _time_or_none(case.submitted_at or case.received_at)},
        "region": case.department.region.code,
        "situation": [{"label": asked, "value": said} for asked, said in situation_answers(case)],
        "answers": [pair for pair in answers if pair["value"]],
        "materials": [_material(row) for row in case.materials.select_related("spec").order_by("spec__order", "pk")],
    }


def _party(party: Party, *, legal: str = "") -> dict[str, Any]:
    found = {"name": party.name, "kind": party.kind, "code_type": party.code_type, "code": party.code}
    return found | ({"legal_representative": legal} if legal else {})


def _material(row: Material) -> dict[str, Any]:
    return {
        **{"name": row.spec.name, "required": row.required, "taken": row.is_at_hand, "way": row.resolver},
        **{"trust_level": row.trust_level, "copies": row.copies, "taken_at": _time_or_none(row.provided_at)},
    }


def _acceptance(case: Case) -> dict[str, Any]:
    paper = case.documents.filter(kind=DocumentKind.ACCEPTANCE_NOTICE).first()
    promised = case.clocks.filter(kind=ClockKind.PROMISED).first()
    by = EventRow.objects.filter(stream="case", stream_id=case.pk, name="cases.CaseAccepted").first()
    return {
        **{"unit": case.department.name, "unit_uscc": case.department.uscc},
        "intake_unit": case.intake_department.name if case.intake_department else "",
        "person": by.actor_label if by else "",
        "at": _time_or_none(case.accepted_at),
        "paper": (paper.number or "") if paper else "",
        "promised_until": promised.last_day.isoformat() if promised else "",
    }


def _handling(case: Case) -> dict[str, Any]:
    steps = [
        {
            **{"stage": line.stage, "unit": line.unit, "person": line.person},
            **{"verdict": line.verdict, "opinion": line.opinion},
            **{"began_at": _time(line.began_at), "ended_at": _time(line.ended_at)},
        }
        for line in flow_of(case)
    ]
    special = [
        {
            **{"kind": entry.title, "reason": entry.reason, "basis": entry.basis, "days": entry.days},
            **{"began_at": _time(entry.started_at), "ended_at": _time_or_none(entry.ended_at)},
            "outcome": entry.outcome,
        }
        for entry in case.clock_entries.filter(kind=EntryKind.PAUSE).order_by("pk")
    ]
    return {"steps": steps, "special": special}


def _ending(case: Case) -> dict[str, Any]:
    return {
        **{"state": case.state, "closing": case.closing, "reasons": case.reasons},
        **{"decided_at": _time_or_none(case.decided_at), "ended_at": _time_or_none(case.closed_at)},
        **{"licence": _licence(case), "delivery": _delivery(case)},
        "fees": [{"name": row["name"], "amount_fen": row["amount_fen"]} for row in case.fees],
    }


def _licence(case: Case) -> dict[str, Any] | None:
    licence = case.licence
    if licence is None:
        return None
    until = licence.valid_until.isoformat() if licence.valid_until else "长期"
    return {
        **{"name": licence.name, "number": licence.number, "identifier": licence.identifier},
        **{"valid_from": licence.valid_from.isoformat(), "valid_until": until, "issuer": licence.issuer.name},
    }


def _delivery(case: Case) -> dict[str, Any] | None:
    delivery = case.delivery
    if delivery is None or delivery.delivered_at is None:
        return None
    carrier, waybill = carried(case)
    return {
        **{"way": delivery.way, "recipient": delivery.recipient_name, "carrier": carrier, "waybill": waybill},
        "delivered_at": _time(delivery.delivered_at),
    }


def _further(case: Case) -> dict[str, Any]:
    clocks = list(case.clocks.order_by("pk"))
    rows = EventRow.objects.filter(stream="case", stream_id=case.pk).order_by("sequence")
    return {
        "item_version": case.version.number,
        "calendar": "、".join(map(str, sorted({each.calendar for each in clocks}))),
        "clocks": [
            {
                **{"kind": each.kind, "started_at": _time(each.started_at), "due_at": _time(each.due_at)},
                "finished_at": _time_or_none(each.finished_at),
            }
            for each in clocks
        ],
        "messages": [
            {
                **{"at": _time(row.at), "side": row.side, "who": row.who, "text": row.text},
                "files": [_message_file(path, one) for path, one in message_files(row, place)],
            }
            for place, row in enumerate(messages_of(case), 1)
        ],
        "history": [
            {
                **{"sequence": row.sequence, "name": row.name, "at": _time(row.at)},
                **{"actor_kind": row.actor_kind, "actor": row.actor_label},
            }
            for row in rows
        ],
    }


def _message_file(path: str, row: MessageFile) -> dict[str, str]:
    return {"path": path, "name": row.name, "sha256": row.file.digest}


def _time(moment: datetime) -> str:
    return clock.local(moment).isoformat(timespec="seconds")


def _time_or_none(moment: datetime | None) -> str | None:
    return _time(moment) if moment else None
