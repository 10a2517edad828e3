"""Machine face of cases: connected systems file applications and follow them."""

import base64
import binascii
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.models import Case, Clock, ClockKind
from cases.queries.paging import page_of
from cases.queries.visibility import visible_to
from cases.services.filing import FileFacts, Filing, PartyFacts, file_case
from core.problems import refusals
from identity.api import IsClient, KeyAuthentication, client_actor

KEY_FORM = re.compile(r"[A-Za-z0-9._:-]{1,80}")
KEY_HEADER = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "pattern": f"^{KEY_FORM.pattern}$"},
    OpenApiParameter.HEADER,
    required=True,
    description="Made by the caller; a repeat with the same key answers the same case.",
)
BIGGEST_KEY = 2**63 - 1
AFTER = OpenApiParameter("after", {"type": "integer", "minimum": 1, "maximum": BIGGEST_KEY}, OpenApiParameter.QUERY)
RECEIPT_NO = OpenApiParameter("receipt_no", {"type": "string", "minLength": 1, "maxLength": 24}, OpenApiParameter.PATH)


class ApplicantSerializer(serializers.Serializer[Any]):
    """Who applies."""

    kind = serializers.ChoiceField(choices=["person", "enterprise"])
    name = serializers.CharField(max_length=120)
    code = serializers.CharField(max_length=22)
    phone = serializers.CharField(max_length=20, required=False, allow_blank=True, default="")


class FileSerializer(serializers.Serializer[Any]):
    """One file of a material, base64."""

    material = serializers.CharField(max_length=120)
    name = serializers.CharField(max_length=120)
    content = serializers.CharField()

    def validate_content(self, value: str) -> bytes:
        try:
            return base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError) as error:
            raise serializers.ValidationError(_("This is not base64.")) from error


class FilingSerializer(serializers.Serializer[Any]):
    """A complete application."""

    item = serializers.CharField(max_length=36)
    applicant = ApplicantSerializer()
    situation = serializers.ListField(
        child=serializers.CharField(max_length=130),
        required=False,
        default=list,
        help_text="Answers to the item's situation questions, named as in `/api/v1/items/{code}/materials/`.",
    )
    answers = serializers.DictField(child=serializers.JSONField(), required=False, default=dict)
    files = FileSerializer(many=True, required=False, default=list)


class CaseSerializer(serializers.Serializer[Any]):
    """A case as a connected system sees it; days are dates in Asia/Shanghai."""

    receipt_no = serializers.CharField()
    case_no = serializers.CharField(allow_null=True)
    state = serializers.CharField()
    item = serializers.CharField(source="version.name")
    applicant = serializers.CharField(source="applicant_name")
    due_on = serializers.DateField(allow_null=True)


class CaseListSerializer(serializers.Serializer[Any]):
    """One page of cases, newest first; `next` continues with older ones."""

    cases = CaseSerializer(many=True)
    next = serializers.CharField()


class PageSerializer(serializers.Serializer[Any]):
    """Where a list goes on."""

    after = serializers.IntegerField(required=False, min_value=1, max_value=BIGGEST_KEY)


class Cases(APIView):
    """Cases of the connected system's department."""

    authentication_classes = [KeyAuthentication]
    permission_classes = [IsClient]

    @extend_schema(operation_id="list_cases", responses={200: CaseListSerializer, **refusals()}, parameters=[AFTER])
    def get(self, request: Request) -> Response:
        """The newest cases first, page by key."""
        PageSerializer(data=request.query_params).is_valid(raise_exception=True)
        page = page_of(visible_to(client_actor(request)).select_related("version"), request.query_params, size=50)
        due = due_days(page.rows)
        return Response({"cases": [shown(case, due.get(case.pk)) for case in page.rows], "next": page.next_href})

    @extend_schema(
        request=FilingSerializer,
        parameters=[KEY_HEADER],
        responses={201: CaseSerializer, **refusals(409, 422)},
    )
    def post(self, request: Request) -> Response:
        """Create, receive and accept a case. The same Idempotency-Key answers the same case."""
        key = request.headers.get("Idempotency-Key", "").strip()
        if not KEY_FORM.fullmatch(key):
            sentence = _("Send an Idempotency-Key of 1 to 80 letters, digits, dots, colons, hyphens or underscores.")
            raise serializers.ValidationError({"Idempotency-Key": sentence})
        form = FilingSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        data = form.validated_data
        filing = Filing(
            key=key,
            item=data["item"],
            applicant=PartyFacts(**data["applicant"]),
            situation=data["situation"],
            answers=data["answers"],
            files=[FileFacts(**facts) for facts in data["files"]],
        )
        accepted = file_case(filing, by=client_actor(request))
        return Response(shown(accepted.case, accepted.due_on), status=status.HTTP_201_CREATED)


class OneCase(APIView):
    """One case by its receipt number."""

    authentication_classes = [KeyAuthentication]
    permission_classes = [IsClient]

    @extend_schema(operation_id="read_case", parameters=[RECEIPT_NO], responses={200: CaseSerializer, **refusals(404)})
    def get(self, request: Request, receipt_no: str) -> Response:
        """State and due day of one case."""
        case = visible_to(client_actor(request)).select_related("version").filter(receipt_no=receipt_no).first()
        if case is None:
            raise Http404
        return Response(shown(case, due_days([case]).get(case.pk)))


def shown(case: Case, due_on: date | None) -> dict[str, Any]:
    """A case as data of the API."""
    return {
        **{"receipt_no": case.receipt_no, "case_no": case.case_no, "state": case.state, "item": case.version.name},
        **{"applicant": case.applicant_name, "due_on": due_on.isoformat() if due_on else None},
    }


def due_days(cases: Sequence[Case]) -> dict[int, date]:
    """The last day of the promise by case, in one statement."""
    return {found.case_id: found.last_day for found in Clock.objects.filter(case__in=cases, kind=ClockKind.PROMISED)}
