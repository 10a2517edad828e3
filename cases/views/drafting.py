"""What the pages of the application wizard share: whose draft it is, where a page leads, how it is drawn."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from cases.models import Case
from cases.pages import wizard
from cases.queries.visibility import visible_to
from cases.services.drafts import EDITABLE
from cases.views.owners import for_owners

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Case, P], HttpResponse]
RELATED = ("version__item", "handling", "department", "applicant", "agent")


def on_draft(view: View[P]) -> Callable[..., HttpResponseBase]:
    """A page on an application that may still be changed. A filed one leads to its own page, so that the back button
    and a second click end somewhere sensible; strangers get 404.
    """

    @for_owners
    @wraps(view)
    def found(request: HttpRequest, case_id: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        mine = visible_to(request.actor).select_related(*RELATED)  # type: ignore[attr-defined]
        case = get_object_or_404(mine, pk=case_id)
        if case.state not in EDITABLE:
            return redirect("cases:space_case", case.pk)
        return view(request, case, *args, **kwargs)

    return found


def page(
    request: HttpRequest,
    case: Case,
    here: str,
    context: dict[str, Any],
    *,
    template: str = "cases/apply_form.html",
    status: int | None = None,
) -> HttpResponse:
    """One page of the wizard; 422 when what was posted did not pass, unless `status` says otherwise."""
    status = status or (422 if request.method == "POST" else 200)
    return render(request, template, {**wizard.frame(request, case, here), **context}, status=status)


def turned_away(request: HttpRequest, case: Case, here: str) -> HttpResponse | None:
    """Where the buttons that do not go on lead, after the view has kept what was typed; None for every other button."""
    if request.POST.get("deed") == "leave":
        return redirect("cases:space")
    if request.POST.get("deed") == "back":
        return redirect(wizard.previous_href(case, here) or "cases:space")
    return None
