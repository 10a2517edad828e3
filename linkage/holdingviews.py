"""Who of those at a post sees to a review: claim, release, give to a colleague; the leader's overview of his bodies."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.keys import key_in
from core.queries.paging import page_of
from core.refusal import Refusal
from identity.access import for_staff
from identity.models import Role
from linkage.forms import ReassignForm
from linkage.heldpages import held_page
from linkage.models import Review
from linkage.queries import colleagues_for, reassignable_by, reviews_of_bodies, staff_at, visible_to
from linkage.services.holding import claim_next, claim_review, reassign_review, reassign_reviews, release_review

WORK = (Role.REVIEWER, Role.LEADER)
PAGE = 20


@for_staff(*WORK)
@require_POST
def claim_the_next(request: HttpRequest) -> HttpResponse:
    """Claim the most urgent review nobody has, and open it."""
    claimed = claim_next(by=request.actor)  # type: ignore[attr-defined]
    if claimed is None:
        messages.info(request, _("Nothing is left that nobody has claimed."))
        return redirect("linkage:reviews")
    return redirect("linkage:review", claimed.pk)


@for_staff(*WORK)
@require_POST
def claim(request: HttpRequest, review_id: int) -> HttpResponse:
    """Claim one review of my posts."""
    return _held(request, review_id, claim_review, _("Claimed: your colleagues leave it to you."))


@for_staff(*WORK)
@require_POST
def release(request: HttpRequest, review_id: int) -> HttpResponse:
    """Leave a review I had claimed to my colleagues again."""
    return _held(request, review_id, release_review, _("Left to your colleagues again."))


@for_staff(*WORK)
@require_http_methods(["GET", "POST"])
def reassign(request: HttpRequest, review_id: int) -> HttpResponse:
    """Give one review to a colleague of the same post, with a reason (转办)."""
    actor = request.actor  # type: ignore[attr-defined]
    mine = reassignable_by(actor).select_related("run", "case__applicant")
    review = get_object_or_404(mine, pk=review_id)
    form = ReassignForm(request.POST if request.method == "POST" else None, receivers=colleagues_for(review))
    seen = visible_to(actor).filter(pk=review.pk).exists()
    back = reverse("linkage:review", args=[review.pk]) if seen else reverse("linkage:held")
    if request.method == "POST" and form.is_valid():
        try:
            reassign_review(review, form.cleaned_data["receiver"], reason=form.cleaned_data["reason"], by=actor)
            messages.success(request, _("Given to your colleague, who is told."))
            return redirect(back)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    context = {
        **{"form": form, "case": review.case, "danger": False, "back_href": back, "submit_label": _("Give it away")},
        **{"title": _("Give a review to a colleague"), "lead": review.stage.title},
    }
    return render(request, "cases/desk_confirm.html", context, status=422 if request.method == "POST" else 200)


@for_staff(Role.LEADER)
@require_http_methods(["GET", "POST"])
def held(request: HttpRequest) -> HttpResponse:
    """Who of my bodies has which reviews; the ticked ones go to one colleague together, each with its own answer."""
    actor = request.actor  # type: ignore[attr-defined]
    all_open = reviews_of_bodies(actor)
    receivers = staff_at(all_open.values("post_id"))  # type: ignore[arg-type]
    form = ReassignForm(request.POST if request.method == "POST" else None, receivers=receivers)
    answers: list[Any] = []
    if request.method == "POST":
        keys = [key for typed in request.POST.getlist("review") if (key := key_in(typed)) is not None]
        chosen = list(all_open.filter(pk__in=keys[:PAGE]))
        valid = form.is_valid()
        if not chosen:
            form.add_error(None, _("Tick the reviews that go to a colleague."))
        elif valid:
            typed = form.cleaned_data
            answers = reassign_reviews(chosen, typed["receiver"], reason=typed["reason"], by=actor)
            form = ReassignForm(receivers=receivers)
    holder = request.GET.get("holder", "")
    page = page_of(_of_holder(all_open, holder), request.GET, size=PAGE)
    context = held_page(all_open, page, holder, answers) | {"form": form, "page": page}
    return render(request, "linkage/held.html", context, status=422 if form.errors else 200)


def _of_holder(reviews: Any, holder: str) -> Any:
    if holder == "nobody":
        return reviews.filter(holder=None)
    key = key_in(holder)
    return reviews.filter(holder_id=key) if key is not None else reviews


def _held(request: HttpRequest, review_id: int, deed: Callable[..., object], done: str) -> HttpResponse:
    """Do it, say so or why not, and show the review again."""
    review = _asked(request, review_id)
    try:
        deed(review, by=request.actor)  # type: ignore[attr-defined]
        messages.success(request, done)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("linkage:review", review.pk)


def _asked(request: HttpRequest, review_id: int) -> Review:
    return get_object_or_404(visible_to(request.actor), pk=review_id)  # type: ignore[attr-defined]
