"""The application wizard: situation and check (details: see answering, materials: see uploads). Each page saves;
leaving loses none."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.forms import ContactForm, DeclarationForm, HandlingForm, SituationForm
from cases.models import Case, CaseState, Channel
from cases.pages import wizard
from cases.pages.answers import answer_sections
from cases.pages.clockwords import promise_words
from cases.pages.likely import carried_choices, likely_choices
from cases.queries.drafting import situations_of, still_missing
from cases.queries.filling import filling_of
from cases.queries.owing import deferral_days, materials_that_may_follow
from cases.services.answers import refusal_of
from cases.services.drafts import begin_application, discard_draft, save_draft
from cases.services.intake import hand_in_correction
from cases.services.submission import submit_case
from cases.views.drafting import on_draft, page, turned_away
from core.refusal import Refusal
from identity.access import for_citizens
from items.models import Initiator, VersionState
from items.queries import shown_versions

PHONE_AGENTS = ("Mobile", "Android", "iPhone")


@for_citizens
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, version_id: int) -> HttpResponse:
    """In whose name and for what; then a draft, or the one already begun for the same version and party. Answers given
    on the guide come along as `situation-<id>`. A suspended item leads back to its guide, which says why (I-13)."""
    version = get_object_or_404(shown_versions().filter(initiated_by=Initiator.APPLICANT), pk=version_id)
    if version.state == VersionState.SUSPENDED:
        return redirect("portal:guide", version.item.implementing_code)
    form = HandlingForm(request.POST or None, options=list(version.handlingoption_set.all()))
    carried = carried_choices(version.situation_set.prefetch_related("options"), request.POST or request.GET)
    if request.method == "POST" and form.is_valid():
        actor, channel = request.actor, _channel(request)  # type: ignore[attr-defined]
        case = begin_application(version, by=actor, channel=channel, handling=form.option(), choices=carried)
        return redirect("cases:apply_situation", case.pk)
    context = {"version": version, "form": form, **wizard.beginning(version, carried)}
    return render(request, "cases/apply_begin.html", context, status=422 if request.method == "POST" else 200)


@on_draft
@require_http_methods(["GET", "POST"])
def situation(request: HttpRequest, case: Case) -> HttpResponse:
    """Contact and the questions that decide which materials are asked."""
    questions = situations_of(case)
    initial = {f"situation-{key}": str(value) for key, value in likely_choices(case, questions).items()}
    form = SituationForm(request.POST or None, situations=questions, initial=initial)
    contact = ContactForm(request.POST or None, initial=_contact(case))
    form.fields = {**contact.fields, **form.fields}
    form.initial = {**contact.initial, **form.initial}
    if request.method == "POST":
        complete, typed = form.is_valid(), form.cleaned_data
        chosen = {str(q.pk): int(typed[f"situation-{q.pk}"]) for q in questions if typed.get(f"situation-{q.pk}")}
        away = turned_away(request, case, "situation")
        if complete or away:
            known = dict(contact.initial) | {key: value for key, value in typed.items() if key in contact.fields}
            save_draft(case, by=request.actor, choices=chosen, contact=known)  # type: ignore[attr-defined]
            return away or redirect("cases:apply_form", case.pk)
    return page(request, case, "situation", {"form": form, "title": _("Your situation")})


@on_draft
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, case: Case) -> HttpResponse:
    """Everything once more, then file it."""
    if request.method == "POST" and (away := turned_away(request, case, "check")):
        return away
    filling = filling_of(case)
    wrong = filling.faults(filling.evaluate(case.answers))
    owed = [material.spec.name for material in materials_that_may_follow(case)]
    form = DeclarationForm(request.POST or None, owed=owed, days=deferral_days(case))
    if request.method == "POST" and form.is_valid():
        try:
            return _file(request, case, promise=bool(owed))
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
    context = {
        "form": form,
        "title": wizard.STEPS[-1][1],
        "sections": answer_sections(case),
        "submit_label": _("Submit"),
        "submit_icon": "send",
    }
    if case.state != CaseState.CORRECTING:
        context["after"] = [
            {"when": _("At once"), "what": _("You get a receipt number and a query code.")},
            {"when": wizard.reply_day(), "what": _("We tell you whether your application is complete.")},
            {"when": _("Then"), "what": promise_words(case.version)},
        ]
    context["gaps"] = wizard.gaps(
        case, refusal_of(filling, wrong).sentence if wrong else "", still_missing(case, may_follow=owed)
    )
    return page(request, case, "check", context, template="cases/apply_check.html")


@on_draft
@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, case: Case) -> HttpResponse:
    """Throw a draft away, asked once more."""
    if case.state != CaseState.DRAFT:
        return redirect("cases:space_case", case.pk)
    if request.method == "POST":
        discard_draft(case, by=request.actor)  # type: ignore[attr-defined]
        messages.success(request, _("The draft was deleted."))
        return redirect("cases:space")
    return render(request, "cases/confirm.html", wizard.discarding(case))


def _file(request: HttpRequest, case: Case, *, promise: bool) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    if case.state == CaseState.CORRECTING:
        hand_in_correction(case, by=actor)
        messages.success(request, _("We have your correction. You will hear from us."))
        return redirect("cases:space_case", case.pk)
    receipt = submit_case(case, promise=promise, by=actor)
    if receipt.query_code:
        request.session[f"receipt-{case.pk}"] = receipt.query_code
    return redirect("cases:apply_done", case.pk)


def _contact(case: Case) -> dict[str, Any]:
    party_phone = case.contact_phone or (case.agent.phone if case.agent else case.applicant.phone)
    return {"contact_name": case.contact_name, "contact_phone": party_phone}


def _channel(request: HttpRequest) -> Channel:
    agent = request.headers.get("User-Agent", "")
    return Channel.MOBILE if any(word in agent for word in PHONE_AGENTS) else Channel.WEB
