"""The window workbench: lists of cases, intake, correction, non-acceptance, issuing and handing over."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.forms import DeclineForm, FaultsForm
from cases.models import Case, CaseState, DocumentKind, Material, MaterialFile, Resolver
from cases.models.case import FINAL_STATES, PAUSED_STATES
from cases.pages import desk
from cases.pages.joining import scanned_files
from cases.queries.owing import is_awaited
from cases.queries.paging import page_of
from cases.queries.search import search_cases
from cases.queries.visibility import of_own_body, visible_to
from cases.services.gathering import take_in_files
from cases.services.intake import (
    accept_case,
    decline_case,
    hand_in_correction,
    pass_precheck,
    receive_case,
    request_correction,
)
from cases.services.issuing import issue_result
from cases.services.reads import record_read
from cases.services.receipts import hand_receipt
from cases.services.window import tick_point
from cases.views.owing import hand_in
from cases.views.space import attachment
from core.keys import key_in
from core.queries.counting import counts_of
from core.refusal import Refusal
from identity.access import for_staff
from identity.actors import Actor
from identity.models import Role

WORK = (Role.CLERK, Role.CERTIFIER, Role.LEADER)
TABS: dict[str, list[str]] = {
    "todo": [CaseState.SUBMITTED, CaseState.PRECHECKED, CaseState.RECEIVED],
    "correcting": [CaseState.CORRECTING, CaseState.PRECHECK_RETURNED],
    "running": [
        *(CaseState.ACCEPTED, CaseState.IN_REVIEW, CaseState.SUPPLEMENTING, *PAUSED_STATES),
        CaseState.FORWARDED,
    ],
    "issue": [CaseState.GRANTED, CaseState.REFUSED],
    "collect": [CaseState.ISSUED],
    "done": [CaseState.DELIVERED, *sorted(FINAL_STATES)],
}
WHY_EMPTY = {
    "todo": gettext_lazy("Nothing has to be accepted now."),
    "correcting": gettext_lazy("No applicant has to correct anything now."),
    "running": gettext_lazy("No case of your department is in review now."),
    "issue": gettext_lazy("No decision waits for its result now."),
    "collect": gettext_lazy("No result waits to be handed out now."),
    "done": gettext_lazy("No case of your department is finished yet."),
}


@for_staff(*WORK)
@require_GET
def case_list(request: HttpRequest) -> HttpResponse:
    """Cases of my department by what has to be done, or the result of a search."""
    actor = request.actor  # type: ignore[attr-defined]
    tab, query = request.GET.get("tab", "todo"), request.GET.get("q", "").strip()
    mine = of_own_body(actor)
    found = search_cases(visible_to(actor), query) if query else mine.filter(state__in=TABS.get(tab, TABS["todo"]))
    page = page_of(found.select_related("version", "handling", "applicant"), request.GET, size=15)
    context = {
        "title": _("Cases of my department"),
        "tabs": [] if query else _tabs(mine, tab),
        **{"query": query, "rows": desk.rows(page.rows), "page": page},
        "why": _("No case fits your search.") if query else WHY_EMPTY.get(tab, WHY_EMPTY["todo"]),
        **_searching(query),
        **desk.panels(actor),
    }
    return render(request, "cases/desk_list.html", context)


@for_staff(*WORK, Role.REVIEWER)
@require_GET
def case_page(request: HttpRequest, case_id: int) -> HttpResponse:
    """One case on one screen; the look is recorded and the applicant can see it."""
    case = case_of(request, case_id)
    return _screen(request, case, at=key_in(request.GET.get("at")))


@for_staff(Role.CLERK)
@require_POST
def judge(request: HttpRequest, case_id: int) -> HttpResponse:
    """One point of one material was ticked or unticked."""
    case = case_of(request, case_id)
    first, _dash, second = request.POST.get("id", "").partition("-")
    material_id, place = key_in(first), key_in(second)
    if material_id is None or place is None:
        return HttpResponse(status=422)
    material = get_object_or_404(Material.objects.filter(case=case), pk=material_id)
    try:
        checked = request.POST.get("point") is not None
        tick_point(material, place, checked=checked, by=request.actor)  # type: ignore[attr-defined]
    except Refusal as refusal:
        return HttpResponse(refusal.sentence, status=409)
    return HttpResponse(status=204)


@for_staff(*WORK)
@require_POST
def decide(request: HttpRequest, case_id: int) -> HttpResponse:
    """Precheck, receive, accept, issue or hand over, as the button says."""
    case, actor = case_of(request, case_id), request.actor  # type: ignore[attr-defined]
    role, deed = DEEDS.get(request.POST.get("deed", ""), (None, None))
    if role is None or deed is None or not actor.has_role(role):
        messages.error(request, _("Your post cannot do that."))
        return redirect("cases:desk_case", case.pk)
    try:
        messages.success(request, deed(case, actor))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("cases:desk_case", case.pk)


@for_staff(Role.CLERK)
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, case_id: int) -> HttpResponse:
    """The one-time notice: everything that is wrong, at once."""
    case = case_of(request, case_id)
    form = FaultsForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        try:
            request_correction(case, faults=form.faults(), by=request.actor)  # type: ignore[attr-defined]
            messages.success(request, _("The correction notice was sent."))
            return redirect("cases:desk_case", case.pk)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
    lead = _("Write down everything that has to be mended: a correction may be asked only once.")
    return ask_on_screen(request, case, form, _("One-time correction notice"), lead, _("Send the notice"))


@for_staff(Role.CLERK)
@require_http_methods(["GET", "POST"])
def decline(request: HttpRequest, case_id: int) -> HttpResponse:
    """Do not accept, with the reason and the competent body."""
    case = case_of(request, case_id)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            decline_case(case, **form.cleaned_data, by=request.actor)  # type: ignore[attr-defined]
            messages.success(request, _("The applicant is told why and where to go."))
            return redirect("cases:desk_case", case.pk)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
    lead = _("The applicant receives a sealed notice with the reason and his remedies.")
    return ask_on_screen(request, case, form, _("Do not accept"), lead, _("Send the notice"), danger=True)


@for_staff(Role.CLERK)
@require_http_methods(["GET", "POST"])
def scan(request: HttpRequest, case_id: int, material_id: int) -> HttpResponse:
    """Take in a paper at the window: scanned or photographed pages of one material, checked against the original
    (level B); `instead` puts them in the place of what is there (C-10)."""
    case = case_of(request, case_id)
    material = get_object_or_404(Material.objects.filter(case=case).select_related("spec"), pk=material_id)
    actor, uploads, problems = request.actor, request.FILES.getlist("file"), []  # type: ignore[attr-defined]
    if request.method == "POST" and is_awaited(material, case):
        problems = hand_in(material, uploads, by=actor, resolver=Resolver.SCAN)
    elif request.method == "POST":
        try:
            take_in_files(material, uploads, replaces=request.POST.get("instead") == "on", by=actor)
        except Refusal as refusal:
            problems = [refusal.sentence]
    if request.method == "POST" and not problems:
        return redirect(f"{reverse('cases:desk_case', args=[case.pk])}?at={material.pk}")
    context = {"case": case, "material": material, "problems": problems, "title": material.spec.name}
    context["scanned"] = scanned_files(material)
    context["replaceable"] = not is_awaited(material, case) and material.files.exists()
    return render(request, "cases/desk_scan.html", context, status=422 if problems else 200)


@for_staff(*WORK, Role.REVIEWER, Role.SUPERVISOR)
@require_GET
def material_file(request: HttpRequest, case_id: int, file_id: int) -> HttpResponseBase:
    """A file of a material; the look is recorded."""
    case = case_of(request, case_id)
    attached = get_object_or_404(
        MaterialFile.objects.filter(material__case=case).select_related("file", "material__spec"), pk=file_id
    )
    actor = request.actor  # type: ignore[attr-defined]
    record_read(case, by=actor, what=attached.material.spec.name, why=_("Checking materials"))
    return attachment(attached.file, attached.name)


@for_staff(*WORK, Role.REVIEWER, Role.SUPERVISOR)
@require_GET
def document_file(request: HttpRequest, case_id: int, document_id: int) -> HttpResponseBase:
    """An official paper of the case, which names the applicant; the look is recorded."""
    case = case_of(request, case_id)
    document = get_object_or_404(case.documents.exclude(file=None), pk=document_id)
    actor = request.actor  # type: ignore[attr-defined]
    record_read(case, by=actor, what=str(DocumentKind(document.kind).label), why=_("Reading papers of the case"))
    return attachment(document.file, f"{document.number}.pdf")


def _accept(case: Case, actor: Actor) -> str:
    return _("Accepted. Case number %(number)s.") % {"number": accept_case(case, by=actor).case_no}


def _pass_precheck(case: Case, actor: Actor) -> str:
    pass_precheck(case, by=actor)
    return _("The precheck is passed; the applicant is told.")


def _receive(case: Case, actor: Actor) -> str:
    receive_case(case, by=actor)
    return _("Received; the receipt is being made.")


def _issue(case: Case, actor: Actor) -> str:
    issue_result(case, by=actor)
    return _("The result is issued; its file is being sealed.")


def _hand_receipt(case: Case, actor: Actor) -> str:
    hand_receipt(case, by=actor)
    return _("The receipt of what is in hand is made; print it with the papers of the case.")


def _hand_in(case: Case, actor: Actor) -> str:
    hand_in_correction(case, by=actor)
    return _("The correction is handed in; the case can be accepted.")


DEEDS: dict[str, tuple[Role, Callable[[Case, Actor], str]]] = {
    "accept": (Role.CLERK, _accept),
    "pass_precheck": (Role.CLERK, _pass_precheck),
    "receive": (Role.CLERK, _receive),
    "receipt": (Role.CLERK, _hand_receipt),
    "hand_in": (Role.CLERK, _hand_in),
    "issue": (Role.CERTIFIER, _issue),
}
"""What one button does, whose post may press it, and the sentence that confirms it."""


def case_of(request: HttpRequest, case_id: int) -> Case:
    """The case if this actor may see it, with what its pages show."""
    found = visible_to(request.actor)  # type: ignore[attr-defined]
    return get_object_or_404(
        found.select_related("version", "handling", "department", "applicant", "agent"), pk=case_id
    )


def _searching(query: str) -> dict[str, str]:
    """What was searched, and the way back to the list; nothing without a search."""
    if not query:
        return {}
    return {
        "lead": _("Found for “%(words)s”") % {"words": query},
        **{"all_href": reverse("cases:desk"), "all_label": _("All cases of my department")},
    }


def _tabs(mine: QuerySet[Case], current: str) -> list[dict[str, object]]:
    words = {
        "todo": _("To accept"),
        "correcting": _("Being corrected"),
        "running": _("In review"),
        "issue": _("To issue"),
        "collect": _("To hand out"),
        "done": _("Finished"),
    }
    counts = counts_of([mine.filter(state__in=TABS[key]) for key in words])
    return [
        {"label": label, "href": f"?tab={key}", "current": key == current, "count": count}
        for (key, label), count in zip(words.items(), counts, strict=True)
    ]


def ask_on_screen(
    request: HttpRequest,
    case: Case,
    form: object,
    title: str | Promise,
    lead: str | Promise,
    submit: str | Promise,
    *,
    danger: bool = False,
    at: int | None = None,
) -> HttpResponse:
    """One deed of the window asked on the same screen, with the materials still in view; what was typed is kept."""
    asked = {"form": form, "title": title, "lead": lead, "submit_label": submit, "danger": danger}
    return _screen(request, case, at=at, asked=asked)


def _screen(
    request: HttpRequest, case: Case, *, at: int | None, asked: dict[str, object] | None = None
) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    record_read(case, by=actor, what=_("Case file"), why=_("Handling the case"))
    status = 422 if request.method == "POST" else 200
    return render(request, "cases/desk_intake.html", desk.intake(case, actor, at=at, asked=asked), status=status)


def confirm(
    request: HttpRequest,
    case: Case,
    form: object,
    title: str | Promise,
    lead: str | Promise,
    submit: str | Promise,
    *,
    danger: bool = False,
    back_href: str = "",
) -> HttpResponse:
    """One deed of staff asked once more, with what it needs; back to the case where nothing else is said."""
    context = {"form": form, "case": case, "title": title, "lead": lead, "submit_label": submit, "danger": danger}
    context["back_href"] = back_href or reverse("cases:desk_case", args=[case.pk])
    status = 422 if request.method == "POST" else 200
    return render(request, "cases/desk_confirm.html", context, status=status)
