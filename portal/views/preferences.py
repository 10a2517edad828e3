"""What a visitor prefers, kept in a cookie: elder mode. The language is Django's own `set_language`."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core.context_processors import ELDER_COOKIE

YEAR_SECONDS = 365 * 24 * 60 * 60


# Without a token, so that anonymous pages are the same for everybody and can be cached whole; a stranger's site could
# at most make the letters bigger.
@csrf_exempt
@require_POST
def choose_elder_mode(request: HttpRequest) -> HttpResponse:
    """Bigger type and fewer choices, or back; then the page the visitor came from."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    answer = HttpResponseRedirect(target)
    if request.POST.get("elder") == "1":
        answer.set_cookie(ELDER_COOKIE, "1", max_age=YEAR_SECONDS, samesite="Lax", secure=request.is_secure())
    else:
        answer.delete_cookie(ELDER_COOKIE, samesite="Lax")
    return answer
