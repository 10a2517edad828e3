"""One's own account: where one is signed in, and the password."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.refusal import Refusal
from identity.access import address_of, for_citizens, for_staff
from identity.models import Account
from identity.queries import sign_ins_visible_to
from identity.services.passwords import change_staff_password, set_password
from identity.services.sessions import SIGN_IN, end_other_sessions, end_sessions
from portal.forms_account import PasswordChangeForm, StaffPasswordForm, as_typed
from portal.pages import account as pages
from portal.views.codes import send_own_code


@never_cache
@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    """Where the person is signed in, since when, with which device."""
    actor = request.actor  # type: ignore[attr-defined]
    context = pages.sessions(actor, here=request.session.get(SIGN_IN, 0))
    place = "desk" if actor.is_staff else "space"
    layout = "layouts/staff.html" if actor.is_staff else "layouts/citizen.html"
    context |= {
        "layout": layout,
        "end_name": f"portal:{place}_session_end",
        "others_name": f"portal:{place}_others_end",
    }
    return render(request, "portal/sessions.html", context)


@require_POST
def end_session(request: HttpRequest, sign_in_id: int) -> HttpResponse:
    """End one session of the list."""
    actor = request.actor  # type: ignore[attr-defined]
    record = get_object_or_404(sign_ins_visible_to(actor), pk=sign_in_id)
    if end_sessions([record], by=actor):
        messages.success(request, _("The session has ended."))
    return redirect(_list_of(request))


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End every session but this one."""
    count = end_other_sessions(by=request.actor, but=request.session.get(SIGN_IN, 0))  # type: ignore[attr-defined]
    words = ngettext("%(count)d other session has ended.", "%(count)d other sessions have ended.", count)
    messages.success(request, words % {"count": count})
    return redirect(_list_of(request))


@for_citizens
@never_cache
@sensitive_post_parameters("old_password", "new", "again")
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Set or change one's password; other sessions end."""
    actor = request.actor  # type: ignore[attr-defined]
    options = {"has_password": Account.objects.get(pk=actor.account_id).has_usable_password()}
    if request.POST.get("deed") == "code":
        send_own_code(request)
        return _password_page(request, as_typed(request.POST, PasswordChangeForm, **options))
    form = PasswordChangeForm(request.POST or None, **options)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data.get(name, "") for name in ("new", "code", "old_password")}
        if _changed(request, form, partial(set_password, request, **given)):
            return redirect("portal:space_sessions")
    return _password_page(request, form)


@for_staff()
@never_cache
@sensitive_post_parameters("old_password", "new", "again")
@require_http_methods(["GET", "POST"])
def staff_password(request: HttpRequest) -> HttpResponse:
    """Staff change their own password with both factors; other sessions end."""
    form = StaffPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("new", "token", "old_password")}
        if _changed(request, form, partial(change_staff_password, request, **given)):
            return redirect("portal:desk_sessions")
    return _password_page(request, form, "portal/staff_password.html")


def _changed(request: HttpRequest, form: Form, change: Callable[..., None]) -> bool:
    """Whether the password was changed; what was refused stands beside its field."""
    try:
        change(by=request.actor, address=address_of(request))  # type: ignore[attr-defined]
    except ValidationError as weak:
        form.add_error("new", weak)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    else:
        messages.success(request, _("Your new password is set. Your other sessions have ended."))
    return not form.errors


def _password_page(request: HttpRequest, form: Form, template: str = "portal/password.html") -> HttpResponse:
    return render(request, template, {"form": form}, status=422 if form.errors else 200)


def _list_of(request: HttpRequest) -> str:
    return "portal:desk_sessions" if request.actor.is_staff else "portal:space_sessions"  # type: ignore[attr-defined]


own_sessions, own_session_end, own_others_end = (for_citizens(view) for view in (sessions, end_session, end_others))
staff_sessions, staff_session_end, staff_others_end = (
    for_staff()(view) for view in (sessions, end_session, end_others)
)
