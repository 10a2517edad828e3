"""What a body publishes of its decisions: looking, holding back, releasing, correcting (2.11)."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from cases.forms_publications import CorrectionForm, HoldForm
from cases.models import HoldGround, Publication, PublicationState
from cases.pages import publications as pages
from cases.queries.paging import page_of
from cases.queries.publications import publications_visible_to
from cases.services.publishing import correct_publication, hold_back, release
from core.queries.counting import counts_of
from core.refusal import Refusal
from identity.access import for_staff
from identity.actors import Actor
from identity.models import Role

TABS = {
    PublicationState.DUE.value: gettext_lazy("To be published"),
    PublicationState.HELD.value: gettext_lazy("Held back"),
    PublicationState.PUBLISHED.value: gettext_lazy("Made public"),
}
WHY_EMPTY = {
    PublicationState.DUE.value: gettext_lazy("No decision waits to be published."),
    PublicationState.HELD.value: gettext_lazy("No decision is held back."),
    PublicationState.PUBLISHED.value: gettext_lazy("No decision is published yet."),
}


@for_staff(Role.LEADER, Role.SUPERVISOR)
@require_GET
def publication_list(request: HttpRequest) -> HttpResponse:
    """Decisions of my body by how public they are, page by key."""
    mine = publications_visible_to(request.actor)  # type: ignore[attr-defined]
    tab = request.GET.get("tab", PublicationState.DUE.value)
    tab = tab if tab in TABS else PublicationState.DUE.value
    counts = counts_of([mine.filter(state=key) for key in TABS])
    page = page_of(mine.filter(state=tab), request.GET)
    context = {
        **{"title": _("Publication of decisions"), "rows": pages.desk_rows(page.rows), "page": page},
        "why": WHY_EMPTY[tab],
        "tabs": [
            {"label": label, "href": f"?tab={key}", "current": key == tab, "count": count}
            for (key, label), count in zip(TABS.items(), counts, strict=True)
        ],
    }
    return render(request, "cases/publications.html", context)


@for_staff(Role.LEADER, Role.SUPERVISOR)
@require_http_methods(["GET", "POST"])
def publication(request: HttpRequest, publication_id: int) -> HttpResponse:
    """One publication, and what its body may do about it."""
    actor = request.actor  # type: ignore[attr-defined]
    found = get_object_or_404(publications_visible_to(actor), pk=publication_id)
    deed = request.POST.get("deed", "")
    begun = {"correct": {"content": found.content}}
    shown = {
        name: form(request.POST if name == deed else None, prefix=name, initial=begun.get(name))
        for name, form in FORMS.items()
    }
    if request.method == "POST":
        if deed not in DEEDS or not actor.has_role(Role.LEADER):
            raise Http404
        form = shown.get(deed)
        if form is None or form.is_valid():
            try:
                after = DEEDS[deed](found, form, actor)
                messages.success(request, _("Done; it is in the history of the case."))
                return redirect("cases:publication", after.pk)
            except Refusal as refusal:
                if form is None:
                    messages.error(request, refusal.sentence)
                else:
                    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    answers = actor.has_role(Role.LEADER) and found.department_id in actor.department_ids
    context = {**pages.desk_page(found), "forms": shown, "answers": answers}
    return render(request, "cases/publication.html", context, status=422 if request.method == "POST" else 200)


def _hold(found: Publication, form: forms.Form | None, actor: Actor) -> Publication:
    assert form is not None
    typed = form.cleaned_data
    return hold_back(found, ground=HoldGround(typed["ground"]), reason=typed["reason"], by=actor)


def _correct(found: Publication, form: forms.Form | None, actor: Actor) -> Publication:
    assert form is not None
    return correct_publication(found, **form.cleaned_data, by=actor)


def _release(found: Publication, form: forms.Form | None, actor: Actor) -> Publication:
    return release(found, by=actor)


FORMS: dict[str, type[forms.Form]] = {"hold": HoldForm, "correct": CorrectionForm}
DEEDS: dict[str, Callable[[Publication, forms.Form | None, Actor], Publication]] = {
    **{"hold": _hold, "correct": _correct, "release": _release},
}
