"""The reviewer's inbox and the review page."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.models import CaseState
from cases.services.decisions import begin_procedure, end_procedure
from cases.services.reads import record_read
from core import clock
from core.datewords import date_words
from core.keys import key_in
from core.queries.counting import counts_of
from core.refusal import Refusal
from identity.access import for_staff
from identity.models import Role
from linkage import pages
from linkage.forms import OpinionForm, OutcomeForm, ProcedureForm
from linkage.models import Verdict
from linkage.queries import decided_reviews, open_reviews, visible_to
from linkage.services.reviewing import Decision, give_verdict

WORK = (Role.REVIEWER, Role.LEADER)
PAGE = 20
RELATED = ("run", "stage", "post__department", "case__version", "case__handling", "case__department", "case__applicant")


@for_staff(*WORK)
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits for my posts, the most urgent first; or what I decided."""
    actor, done = request.actor, request.GET.get("tab") == "done"  # type: ignore[attr-defined]
    after = request.GET.get("after", "")
    last = visible_to(actor).filter(pk=key).first() if (key := key_in(after)) else None
    shown = list((decided_reviews(actor, last) if done else open_reviews(actor, last))[: PAGE + 1])
    today, more = date_words(clock.today(), today=clock.today()), len(shown) > PAGE
    tabs = [
        {
            "label": _("Waiting"),
            "href": "?",
            "current": not done,
            "count": counts_of([open_reviews(actor)])[0],
        },
        {"label": _("Decided"), "href": "?tab=done", "current": done, "count": None},
    ]
    context = {
        **{"title": _("Decided reviews") if done else _("Waiting reviews"), "tabs": tabs, "filters": []},
        "lead": "" if done else _("%(today)s, by the due day of this step") % {"today": today},
        "groups": pages.groups(shown[:PAGE], done=done),
        "page": {"next_href": f"?{'tab=done&' if done else ''}after={shown[PAGE - 1].pk}" if more else ""},
        "why": _("You have not decided anything yet.") if done else _("Nothing waits for your posts."),
        "then": "" if done else _("New reviews appear here when a case reaches your post."),
    }
    return render(request, "linkage/reviews.html", context)


@for_staff(*WORK)
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, review_id: int) -> HttpResponse:
    """One case file; a verdict moves it on."""
    actor = request.actor  # type: ignore[attr-defined]
    found = get_object_or_404(visible_to(actor).select_related(*RELATED), pk=review_id)
    form, status = OpinionForm(request.POST or None), 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid() and request.POST.get("deed") in Verdict.values:
        decision = Decision(Verdict(request.POST["deed"]), form.cleaned_data["opinion"])
        try:
            give_verdict(found, decision, by=actor)
            messages.success(request, _("Your verdict is recorded."))
            return redirect("linkage:reviews")
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
            status = 409 if refusal.conflict else 422
            found = get_object_or_404(visible_to(actor).select_related(*RELATED), pk=review_id)
    record_read(found.case, by=actor, what=_("Case file"), why=_("Reviewing the case"))
    context = pages.review_page(found, actor, form, request.GET.get("material", ""))
    return render(request, "linkage/review.html", context, status=status)


@for_staff(*WORK)
@require_http_methods(["GET", "POST"])
def procedure(request: HttpRequest, review_id: int) -> HttpResponse:
    """Begin a special procedure of the case under review, or end the one that runs."""
    actor = request.actor  # type: ignore[attr-defined]
    found = get_object_or_404(visible_to(actor).filter(closed_at=None).select_related(*RELATED), pk=review_id)
    case, running = found.case, found.case.state == CaseState.SPECIAL
    specs = list(case.version.specialprocedurespec_set.all())
    form: Any = OutcomeForm(request.POST or None) if running else ProcedureForm(request.POST or None, procedures=specs)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            if running:
                end_procedure(case, outcome=typed["outcome"], by=actor)
            else:
                basis = next(spec.basis for spec in specs if spec.kind == typed["procedure"])
                begin_procedure(
                    case, title=typed["procedure"], days=typed["days"], basis=basis, reason=typed["reason"], by=actor
                )
            return redirect("linkage:review", found.pk)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    lead = _("The clock stands still from now on; the applicant is told in writing how long it takes.")
    context = {
        **{"form": form, "case": case, "danger": False, "back_href": reverse("linkage:review", args=[found.pk])},
        "title": _("End the special procedure") if running else _("Special procedure"),
        **{"lead": "" if running else lead, "submit_label": _("Confirm")},
    }
    return render(request, "cases/desk_confirm.html", context, status=422 if request.method == "POST" else 200)
