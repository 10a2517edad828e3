"""Several people sign one application: the applicant names them, they read and sign in their own space, or at a
window."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.forms_signing import DecliningForm, PresentForm, SignerForm, SigningForm
from cases.models import Case, MaterialFile, Signer
from cases.pages.signing import signer_rows, signing_page, signing_row
from cases.queries.paging import page_of
from cases.queries.signing import signings_visible_to
from cases.rules.signing import NONE
from cases.services.drafts import EDITABLE
from cases.services.signing import ask_again, decline, drop_signer, name_signer, note_signature, sign
from cases.views.clerk import case_of, confirm
from cases.views.drafting import on_draft
from cases.views.space import attachment
from core.identifiers import InvalidIdentifier
from core.refusal import Refusal
from identity.access import for_citizens, for_staff
from identity.models import Role


@on_draft
@require_http_methods(["GET", "POST"])
def signers(request: HttpRequest, case: Case) -> HttpResponse:
    """Who signs with the applicant; another one is named."""
    return _naming(request, case, reverse("cases:apply_check", args=[case.pk]), "cases/signers.html")


@on_draft
@require_POST
def drop(request: HttpRequest, case: Case, signer_id: int) -> HttpResponse:
    """Somebody need not sign after all."""
    drop_signer(get_object_or_404(case.signers, pk=signer_id), by=request.actor)  # type: ignore[attr-defined]
    return redirect("cases:signers", case.pk)


@on_draft
@require_POST
def ask(request: HttpRequest, case: Case) -> HttpResponse:
    """Ask everybody again whose signature is missing; what holds no longer is void."""
    try:
        asked = ask_again(case, by=request.actor)  # type: ignore[attr-defined]
        messages.success(request, _("Asked again: %(count)d.") % {"count": asked})
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("cases:signers", case.pk)


@for_citizens
@require_GET
def signings(request: HttpRequest) -> HttpResponse:
    """Everything this person was asked to sign with others."""
    page = page_of(signings_visible_to(request.actor), request.GET)  # type: ignore[attr-defined]
    context = {"rows": [signing_row(signer) for signer in page.rows], "page": page, "title": _("To sign with others")}
    return render(request, "cases/signings.html", context)


@for_citizens
@require_http_methods(["GET", "POST"])
def signing(request: HttpRequest, signer_id: int) -> HttpResponse:
    """Read what is signed, and sign it; after the filing only that one signed."""
    signer, actor = _mine(request, signer_id), request.actor  # type: ignore[attr-defined]
    form = SigningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sign(signer, seen=form.cleaned_data["seen"], by=actor)
            messages.success(request, _("You have signed. The applicant is told."))
            return redirect("cases:signing", signer.pk)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
    status = 422 if request.method == "POST" else 200
    shown = signing_page(_mine(request, signer_id))
    return render(request, "cases/signing.html", {**shown, "form": form}, status=status)


@for_citizens
@require_http_methods(["GET", "POST"])
def refuse_signing(request: HttpRequest, signer_id: int) -> HttpResponse:
    """Do not sign, and say why."""
    signer = _mine(request, signer_id)
    if signer.case.state not in EDITABLE:
        return redirect("cases:signing", signer.pk)
    form = DecliningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            decline(signer, reason=form.cleaned_data["reason"], by=request.actor)  # type: ignore[attr-defined]
            messages.success(request, _("You do not sign. The applicant reads why."))
            return redirect("cases:signings")
        except Refusal as refusal:
            form.add_error("reason" if refusal.field == "reason" else None, refusal.sentence)
    context = {"form": form, "case": signer.case, "title": _("Do not sign"), "danger": True}
    context |= {"lead": "", "submit_label": _("Do not sign"), "back_href": reverse("cases:signing", args=[signer.pk])}
    return render(request, "cases/confirm.html", context, status=422 if form.errors else 200)


@for_citizens
@require_GET
def signing_file(request: HttpRequest, signer_id: int, file_id: int) -> HttpResponseBase:
    """A file of what is to be signed, as long as it is not filed."""
    waiting = signings_visible_to(request.actor).filter(case__state__in=EDITABLE)  # type: ignore[attr-defined]
    signer = get_object_or_404(waiting, pk=signer_id)
    shown = MaterialFile.objects.filter(material__case=signer.case_id, material__hidden=False)
    attached = get_object_or_404(shown.select_related("file"), pk=file_id)
    return attachment(attached.file, attached.name)


@for_staff(Role.CLERK)
@require_http_methods(["GET", "POST"])
def desk_signers(request: HttpRequest, case_id: int) -> HttpResponse:
    """Who signs, at the window: others may be named and sign there."""
    case = case_of(request, case_id)
    return _naming(request, case, reverse("cases:desk_case", args=[case.pk]), "cases/desk_signers.html")


@for_staff(Role.CLERK)
@require_http_methods(["GET", "POST"])
def sign_at_window(request: HttpRequest, case_id: int, signer_id: int) -> HttpResponse:
    """The clerk notes that somebody present signed (C-03)."""
    case = case_of(request, case_id)
    signer: Signer = get_object_or_404(case.signers, pk=signer_id)
    back, form = reverse("cases:desk_signers", args=[case.pk]), PresentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            note_signature(signer, by=request.actor)  # type: ignore[attr-defined]
            messages.success(request, _("Written down that %(name)s signed here.") % {"name": signer.name})
            return redirect(back)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
    title = _("%(name)s signs at the window") % {"name": signer.name}
    return confirm(request, case, form, title, "", _("Write it down"), back_href=back)


def _naming(request: HttpRequest, case: Case, back: str, template: str) -> HttpResponse:
    if case.version.signers == NONE:
        return redirect(back)
    form = SignerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            signer = name_signer(case, **form.cleaned_data, by=request.actor)  # type: ignore[attr-defined]
            messages.success(request, _("%(name)s was asked to sign.") % {"name": signer.name})
            return redirect(request.path)
        except (Refusal, InvalidIdentifier) as refusal:
            field = getattr(refusal, "field", None)
            form.add_error(field if field in form.fields else None, refusal.sentence)
    rows = signer_rows(case)
    context = {"case": case, "form": form, "rows": rows, "back_href": back, "title": _("Further signers")}
    context |= {"waiting": any(not row["stands"] for row in rows), "submit_label": _("Name and ask")}
    return render(request, template, context, status=422 if request.method == "POST" else 200)


def _mine(request: HttpRequest, signer_id: int) -> Signer:
    return get_object_or_404(signings_visible_to(request.actor), pk=signer_id)  # type: ignore[attr-defined]
