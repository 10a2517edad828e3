"""Machine face of the exchange: partners send results back."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import AuthenticationFailed, NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.problems import refusals
from core.refusal import Refusal
from core.signedcalls import IsCaller, SignedBody
from linkage.exchange.inbound import Answer, take_answer
from linkage.exchange.partners import Partner, partner


class PartnerSignature(SignedBody):
    """Authenticates a registered partner; `request.auth` is the Partner."""

    def caller(self, request: Request) -> Partner | None:
        return partner(request.headers.get("X-Partner", ""))

    def authenticate_header(self, request: Request) -> str:
        return "Partner-Signature"


class PartnerScheme(OpenApiAuthenticationExtension):
    """How the signature is described in OpenAPI."""

    target_class = "linkage.api.PartnerSignature"
    name = "PartnerSignature"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        described = "with X-Partner and X-Moment: HMAC-SHA256 over moment, a full stop and the body"
        return {"type": "apiKey", "in": "header", "name": "X-Signature", "description": described}


class AnswerSerializer(serializers.Serializer[Answer]):
    """A result about a case; `key` is the partner's own, repeats change nothing."""

    key = serializers.CharField(max_length=60)
    receipt_no = serializers.CharField(max_length=24)
    title = serializers.CharField(max_length=120)
    text = serializers.CharField(max_length=4000, allow_blank=True)


class PartnerResults(APIView):
    """Results that partners send back."""

    authentication_classes = [PartnerSignature]
    permission_classes = [IsCaller]

    @extend_schema(request=AnswerSerializer, responses={201: AnswerSerializer, **refusals(404, 409)})
    def post(self, request: Request) -> Response:
        """Store a result on the case with this receipt number, once per key."""
        form = AnswerSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        sender = request.auth
        if not isinstance(sender, Partner):
            raise AuthenticationFailed
        try:
            take_answer(Answer(**form.validated_data), sender=sender)
        except Refusal as refusal:
            if refusal.conflict:
                raise
            raise NotFound(refusal.sentence) from refusal
        return Response(form.validated_data, status=status.HTTP_201_CREATED)
