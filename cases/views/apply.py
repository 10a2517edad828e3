"""The application wizard: situation and check (details: see answering, materials: see uploads). Each page saves;
leaving loses none."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.forms import ContactForm, DeclarationForm, HandlingForm, ProjectForm, SituationForm
from cases.models import Case, CaseProject, CaseState, Channel
from cases.pages import wizard
from cases.pages.answers import answer_sections
from cases.pages.clockwords import promise_words
from cases.pages.likely import answers_of_page, asked_on_page, carried_choices, likely_choices, with_answers
from cases.pages.signing import signing_gaps
from cases.queries.drafting import open_drafts, still_missing
from cases.queries.filling import filling_of
from cases.queries.outcomes import path_of_case
from cases.queries.owing import deferral_days, materials_that_may_follow
from cases.queries.projects import projects_open_to
from cases.queries.subjects import subjects_of
from cases.services.answers import refusal_of
from cases.services.drafts import begin_application, discard_draft, save_draft
from cases.services.intake import hand_in_correction
from cases.services.intakes import name_project
from cases.services.submission import submit_case
from cases.views.drafting import on_draft, page, turned_away
from core.keys import key_in
from core.refusal import Refusal
from identity.access import for_citizens
from items.frozen import situations_of
from items.models import Initiator, VersionState
from items.queries import shown_versions
from items.rules.situations import Path

PHONE_AGENTS = ("Mobile", "Android", "iPhone")


@for_citizens
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, version_id: int) -> HttpResponse:
    """In whose name and for what; then a draft. Who has an open one for the item, also of a former version, is led to
    it, and may say that he wants another. Answers given on the guide come along as `situation-<id>`. A suspended item
    leads back to its guide, which says why (I-13)."""
    version = get_object_or_404(shown_versions().filter(initiated_by=Initiator.APPLICANT), pk=version_id)
    if version.state == VersionState.SUSPENDED:
        return redirect("portal:guide", version.item.implementing_code)
    actor = request.actor  # type: ignore[attr-defined]
    begun = list(open_drafts(version, actor).select_related("version", "handling")[: wizard.SHOWN_DRAFTS])
    goes_on = request.method == "POST" and "goes_on" in request.POST
    held = {licence.pk: licence for licence in subjects_of(version, actor.party_id)}
    form = HandlingForm(
        None if goes_on else request.POST or None,
        options=list(version.handlingoption_set.order_by("order")),
        licences={str(key): wizard.subject_words(licence) for key, licence in held.items()},
        initial={name: request.GET[name] for name in ("handling", "licence") if name in request.GET},
    )
    carried = carried_choices(situations_of(version.pk), request.POST if request.method == "POST" else request.GET)
    if request.method == "POST" and (goes_on or form.is_valid()):
        case = begin_application(
            version,
            by=actor,
            channel=_channel(request),
            handling=None if goes_on else form.option(),
            subject=None if goes_on else held.get(form.licence_id() or 0),
            choices=carried,
            beside=None if goes_on else key_in(request.POST.get("beside")),
        )
        return redirect("cases:apply_situation", case.pk)
    context = {"version": version, "form": form, **wizard.beginning(version, carried, begun)}
    return render(request, "cases/apply_begin.html", context, status=422 if request.method == "POST" else 200)


@on_draft
@require_http_methods(["GET", "POST"])
def situation(request: HttpRequest, case: Case) -> HttpResponse:
    """Contact and the questions that decide what is asked (I-18). Whatever the button, what passes is kept; a question
    that only now is asked appears before anything else happens, and a rejecting answer goes no further."""
    questions = situations_of(case.version_id)
    likely = likely_choices(case, questions)
    shown = path_of_case(case, likely)
    if request.method == "GET":
        return _situation_page(request, case, _situation_form(request, case, shown))
    asked = asked_on_page(request.POST, shown)
    given = answers_of_page(likely, asked, carried_choices(questions, request.POST))
    path = path_of_case(case, given)
    form = _situation_form(request, case, path, with_answers(request.POST, path))
    complete, contact = form.is_valid(), _contact(case)
    typed = {key: value for key, value in form.cleaned_data.items() if key in contact}
    case = save_draft(case, by=request.actor, choices=given, contact=contact | typed)  # type: ignore[attr-defined]
    if "project" in form.cleaned_data:
        project = projects_open_to(request.actor).filter(pk=key_in(form.cleaned_data["project"]) or 0).first()  # type: ignore[attr-defined]
        name_project(case, project, by=request.actor)  # type: ignore[attr-defined]
    if away := turned_away(request, case, "situation"):
        return away
    if request.POST.get("deed") == "ask":
        return _situation_page(request, case, _situation_form(request, case, path), status=200)
    if new := [question for question in path.open if str(question.id) not in asked]:
        return redirect(f"{reverse('cases:apply_situation', args=[case.pk])}#situation-{new[0].id}")
    if path.rejection:
        form.add_error(None, path.rejection)
    elif complete:
        return redirect("cases:apply_form", case.pk)
    return _situation_page(request, case, form)


def _situation_form(request: HttpRequest, case: Case, path: Path, data: QueryDict | None = None) -> SituationForm:
    """The contact, the project and the questions of this path as one form."""
    projects = projects_open_to(request.actor).filter(owner=case.applicant_id)  # type: ignore[attr-defined]
    entry = CaseProject.objects.filter(case=case).first()
    contact = ContactForm(data, initial=_contact(case))
    named = ProjectForm(data, projects=projects, initial={"project": str(entry.project_id) if entry else ""})
    form = SituationForm(data, path=path)
    form.fields = {**contact.fields, **named.fields, **form.fields}
    form.initial = {**contact.initial, **named.initial, **form.initial}
    return form


def _situation_page(
    request: HttpRequest, case: Case, form: SituationForm, *, status: int | None = None
) -> HttpResponse:
    context = {"form": form, "title": _("Your situation"), "rejected": wizard.rejected(form.path, case.department)}
    return page(request, case, "situation", context, status=status)


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
            {"when": wizard.reply_day(case.version), "what": _("We tell you whether your application is complete.")},
            {"when": _("Then"), "what": promise_words(case.version)},
        ]
    context["gaps"] = (
        wizard.situation_gaps(case, path_of_case(case))
        + signing_gaps(case)
        + wizard.gaps(case, refusal_of(filling, wrong).sentence if wrong else "", still_missing(case, may_follow=owed))
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
