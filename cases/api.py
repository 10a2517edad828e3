"""Machine face of cases: connected systems file applications and follow them."""

import base64
import binascii
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
from core.identifiers import InvalidIdentifier
from core.refusal import Refusal
from identity.api import IsClient, KeyAuthentication, client_actor

KEY_HEADER = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, required=True)


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


class ProblemSerializer(serializers.Serializer[Any]):
    """Why a call was refused: a stable code and a sentence."""

    code = serializers.CharField()
    detail = serializers.CharField()
    field = serializers.CharField(allow_null=True)


class CaseListSerializer(serializers.Serializer[Any]):
    """One page of cases, newest first; `next` continues with older ones."""

    cases = CaseSerializer(many=True)
    next = serializers.CharField()


class Cases(APIView):
    """Cases of the connected system's department."""

    authentication_classes = [KeyAuthentication]
    permission_classes = [IsClient]

    @extend_schema(
        operation_id="list_cases", responses={200: CaseListSerializer}, parameters=[OpenApiParameter("after", int)]
    )
    def get(self, request: Request) -> Response:
        """The newest cases first, page by key."""
        page = page_of(visible_to(client_actor(request)).select_related("version"), request.query_params, size=50)
        due = due_days(page.rows)
        return Response({"cases": [shown(case, due.get(case.pk)) for case in page.rows], "next": page.next_href})

    @extend_schema(
        request=FilingSerializer,
        parameters=[KEY_HEADER],
        responses={201: CaseSerializer, 400: ProblemSerializer, 409: ProblemSerializer, 422: ProblemSerializer},
    )
    def post(self, request: Request) -> Response:
        """Create, receive and accept a case. The same Idempotency-Key answers the same case."""
        key = request.headers.get("Idempotency-Key", "").strip()
        if not 1 <= len(key) <= 80:
            return problem("idempotency_key", _("Send an Idempotency-Key of 1 to 80 characters."), 400)
        form = FilingSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        data = form.validated_data
        filing = Filing(
            key=key,
            item=data["item"],
            applicant=PartyFacts(**data["applicant"]),
            answers=data["answers"],
            files=[FileFacts(**facts) for facts in data["files"]],
        )
        try:
            accepted = file_case(filing, by=client_actor(request))
        except InvalidIdentifier as wrong:
            return problem(wrong.code, wrong.sentence, 422, "applicant")
        except Refusal as refusal:
            return problem(refusal.code, refusal.sentence, 409 if refusal.conflict else 422, refusal.field)
        return Response(shown(accepted.case, accepted.due_on), status=status.HTTP_201_CREATED)


class OneCase(APIView):
    """One case by its receipt number."""

    authentication_classes = [KeyAuthentication]
    permission_classes = [IsClient]

    @extend_schema(operation_id="read_case", responses={200: CaseSerializer})
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


def problem(code: str, sentence: str, status_code: int, field: str | None = None) -> Response:
    """A refused call."""
    return Response({"code": code, "detail": sentence, "field": field}, status=status_code)
