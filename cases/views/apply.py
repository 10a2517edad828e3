"""The application wizard: situation, details, materials, check. Every page saves; leaving loses nothing."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.forms import ApplicationForm, ContactForm, DeclarationForm, HandlingForm, SituationForm, is_visible
from cases.models import Case, CaseState, Channel, Material, MaterialFile
from cases.pages import wizard
from cases.pages.answers import answer_sections
from cases.queries.drafting import known_to, materials_of, questions_of, situations_of
from cases.queries.visibility import visible_to
from cases.services.drafts import EDITABLE, attach_file, detach_file, discard_draft, save_draft, start_draft
from cases.services.intake import hand_in_correction
from cases.services.submission import submit_case
from core.refusal import Refusal
from identity.access import for_citizens
from items.queries import applicable_versions

PHONE_AGENTS = ("Mobile", "Android", "iPhone")


@for_citizens
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, version_id: int) -> HttpResponse:
    """In whose name and for what; then a draft, or the one already begun for the same version and party."""
    actor = request.actor  # type: ignore[attr-defined]
    version = get_object_or_404(applicable_versions(), pk=version_id)
    form = HandlingForm(request.POST or None, options=list(version.handlingoption_set.all()))
    if request.method == "POST" and form.is_valid():
        handling = form.option()
        begun = (
            visible_to(actor).filter(version=version, handling=handling, state=CaseState.DRAFT).order_by("-pk").first()
        )
        case = begun or start_draft(version, by=actor, channel=_channel(request), handling=handling)
        return redirect("cases:apply_situation", case.pk)
    guide_href = reverse("portal:guide", args=[version.item.implementing_code])
    context = {"version": version, "form": form, "guide_href": guide_href}
    return render(request, "cases/apply_begin.html", context, status=422 if request.method == "POST" else 200)


@for_citizens
@require_http_methods(["GET", "POST"])
def situation(request: HttpRequest, case_id: int) -> HttpResponse:
    """Contact and the questions that decide which materials are asked."""
    case = _draft(request, case_id)
    questions = situations_of(case)
    initial = {f"situation-{key}": str(value) for key, value in case.choices.items()}
    form = SituationForm(request.POST or None, situations=questions, initial=initial)
    contact = ContactForm(request.POST or None, initial=_contact(request, case))
    form.fields = {**contact.fields, **form.fields}
    form.initial = {**contact.initial, **form.initial}
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        chosen = {str(q.pk): int(typed[f"situation-{q.pk}"]) for q in questions}
        save_draft(case, by=request.actor, choices=chosen, contact=typed)  # type: ignore[attr-defined]
        return redirect("cases:apply_form", case.pk)
    return _page(request, case, "situation", {"form": form, "title": _("Your situation")})


@for_citizens
@require_http_methods(["GET", "POST"])
def details(request: HttpRequest, case_id: int) -> HttpResponse:
    """The item's own questions, filled in as far as the government knows the answers."""
    case = _draft(request, case_id)
    questions, known = questions_of(case), known_to(case)
    form = ApplicationForm(request.POST or None, questions=questions, known=known, initial=case.answers)
    if request.method == "POST":
        if form.is_valid():
            save_draft(case, by=request.actor, answers=form.kept())  # type: ignore[attr-defined]
            return redirect("cases:apply_materials", case.pk)
        save_draft(case, by=request.actor, answers=form.kept())  # type: ignore[attr-defined]
    context = {"form": form, "title": _("Details"), "autosave_href": reverse("cases:autosave", args=[case.pk])}
    return _page(request, case, "form", context)


@for_citizens
@require_POST
def autosave(request: HttpRequest, case_id: int) -> HttpResponse:
    """Keep what passes of a half-filled form; answers with the moment of saving."""
    case = _draft(request, case_id)
    form = ApplicationForm(request.POST, questions=questions_of(case), known=known_to(case), complete=False)
    form.is_valid()
    case = save_draft(case, by=request.actor, answers=form.kept())  # type: ignore[attr-defined]
    return JsonResponse({"saved_at": case.saved_at.isoformat()})


@for_citizens
@require_http_methods(["GET", "POST"])
def materials(request: HttpRequest, case_id: int) -> HttpResponse:
    """Upload what the government does not hold yet."""
    case = _draft(request, case_id)
    if request.method == "POST":
        return redirect("cases:apply_check", case.pk)
    errors = request.session.pop("upload_errors", {})
    shown = wizard.uploads(materials_of(case), {int(key): text for key, text in errors.items()})
    return _page(request, case, "materials", {"form": Form(), "uploads": shown, "title": _("Materials")})


@for_citizens
@require_POST
def add_file(request: HttpRequest, case_id: int, material_id: int) -> HttpResponse:
    """Add files to a material; one that cannot be taken is explained beside its place, the others stay."""
    material = get_object_or_404(Material.objects.filter(case=_draft(request, case_id)), pk=material_id)
    for upload in request.FILES.getlist("file"):
        try:
            attach_file(material, upload, name=upload.name or "", by=request.actor)  # type: ignore[attr-defined]
        except Refusal as refusal:
            request.session["upload_errors"] = {str(material.pk): f"{upload.name}: {refusal.sentence}"}
    return _back_to_materials(case_id, material_id)


@for_citizens
@require_POST
def remove_file(request: HttpRequest, case_id: int, file_id: int) -> HttpResponse:
    """Take a file off again."""
    case = _draft(request, case_id)
    attached = get_object_or_404(MaterialFile.objects.filter(material__case=case), pk=file_id)
    detach_file(attached, by=request.actor)  # type: ignore[attr-defined]
    return _back_to_materials(case_id, attached.material_id)


@for_citizens
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, case_id: int) -> HttpResponse:
    """Everything once more, then file it."""
    case = _draft(request, case_id)
    form = DeclarationForm(request.POST or None)
    incomplete = _unanswered(case)
    if request.method == "POST" and form.is_valid():
        try:
            if incomplete:
                raise Refusal("incomplete", _("Still to be answered: %(names)s.") % {"names": "、".join(incomplete)})
            return _file(request, case)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
    context = {"form": form, "sections": answer_sections(case), "submit_label": _("Submit"), "submit_icon": "send"}
    context["after"] = [
        {"when": _("At once"), "what": _("You get a receipt number and a query code.")},
        {"when": _("Within 2 working days"), "what": _("We tell you whether your application is complete.")},
        {
            "when": _("After acceptance"),
            "what": _("We decide within %(d)d working days.") % {"d": case.version.promised_days or 1},
        },
    ]
    return _page(request, case, "check", context, template="cases/apply_check.html")


@for_citizens
@require_POST
def discard(request: HttpRequest, case_id: int) -> HttpResponse:
    """Throw a draft away."""
    discard_draft(_draft(request, case_id), by=request.actor)  # type: ignore[attr-defined]
    return redirect("cases:space")


def _file(request: HttpRequest, case: Case) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    if case.state == CaseState.CORRECTING:
        hand_in_correction(case, by=actor)
        return redirect("cases:space_case", case.pk)
    receipt = submit_case(case, by=actor)
    request.session[f"receipt-{case.pk}"] = receipt.query_code
    return redirect("cases:apply_done", case.pk)


def _unanswered(case: Case) -> list[str]:
    return [
        question.label
        for question in questions_of(case)
        if question.required and is_visible(question, case.answers) and case.answers.get(question.key) in (None, "", [])
    ]


def _draft(request: HttpRequest, case_id: int) -> Case:
    """An application that may still be changed; a filed one answers 404 here and has its own page."""
    found = visible_to(request.actor).filter(state__in=EDITABLE)  # type: ignore[attr-defined]
    return get_object_or_404(found.select_related("version", "handling", "department", "applicant"), pk=case_id)


def _contact(request: HttpRequest, case: Case) -> dict[str, Any]:
    party_phone = case.contact_phone or (case.agent.phone if case.agent else case.applicant.phone)
    return {"contact_name": case.contact_name, "contact_phone": party_phone}


def _channel(request: HttpRequest) -> Channel:
    agent = request.headers.get("User-Agent", "")
    return Channel.MOBILE if any(word in agent for word in PHONE_AGENTS) else Channel.WEB


def _back_to_materials(case_id: int, material_id: int) -> HttpResponse:
    response = redirect("cases:apply_materials", case_id)
    return HttpResponseRedirect(f"{response.url}#upload-{material_id}")  # type: ignore[attr-defined]


def _page(
    request: HttpRequest, case: Case, here: str, context: dict[str, Any], template: str = "cases/apply_form.html"
) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, template, {**wizard.frame(request, case, here), **context}, status=status)
