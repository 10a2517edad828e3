"""Machine face of licences: verified by anybody, fetched by connected systems with a purpose (L-10, L-12, L-14)."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.services.fetching import Fetch, share_licence
from core import clock
from core.masking import Audience, Kind, mask
from core.problems import refusals
from core.ratelimits import Rate, count_try
from identity.access import address_of
from identity.api import IsClient, KeyAuthentication, client_actor
from identity.models import PartyKind
from spaces.models import Licence
from spaces.rules import is_valid_on, state_on
from spaces.services.issuing import said_by
from spaces.services.showing import scan_code, verify_shown

PER_ADDRESS = (Rate(60, 60),)
PER_CLIENT = (Rate(600, 60),)
CODE = OpenApiParameter("code", {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}, OpenApiParameter.PATH)


class NoNul(serializers.CharField):
    """Text without control characters, which belong into no name or purpose."""

    def to_internal_value(self, data: Any) -> str:
        words = super().to_internal_value(data)
        if not words.isprintable():
            raise serializers.ValidationError(_("Leave out control characters."))
        return str(words)


class VerifiedSerializer(serializers.Serializer[Any]):
    """What anybody may know of a licence: state and a few fields; a person's name is masked (L-14)."""

    name = serializers.CharField()
    number = serializers.CharField()
    identifier = serializers.CharField()
    version = serializers.IntegerField()
    state = serializers.CharField(
        help_text="01 valid, 02 withheld, 03 rescinded, 04 cancelled, 05 lapsed, 06, 07 revoked"
    )
    valid = serializers.BooleanField()
    valid_until = serializers.DateField(allow_null=True)
    issuer = serializers.CharField()
    holder = serializers.CharField()


class ShownSerializer(serializers.Serializer[Any]):
    """A code scanned from a phone, and what for."""

    code = NoNul(max_length=40)
    purpose = NoNul(min_length=2, max_length=100)


class FetchSerializer(serializers.Serializer[Any]):
    """Whose licence of which kind, what for, and the case in hand or the authorisation it rests on."""

    name = NoNul(max_length=120)
    holder_code = NoNul(max_length=30)
    purpose = NoNul(min_length=2, max_length=200)
    receipt_no = NoNul(max_length=24, required=False, default="")
    authorisation = NoNul(max_length=32, required=False, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if bool(attrs["receipt_no"]) == bool(attrs["authorisation"]):
            raise serializers.ValidationError(
                {"receipt_no": _("Send a receipt number or an authorisation, one of them.")}
            )
        return attrs


class FetchedSerializer(serializers.Serializer[Any]):
    """A licence as it was issued: the metadata by their short names (6.3), KZ_ for fields of its kind."""

    state = serializers.CharField()
    metadata = serializers.DictField(child=serializers.CharField(allow_blank=True))
    use = serializers.IntegerField(help_text="Number of the row in the log of uses, which the holder can see.")


class Verification(APIView):
    """The state of a licence by the code printed on it."""

    authentication_classes: list[type] = []
    permission_classes: list[type] = []

    @extend_schema(
        operation_id="verify_licence", parameters=[CODE], responses={200: VerifiedSerializer, **refusals(404, 422)}
    )
    def get(self, request: Request, code: str) -> Response:
        """Anybody may ask, at a bearable pace; a change of state is seen at once."""
        count_try(f"verify-api:{address_of(request._request)}", PER_ADDRESS)
        found = Licence.objects.select_related("issuer", "holder").filter(verify_code=code).first()
        if found is None:
            raise Http404
        return Response(verified(found), headers={"Cache-Control": "no-store"})


class Shown(APIView):
    """A verifier's own system scans a code that a holder shows."""

    authentication_classes = [KeyAuthentication]
    permission_classes = [IsClient]

    @extend_schema(
        operation_id="scan_shown_licence",
        request=ShownSerializer,
        responses={200: VerifiedSerializer, **refusals(409, 422)},
    )
    def post(self, request: Request) -> Response:
        """The code is spent; the holder is told which system verified it (L-12)."""
        actor = client_actor(request)
        count_try(f"scan-api:{actor.account_id}", PER_CLIENT)
        form = ShownSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        found = scan_code(form.validated_data["code"])
        verify_shown(found, purpose=form.validated_data["purpose"], by=actor)
        return Response(verified(found.licence), headers={"Cache-Control": "no-store"})


class Fetching(APIView):
    """Licences for other systems and departments."""

    authentication_classes = [KeyAuthentication]
    permission_classes = [IsClient]

    @extend_schema(
        operation_id="fetch_licence",
        request=FetchSerializer,
        responses={200: FetchedSerializer, **refusals(409, 422)},
    )
    def post(self, request: Request) -> Response:
        """The whole licence, for a case in hand or with the holder's authorisation; each fetch is written down."""
        actor = client_actor(request)
        count_try(f"fetch-api:{actor.account_id}", PER_CLIENT)
        form = FetchSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        use = share_licence(Fetch(**form.validated_data), by=actor)
        body = {"state": use.licence.state, "metadata": said_by(use.licence), "use": use.pk}
        return Response(body, headers={"Cache-Control": "no-store"})


def verified(licence: Licence) -> dict[str, Any]:
    """The fewest fields that let somebody compare what he is shown (L-14)."""
    today, holder = clock.today(), licence.holder
    days = licence.valid_from, licence.valid_until
    is_person = holder.kind == PartyKind.PERSON
    return {
        **{"name": licence.name, "number": licence.number, "identifier": licence.identifier},
        **{"version": licence.version, "state": state_on(licence.state, *days, today)},
        "valid": is_valid_on(licence.state, *days, today),
        "valid_until": licence.valid_until.isoformat() if licence.valid_until else None,
        "issuer": licence.issuer.name,
        "holder": mask(Kind.NAME, licence.named_holder, Audience.PUBLIC) if is_person else licence.named_holder,
    }
