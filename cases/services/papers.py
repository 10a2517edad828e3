"""Ordering official papers inside a verb, and making them in a worker."""

import secrets
from datetime import datetime
from typing import Any

from core.papers import render_pdf
from core.sealing import seal_provider
from core.services.files import store_file
from django.db import transaction

from cases.events import DocumentOrdered
from cases.models import Case, Document, DocumentKind
from core import clock
from core.counters import next_number
from core.events import Doer
from core.outbox import publish

NUMBER_WORDS = {
    DocumentKind.RECEIPT: "政申",
    DocumentKind.INTAKE_RECEIPT: "政收",
    DocumentKind.CORRECTION_NOTICE: "政补",
    DocumentKind.ACCEPTANCE_NOTICE: "政受",
    DocumentKind.DECLINE_NOTICE: "政不受",
    DocumentKind.SPECIAL_NOTICE: "政特",
    DocumentKind.EXTENSION_NOTICE: "政延",
    DocumentKind.GRANT_DECISION: "政许",
    DocumentKind.REFUSAL_DECISION: "政不许",
    DocumentKind.DELIVERY_RECEIPT: "政送",
}


def order_document(
    case: Case, kind: DocumentKind, *, content: dict[str, Any], by: Doer, at: datetime, serial: int = 1
) -> Document:
    """Fix what a paper says and have it made by a worker. Publishes DocumentOrdered; callers hold the case's lock."""
    document = Document.objects.create(
        case=case, kind=kind, serial=serial, content=content, ordered_at=at, verify_code=secrets.token_urlsafe(16)
    )
    publish(DocumentOrdered(case_id=case.pk, document_id=document.pk, kind=kind.value), by=by, at=at)
    return document


def make_document(document_id: int) -> Document:
    """Number, draw and seal an ordered paper; one that is already made stays as it is (repeats change nothing)."""
    with transaction.atomic():
        document = Document.objects.select_for_update(of=("self",)).get(pk=document_id)
        if document.file_id:
            return document
        case = Case.objects.select_related("department", "version__item").get(pk=document.case_id)
        kind = DocumentKind(document.kind)
        year = clock.local(document.ordered_at).year
        serial = next_number(f"document:{case.department_id}:{kind}:{year}")
        document.number = f"{case.department.short}{NUMBER_WORDS[kind]}〔{year}〕{serial:06d}号"
        pdf = render_pdf(f"papers/{kind.name.lower()}.html", {"document": document, "case": case, **document.content})
        sealed = seal_provider().seal(pdf, seal_name=case.department.name, reason=str(kind.label))
        document.file = store_file(sealed, name=f"{document.verify_code}.pdf")
        document.made_at = clock.now()
        document.save(update_fields=["number", "file", "made_at"])
    return document
