"""What trial installations show instead of sending it: short messages and second factors. Production has no
such page.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from core import clock
from notices.models import TrialSms


@never_cache
@require_GET
def messages(request: HttpRequest) -> HttpResponse:
    """The latest short messages, and the present code of one member of staff when his user name is given."""
    username = request.GET.get("username", "").strip()
    device = TOTPDevice.objects.filter(user__username=username).first() if username else None
    context = {
        "messages_sent": TrialSms.objects.order_by("-pk")[:30],
        **{"username": username, "token": _token(device) if device else ""},
    }
    return render(request, "portal/trial_messages.html", context)


def _token(device: TOTPDevice) -> str:
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = clock.now().timestamp()
    return f"{totp.token():0{device.digits}d}"
