"""Files and signatures that are answers of a form, as downloads. Every look of staff is recorded."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.models import Case, CaseState
from cases.queries.visibility import visible_to
from cases.services.reads import record_read
from cases.views.owners import for_owners
from cases.views.sheets import READERS
from cases.views.space import attachment
from core.models import StoredFile
from identity.access import for_staff
from items.frozen import form_of


@for_owners
@require_GET
def own(request: HttpRequest, case_id: int, key: str, number: int) -> HttpResponseBase:
    """A file the applicant gave as an answer, also while he still prepares the application."""
    case = get_object_or_404(visible_to(request.actor).select_related("version"), pk=case_id)  # type: ignore[attr-defined]
    return _download(case, key, number)


@for_staff(*READERS)
@require_GET
def for_desk(request: HttpRequest, case_id: int, key: str, number: int) -> HttpResponseBase:
    """The same for whoever handles the case."""
    actor = request.actor  # type: ignore[attr-defined]
    filed = visible_to(actor).exclude(state=CaseState.DRAFT).select_related("version")
    case: Case = get_object_or_404(filed, pk=case_id)
    answer = _download(case, key, number)
    label = next(row.label for row in form_of(case.version_id).questions if row.key == key)
    record_read(case, by=actor, what=label, why=_("Checking answers"))
    return answer


def _download(case: Case, key: str, number: int) -> HttpResponseBase:
    """The files an answer names, counted from 0; only questions for files and signatures have any."""
    asked = {row.key for row in form_of(case.version_id).questions if row.type in {"file", "signature"}}
    answer = case.answers.get(key) if key in asked else None
    named = [
        one for one in (answer if isinstance(answer, list) else [answer]) if isinstance(one, dict) and "file" in one
    ]
    if number >= len(named):
        raise Http404
    stored = get_object_or_404(StoredFile, pk=named[number]["file"])
    return attachment(stored, str(named[number]["name"]))
