"""The published JSON Schema of a form."""

from django.urls import reverse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from items.api.public import CODE, KNOWN, VERSION, PublicView, answers, version_asked
from items.frozen import form_of
from items.rules.formschema import schema_of


class FormSchema(PublicView):
    """What answers to the form of an item look like."""

    @extend_schema(
        operation_id="read_form_schema",
        auth=[],
        parameters=[CODE, VERSION, KNOWN],
        responses=answers(
            OpenApiResponse({"type": "object"}, description="A JSON Schema of draft 2020-12."),
            404,
        ),
    )
    def get(self, request: Request, code: str) -> Response:
        """The JSON Schema (draft 2020-12) of the answers of one version's form."""
        version = version_asked(code, request)
        address = request.build_absolute_uri(
            f"{reverse('catalogue:form_schema', args=[code])}?version={version.number}"
        )
        return Response(schema_of(form_of(version.pk), title=version.name, address=address))
