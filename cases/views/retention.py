"""What is kept how long, what is due to go, and who approved it (10.5)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.forms_retention import RetentionForm
from cases.models import DataKind
from cases.pages import retention as pages
from cases.queries.paging import page_of
from cases.queries.retention import KEEPERS, acts_visible_to, months_in_force
from cases.rules.retention import KEPT
from cases.services.retention import approve_removal, set_retention
from core.refusal import Refusal
from identity.access import for_staff


@for_staff(*KEEPERS)
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """How long each kind is kept, and the acts, page by key."""
    page = page_of(acts_visible_to(request.actor), request.GET)  # type: ignore[attr-defined]
    context = {"title": _("Retention"), "rules": pages.rule_rows(), "rows": pages.act_rows(page.rows), "page": page}
    return render(request, "cases/retention.html", context)


@for_staff(*KEEPERS)
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, act_id: int) -> HttpResponse:
    """One act with its proofs; approving it."""
    actor = request.actor  # type: ignore[attr-defined]
    found = get_object_or_404(acts_visible_to(actor), pk=act_id)
    if request.method == "POST":
        try:
            approve_removal(found, by=actor)
            messages.success(request, _("Approved; it is being carried out."))
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        return redirect("cases:retention_act", found.pk)
    page = page_of(found.proofs.all(), request.GET)
    return render(request, "cases/retention_act.html", {**pages.act_page(found, page.rows), "page": page})


@for_staff(*KEEPERS)
@require_http_methods(["GET", "POST"])
def rule(request: HttpRequest, kind: str) -> HttpResponse:
    """How long data of one kind are kept here."""
    keeping = KEPT.get(kind)
    if keeping is None:
        raise Http404
    form = RetentionForm(request.POST or None, keeping=keeping, initial={"months": months_in_force()[kind]})
    if request.method == "POST" and form.is_valid():
        try:
            set_retention(kind, form.cleaned_data["months"], basis=form.cleaned_data["basis"], by=request.actor)  # type: ignore[attr-defined]
            messages.success(request, _("Kept so long from now on."))
            return redirect("cases:retention")
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    words = {"least": pages.months_words(keeping.least), "most": pages.months_words(keeping.most)}
    context = {
        **{"form": form, "title": str(DataKind(kind).label), "submit_label": _("Save")},
        "lead": _("At least %(least)s, at most %(most)s.") % words,
        "back_href": reverse("cases:retention"),
    }
    return render(request, "cases/desk_confirm.html", context, status=422 if request.method == "POST" else 200)
