"""Earlier wordings of an item's papers beside a draft: compared, and taken over."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.keys import key_in
from core.refusal import Refusal
from identity.access import for_staff
from items.models import PaperTemplate, VersionState
from items.pages import drafts as pages
from items.pages.wordings import earlier_wordings
from items.queries import WORKS_ON
from items.services.drafting import take_wording
from items.views.drafts import draft_of, own_draft


@for_staff(*WORKS_ON)
@require_GET
def wordings(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Every wording the versions of this item had, as it differs from the draft."""
    draft = draft_of(request, draft_id)
    context = {
        "draft": pages.head(draft, request.actor, []),  # type: ignore[attr-defined]
        "papers": earlier_wordings(draft),
    }
    return render(request, "items/draft_wordings.html", context)


@for_staff(*WORKS_ON)
@require_POST
def take(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Put an earlier wording in the place of the draft's own."""
    draft, asked = own_draft(request, draft_id), key_in(request.POST.get("wording"))
    if asked is None:
        raise BadRequest("no wording")
    stored = PaperTemplate.objects.filter(version__item_id=draft.item_id).exclude(version__state=VersionState.DRAFT)
    wording = get_object_or_404(stored.select_related("version"), pk=asked)
    try:
        take_wording(draft, wording, by=request.actor)  # type: ignore[attr-defined]
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("The wording was taken over."))
    return redirect("catalogue:draft_wordings", draft.pk)
