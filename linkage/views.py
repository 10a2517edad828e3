"""The reviewer's inbox and the review page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from cases.models import CaseState, ProposalKind
from cases.services.decisions import end_procedure, is_joint, longest_extension
from cases.services.proposals import propose_act
from cases.services.reads import record_read
from core import clock
from core.datewords import date_words
from core.keys import key_in
from core.queries.counting import counts_of
from core.refusal import Refusal
from identity.access import for_staff
from identity.models import Role
from linkage import pages
from linkage.forms import ExtensionForm, OpinionForm, OutcomeForm, ProcedureForm
from linkage.models import Review, Verdict
from linkage.queries import decided_reviews, open_reviews, visible_to
from linkage.services.reviewing import Decision, give_verdict

WORK = (Role.REVIEWER, Role.LEADER)
PAGE = 20
RELATED = (
    "run",
    "stage",
    "holder",
    "post__department",
    "case__version",
    "case__handling",
    "case__department",
    "case__applicant",
)


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
        "claim_href": "" if done or not shown else reverse("linkage:claim_next"),
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
    """Propose a special procedure of the case under review, or end the one that runs (C-12, C-13)."""
    found = _open_review(request, review_id)
    case, actor = found.case, request.actor  # type: ignore[attr-defined]
    if case.state == CaseState.SPECIAL:
        ending, title = OutcomeForm(request.POST or None), _("End the special procedure")
        return _deed(request, found, ending, title, "", lambda typed: end_procedure(case, **typed, by=actor))
    specs = {spec.kind: spec for spec in case.version.specialprocedurespec_set.all()}
    if not specs:
        messages.error(request, _("The item does not provide for a special procedure."))
        return redirect("linkage:review", found.pk)
    lead = _("When the head of your body approves, the clock stands still and the applicant is told how long it takes.")
    asking = ProcedureForm(request.POST or None, procedures=list(specs.values()))

    def propose(typed: dict[str, Any]) -> None:
        title = typed.pop("procedure")
        propose_act(case, ProposalKind.PROCEDURE, title=title, basis=specs[title].basis, **typed, by=actor)
        messages.success(request, PROPOSED)

    return _deed(request, found, asking, _("Special procedure"), lead, propose)


@for_staff(*WORK)
@require_http_methods(["GET", "POST"])
def extension(request: HttpRequest, review_id: int) -> HttpResponse:
    """Propose to extend the decision of the case under review (C-14, C-15)."""
    found = _open_review(request, review_id)
    case, actor = found.case, request.actor  # type: ignore[attr-defined]
    joint, longest = is_joint(case), longest_extension(case)
    if longest is None:
        messages.error(request, _("The law this item follows knows no extension."))
        return redirect("linkage:review", found.pk)
    form = ExtensionForm(request.POST or None, most=longest)
    head = _("the leader of the government") if joint else _("the head of your body")
    lead = _("Once, and before the limit of the law has passed; %(who)s decides, and the applicant is told why.")

    def propose(typed: dict[str, Any]) -> None:
        propose_act(case, ProposalKind.JOINT_EXTENSION if joint else ProposalKind.EXTENSION, **typed, by=actor)
        messages.success(request, PROPOSED)

    return _deed(request, found, form, _("Extend the decision"), lead % {"who": head}, propose)


PROPOSED = gettext_lazy("Proposed. The case goes on until somebody else has decided.")


def _open_review(request: HttpRequest, review_id: int) -> Review:
    open_ones = visible_to(request.actor).filter(closed_at=None)  # type: ignore[attr-defined]
    return get_object_or_404(open_ones.select_related(*RELATED), pk=review_id)


def _deed(
    request: HttpRequest, found: Review, form: Any, title: str, lead: str, deed: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    """One deed beside the verdict, asked once more; back to the review when it is done."""
    if request.method == "POST" and form.is_valid():
        try:
            deed(dict(form.cleaned_data))
            return redirect("linkage:review", found.pk)
        except Refusal as refusal:
            field = "procedure" if refusal.field == "title" else refusal.field
            form.add_error(field if field in form.fields else None, refusal.sentence)
    context = {
        **{"form": form, "case": found.case, "danger": False, "back_href": reverse("linkage:review", args=[found.pk])},
        **{"title": title, "lead": lead, "submit_label": _("Confirm")},
    }
    return render(request, "cases/desk_confirm.html", context, status=422 if request.method == "POST" else 200)
