"""Where gateways tell us of payments: signed, bounded, answered at once, believed only after comparing."""

import structlog
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core import clock
from core.keys import key_in
from core.refusal import Refusal
from payments.gateways import Gateway, NoticeRefused, gateway, gateway_codes
from payments.services.paying import settle

MOST_BYTES = 64 * 1024
logger = structlog.get_logger()


@csrf_exempt
@require_POST
def notice(request: HttpRequest, code: str) -> HttpResponse:
    """One notice of one gateway. A wrong signature is 401, a number we never gave 404, too long a body 413; what we
    take or took before is answered as the gateway expects it, so that it stops telling us.
    """
    if code not in gateway_codes():
        raise Http404
    length = key_in(request.headers.get("Content-Length"))
    if length is None or length > MOST_BYTES:
        return HttpResponse(status=413)
    teller = gateway(code)
    try:
        standing = teller.read_notice(request.headers, request.body, now=clock.now())
    except NoticeRefused as reason:
        logger.warning("payment_notice_refused", gateway=code, why=str(reason))
        return HttpResponse(status=401)
    try:
        settle(standing, code=code)
    except Refusal as refusal:
        if not refusal.conflict:
            logger.warning("payment_notice_unknown", gateway=code)
            return HttpResponse(status=404)
        return _answer(teller, taken=False)
    return _answer(teller, taken=True)


def _answer(teller: Gateway, *, taken: bool) -> HttpResponse:
    reply = teller.reply(taken=taken)
    return HttpResponse(reply.body, status=reply.status, content_type=reply.content_type)
