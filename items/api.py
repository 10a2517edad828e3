"""Machine face of the catalogue's forms."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.problems import ProblemSerializer
from items.frozen import form_of
from items.models import ItemVersion, VersionState
from items.rules.formschema import schema_of

BIGGEST = 2**31 - 1
CODE = OpenApiParameter(
    "code",
    {"type": "string", "pattern": "^[0-9A-Za-z-]{1,36}$"},
    OpenApiParameter.PATH,
    description="Implementing code.",
)
VERSION = OpenApiParameter(
    "version",
    {"type": "integer", "minimum": 1, "maximum": BIGGEST},
    OpenApiParameter.QUERY,
    description="Number of a version that was ever published; without it the one in force.",
)


class VersionSerializer(serializers.Serializer[Any]):
    """Which version is asked for."""

    version = serializers.IntegerField(required=False, min_value=1, max_value=BIGGEST)


class FormSchema(APIView):
    """What answers to the form of an item look like."""

    authentication_classes: list[type] = []
    permission_classes: list[type] = []

    @extend_schema(
        operation_id="read_form_schema",
        auth=[],
        parameters=[CODE, VERSION],
        responses={
            200: OpenApiResponse({"type": "object"}, description="A JSON Schema of draft 2020-12."),
            **dict.fromkeys([400, 404], ProblemSerializer),
        },
    )
    def get(self, request: Request, code: str) -> Response:
        """The JSON Schema (draft 2020-12) of the answers of one version's form."""
        asked = VersionSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        found = ItemVersion.objects.filter(item__implementing_code=code).exclude(state=VersionState.DRAFT)
        number = asked.validated_data.get("version")
        in_force = [VersionState.PUBLISHED, VersionState.SUSPENDED]
        found = found.filter(number=number) if number else found.filter(state__in=in_force)
        version = found.defer("search").first()
        if version is None:
            raise Http404
        address = request.build_absolute_uri(
            f"{reverse('catalogue:form_schema', args=[code])}?version={version.number}"
        )
        return Response(schema_of(form_of(version.pk), title=version.name, address=address))
