"""Machine face of deliveries: carriers tell what happened to parcels."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import APIException, AuthenticationFailed, NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.events import PastDoer
from core.keys import key_in
from core.problems import refusals
from core.signedcalls import IsCaller, SignedBody
from deliveries.carriers import Terms, Told, terms_of
from deliveries.models import Heard, Parcel
from deliveries.rules.tracks import TOLD
from deliveries.services.tracking import hear

MAX_BYTES = 16 * 1024


class TooLarge(APIException):
    """A call that is longer than any event."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"


class CarrierSignature(SignedBody):
    """Authenticates a configured carrier; `request.auth` is its Terms. What is too long is refused unread."""

    def caller(self, request: Request) -> Terms | None:
        if (key_in(request.META.get("CONTENT_LENGTH")) or 0) > MAX_BYTES:
            raise TooLarge(_("This is longer than any event."))
        return terms_of(str(request.parser_context["kwargs"]["code"]) if request.parser_context else "")

    def authenticate_header(self, request: Request) -> str:
        return "Carrier-Signature"


class CarrierScheme(OpenApiAuthenticationExtension):
    """How the signature is described in OpenAPI."""

    target_class = "deliveries.api.CarrierSignature"
    name = "CarrierSignature"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        described = "with X-Moment: HMAC-SHA256 over moment, a full stop and the body"
        return {"type": "apiKey", "in": "header", "name": "X-Signature", "description": described}


TOLD_STATES = [state.value for state in TOLD]


class CarrierEventSerializer(serializers.Serializer[Any]):
    """One event of one parcel; `sequence` is the carrier's running number per parcel, from 1 without a gap."""

    waybill = serializers.CharField(max_length=40)
    sequence = serializers.IntegerField(min_value=1, max_value=9999)
    state = serializers.ChoiceField(choices=TOLD_STATES)
    at = serializers.DateTimeField()
    place = serializers.CharField(max_length=80, allow_blank=True, default="")
    note = serializers.CharField(max_length=120, allow_blank=True, default="")


class CarrierEvents(APIView):
    """What happened to a parcel; may be told late, twice and in any order."""

    authentication_classes = [CarrierSignature]
    permission_classes = [IsCaller]

    @extend_schema(request=CarrierEventSerializer, responses={200: None, 201: None, **refusals(404, 409, 413)})
    def post(self, request: Request, code: str) -> Response:
        """Add an event to a parcel's track, once: 201 when it is new, 200 when it was known."""
        form = CarrierEventSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        sender, told = request.auth, dict(form.validated_data)
        if not isinstance(sender, Terms):
            raise AuthenticationFailed
        parcel = Parcel.objects.filter(carrier=sender.code, waybill=told.pop("waybill")).first()
        if parcel is None:
            raise NotFound(_("We have no parcel of this number."))
        fresh = hear(parcel, [Told(**told)], heard=Heard.TOLD, by=PastDoer("client", None, sender.name))
        return Response(status=status.HTTP_201_CREATED if fresh else status.HTTP_200_OK)
