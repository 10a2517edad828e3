"""Ordering official papers inside a verb, and making them in a worker."""

import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from cases.events import DocumentOrdered
from cases.models import Case, Document, DocumentKind, Resolver
from cases.queries.limits import limit_of
from cases.queries.papers import paper_context, paper_values
from cases.rules.limits import LAWSUIT_MONTHS, REVIEW
from cases.rules.paperwords import NUMBER_WORDS
from core import clock
from core.counters import next_number
from core.events import Doer
from core.outbox import publish
from core.papers import render_pdf
from core.sealing import seal_provider
from core.services.files import store_file
from items.frozen import wordings_of
from items.rules.papers import KINDS, fill


def order_document(
    case: Case, kind: DocumentKind, *, content: dict[str, Any], by: Doer, at: datetime, serial: int = 1
) -> Document:
    """Fix what a paper says and have it made by a worker. Publishes DocumentOrdered; callers hold the case's lock.

    Dates in `content` are ISO texts. Staff who order it are named on it as the person to ask.
    """
    content = {"handler": by.label if by.kind == "staff" else "", **content}
    document = Document.objects.create(
        case=case, kind=kind, serial=serial, content=content, ordered_at=at, verify_code=secrets.token_urlsafe(16)
    )
    publish(DocumentOrdered(case_id=case.pk, document_id=document.pk, kind=kind.value), by=by, at=at)
    return document


def number_document(document_id: int) -> None:
    """Give an ordered paper its number within its body, kind and year, once. Whoever numbers a paper of the same row of
    numbers waits for this transaction, so nothing is drawn in it.
    """
    with transaction.atomic():
        document = (
            Document.objects.select_for_update(of=("self",)).select_related("case__department").get(pk=document_id)
        )
        if document.number:
            return
        department, kind = document.case.department, DocumentKind(document.kind)
        year = clock.local(document.ordered_at).year
        serial = next_number(f"document:{department.pk}:{kind}:{year}")
        document.number = f"{department.short}{NUMBER_WORDS[kind]}〔{year}〕{serial:06d}号"
        document.save(update_fields=["number"])


def make_document(document_id: int) -> Document:
    """Draw and seal an ordered paper; one that is already made stays as it is (repeats change nothing)."""
    number_document(document_id)
    with transaction.atomic():
        document = Document.objects.select_for_update(of=("self",)).get(pk=document_id)
        if document.file_id:
            return document
        case = Case.objects.select_related("department", "version__item__entry", "handling", "applicant", "agent").get(
            pk=document.case_id
        )
        label = str(DocumentKind(document.kind).label)
        sealed = seal_provider().seal(draw_document(document, case), seal_name=case.department.name, reason=label)
        document.file = store_file(sealed, name=f"{document.verify_code}.pdf")
        document.made_at = clock.now()
        document.save(update_fields=["file", "made_at"])
    return document


def draw_document(document: Document, case: Case) -> bytes:
    """The paper before it is sealed, in the item's own wording where it has one; equal content gives equal bytes."""
    context = paper_context(document, case)
    if body := wordings_of(case.version_id).get(document.kind):
        lines = fill(body, paper_values(context, case))
        own = {"lines": lines, "with_remedies": KINDS[document.kind].remedies}
        return render_pdf("papers/own_wording.html", context | own)
    return render_pdf(f"papers/{DocumentKind(document.kind).name.lower()}.html", context)


def papers_handed_in(case: Case) -> list[str]:
    """Names of the materials that are on paper, which whoever ends the case against the applicant gives back."""
    on_paper = case.materials.filter(resolver__in=[Resolver.PAPER, Resolver.SCAN]).order_by("spec__order")
    return list(on_paper.values_list("spec__name", flat=True))


def remedies() -> dict[str, Any]:
    """What a paper against the applicant tells him he can do, where, and for how long (T-21, C-17)."""
    return {
        "review_body": settings.HALL["review_body"],
        "review_days": limit_of(REVIEW).limit.amount,
        "court": settings.HALL["court"],
        "lawsuit_months": LAWSUIT_MONTHS,
    }
