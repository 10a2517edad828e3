"""Sending a file in parts: announce it, send the parts, ask where to go on, give it up.

After the tus protocol: `Upload-Offset` says where a part begins and where to go on. The form the file belongs to takes
it by its key (portal.middleware.PartsMiddleware). Open to whoever is signed in, each to his own uploads.
"""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from core.models import Upload
from core.refusal import Refusal
from core.services.uploads import begin_upload, forget_upload, take_part, upload_of
from identity.access import for_signed_in

OFFSET = "Upload-Offset"
MOST_DIGITS = 12


@for_signed_in
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Announce `name` and `size` (bytes), perhaps `digest` (SHA-256), `place` and `changed`; answers its address, its
    key and `offset`, where to go on. 422 with `code` and `words` when it cannot be taken."""
    said = {name: request.POST.get(name, "") for name in ("name", "digest", "place", "changed")}
    try:
        upload = begin_upload(size=_number(request.POST.get("size", "")), by=request.actor, **said)  # type: ignore[attr-defined]
    except Refusal as refusal:
        return _refused(refusal)
    return _told(upload)


@for_signed_in
@require_http_methods(["GET", "PATCH", "DELETE"])
def one(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Where the upload goes on (GET), its next part from `Upload-Offset` on (PATCH), or giving it up (DELETE). 409 with
    the offset when a part does not fit."""
    upload = upload_of(key, request.actor)  # type: ignore[attr-defined]
    if upload is None:
        raise Http404
    if request.method == "DELETE":
        forget_upload(upload)
        return HttpResponse(status=204)
    if request.method == "PATCH":
        try:
            upload = take_part(upload, request.body, start=_number(request.headers.get(OFFSET, "")))
        except Refusal as refusal:
            return _refused(refusal, upload_of(key, request.actor))  # type: ignore[attr-defined]
    return _told(upload)


def _told(upload: Upload) -> HttpResponse:
    said = {"href": reverse("portal:upload", args=[upload.key]), "key": str(upload.key), "offset": upload.received}
    return JsonResponse(said, headers={OFFSET: str(upload.received), "Cache-Control": "no-store"})


def _refused(refusal: Refusal, upload: Upload | None = None) -> HttpResponse:
    said = {"code": refusal.code, "words": refusal.sentence}
    headers = {OFFSET: str(upload.received)} if upload else {}
    return JsonResponse(said, status=409 if refusal.conflict else 422, headers=headers)


def _number(text: str) -> int:
    """A number of bytes; what is none counts as none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else -1
