"""Pages of one case for those who own it."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render

from cases.queries.visibility import identity_for
from identity.access import for_citizens

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, int, P], HttpResponseBase]


def for_owners(view: View[P]) -> Callable[..., HttpResponseBase]:
    """Open to signed-in citizens. Whoever owns the case in another identity, for example after signing in anew, is
    asked to switch, which stays his own deed; strangers get 404.
    """

    @for_citizens
    @wraps(view)
    def guarded(request: HttpRequest, case_id: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, case_id, *args, **kwargs)
        except Http404:
            way = identity_for(request.actor, case_id)  # type: ignore[attr-defined]
            if way is None:
                raise
            return render(request, "cases/switch_first.html", {"way": way}, status=HTTPStatus.CONFLICT)

    return guarded
