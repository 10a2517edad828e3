"""Signing in and out, registering."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from core import clock
from core.encryption import decrypt, encrypt
from core.identifiers import InvalidIdentifier
from core.refusal import Refusal
from identity.access import address_of
from identity.models import Account
from identity.services import codes, registering, sessions, signin
from portal.forms_signin import CodeForm, PasswordForm, RegisterForm, StaffForm, TokenForm, without_code

PROVEN, HALF = "proven_phone", "half_signed_in"
STEP_SECONDS = 600
"""How long the first of two steps is remembered."""
IN_SESSION = "django_session.phone"


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Citizens by phone and code; a phone that is not known goes on to register. Without a code yet, one is sent."""
    if request.method == "POST" and not request.POST.get("code", "").strip():
        return send_code(request)
    form = CodeForm(request.POST or None, initial={"phone": _clear(request.session.get("code_phone", ""))})
    sent = bool(request.session.get("code_sent"))
    form.fields["code" if sent else "phone"].widget.attrs["autofocus"] = True

    def act() -> HttpResponse:
        account = signin.sign_in_with_code(request, **form.cleaned_data, address=address_of(request))
        if account is None:
            _remember(request, PROVEN, _covered(form.cleaned_data["phone"]))
            return redirect(f"{reverse('portal:register')}?next={safe_next(request)}")
        for kept in ("code_phone", "code_sent"):
            request.session.pop(kept, None)
        return redirect(safe_next(request))

    return _page(request, form, act, "portal/sign_in.html", _code_context(sent))


@require_POST
def send_code(request: HttpRequest) -> HttpResponse:
    """Send a code for signing in; the answer is the same whoever owns the number."""
    form = without_code(CodeForm(request.POST))

    def act() -> HttpResponse:
        try:
            codes.send_code(form.cleaned_data["phone"], purpose="sign-in", address=address_of(request))
        except Refusal as refusal:
            raise Refusal(refusal.code, refusal.sentence, field="phone") from refusal
        request.session["code_phone"], request.session["code_sent"] = _covered(form.cleaned_data["phone"]), True
        messages.success(request, _("We sent you a code. It is valid for 10 minutes."))
        return redirect(f"{reverse('portal:sign_in')}?{urlencode({'next': safe_next(request)})}")

    return _page(request, form, act, "portal/sign_in.html", _code_context(sent=False))


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def password_sign_in(request: HttpRequest) -> HttpResponse:
    """Citizens by phone and password."""
    form = PasswordForm(request.POST or None)

    def act() -> HttpResponse:
        signin.sign_in_with_password(request, **form.cleaned_data, address=address_of(request))
        return redirect(safe_next(request))

    return _page(request, form, act, "portal/password_sign_in.html", {})


@never_cache
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Name and identity number of somebody whose phone was just proven."""
    phone = _clear(_remembered(request, PROVEN) or "")
    if not phone:
        return redirect("portal:sign_in")
    form = RegisterForm(request.POST or None)

    def act() -> HttpResponse:
        account = registering.register_citizen(**form.cleaned_data, phone=phone)
        del request.session[PROVEN]
        sessions.begin_session(request, account, address=address_of(request))
        return redirect(safe_next(request))

    return _page(request, form, act, "portal/register.html", {})


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def staff_sign_in(request: HttpRequest) -> HttpResponse:
    """Staff: user name and password first."""
    form = StaffForm(request.POST or None)

    def act() -> HttpResponse:
        account = signin.check_staff_password(**form.cleaned_data, address=address_of(request))
        _remember(request, HALF, account.pk)
        return redirect(f"{reverse('portal:staff_token')}?next={safe_next(request, 'portal:desk')}")

    return _page(request, form, act, "portal/staff_sign_in.html", {"default": "portal:desk"})


@never_cache
@require_http_methods(["GET", "POST"])
def staff_token(request: HttpRequest) -> HttpResponse:
    """Staff: then the code of the authenticator."""
    account = Account.objects.filter(pk=_remembered(request, HALF) or 0).first()
    if account is None:
        return redirect("portal:staff_sign_in")
    form = TokenForm(request.POST or None)

    def act() -> HttpResponse:
        target = safe_next(request, "portal:desk")
        signin.sign_in_staff(request, account, token=form.cleaned_data["token"], address=address_of(request))
        request.session.pop(HALF, None)
        return redirect(target)

    return _page(request, form, act, "portal/staff_token.html", {"default": "portal:desk"})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    sessions.end_session(request)
    return redirect("portal:home")


def safe_next(request: HttpRequest, default: str = "cases:space") -> str:
    """Where to go afterwards: only to our own pages."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        return target
    return reverse(default)


def _code_context(sent: bool) -> dict[str, Any]:
    return {"code_href": reverse("portal:send_code"), "sent": sent}


def _remember(request: HttpRequest, name: str, value: str | int) -> None:
    request.session[name] = [value, clock.now().timestamp()]


def _remembered(request: HttpRequest, name: str) -> Any:
    """What the first step left, None when it is too long ago: somebody else may sit there by now."""
    value, at = request.session.get(name, (None, 0.0))
    return value if clock.now().timestamp() - at < STEP_SECONDS else None


def _covered(phone: str) -> str:
    """A phone number as it may lie in a session, whose row is signed but not encrypted (G-05)."""
    return encrypt(phone.encode(), context=IN_SESSION).hex()


def _clear(covered: str) -> str:
    """The phone number; empty when there is none or its key is gone."""
    try:
        return decrypt(bytes.fromhex(covered), context=IN_SESSION).decode()
    except ValueError:
        return ""


def _page(
    request: HttpRequest, form: Form, act: Callable[[], HttpResponse], template: str, context: dict[str, Any]
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            return act()
        except (Refusal, InvalidIdentifier) as refusal:
            field = getattr(refusal, "field", None)
            form.add_error(field if field in form.fields else None, refusal.sentence)
    next_href = safe_next(request, context.get("default", "cases:space"))
    status = 422 if request.method == "POST" else 200
    return render(request, template, {"form": form, "next": next_href, **context}, status=status)
