"""What all public reads of the catalogue have in common."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from core.problems import ProblemSerializer
from items.models import LIVE_STATES, ItemVersion, VersionState

Row = TypeVar("Row", bound=Model)
BIGGEST, BIGGEST_KEY = 2**31 - 1, 2**63 - 1
USUAL, MOST = 50, 100
"""Rows of a page."""
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
LIMIT = OpenApiParameter(
    "limit",
    {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
    OpenApiParameter.QUERY,
    description="Rows of a page at most.",
)
KNOWN = OpenApiParameter(
    "If-None-Match",
    {"type": "string"},
    OpenApiParameter.HEADER,
    description="The ETag of an earlier answer; 304 when nothing has changed since.",
)
UNCHANGED = OpenApiResponse(description="Nothing has changed since the answer with this ETag.")


def answers(ok: Any, *refused: int) -> dict[int, Any]:
    """What a read documents: its answer, 304, wrong input, and other refusals."""
    return {200: ok, 304: UNCHANGED, **dict.fromkeys([400, *refused], ProblemSerializer)}


def after(what: str) -> OpenApiParameter:
    """The parameter a next page begins behind."""
    schema = {"type": "integer", "minimum": 0, "maximum": BIGGEST_KEY}
    return OpenApiParameter("after", schema, OpenApiParameter.QUERY, description=what)


class PageSerializer(serializers.Serializer[Any]):
    """Where a list goes on, and how much of it is wanted."""

    after = serializers.IntegerField(required=False, min_value=0, max_value=BIGGEST_KEY, default=0)
    limit = serializers.IntegerField(required=False, min_value=1, max_value=MOST, default=USUAL)


class VersionSerializer(serializers.Serializer[Any]):
    """Which version is asked for."""

    version = serializers.IntegerField(required=False, min_value=1, max_value=BIGGEST)


class TermSerializer(serializers.Serializer[Any]):
    """A value of a code list with its official term."""

    value = serializers.CharField()
    term = serializers.CharField()


@method_decorator(conditional_page, name="dispatch")
class PublicView(APIView):
    """A read without key or session. It may be kept by anybody, who asks each time whether it still holds, so that a
    change is seen at once (I-17). Pages of any origin may read it; nothing but a plain GET is allowed to them.
    """

    authentication_classes: list[type] = []
    permission_classes: list[type] = []
    http_method_names = ["get", "head", "options"]

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer: HttpResponse = super().finalize_response(request, response, *args, **kwargs)
        if request.method in ("GET", "HEAD"):
            patch_cache_control(answer, public=True, no_cache=True)
            answer["Access-Control-Allow-Origin"] = "*"
            answer["Access-Control-Expose-Headers"] = "ETag"
        return answer


def asked(serializer: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """The checked query; an empty value is a wrong one, not none. Raises ValidationError."""
    form = serializer(data=request.query_params.dict())
    form.is_valid(raise_exception=True)
    return dict(form.validated_data)


def version_asked(code: str, request: Request) -> ItemVersion:
    """The version of the item that the query asks for, never a draft. Raises Http404, ValidationError."""
    number = asked(VersionSerializer, request).get("version")
    found = ItemVersion.objects.filter(item__implementing_code=code).exclude(state=VersionState.DRAFT)
    found = found.filter(number=number) if number else found.filter(state__in=LIVE_STATES)
    version = found.select_related("item__entry", "item__department__region").first()
    if version is None:
        raise Http404
    return version


def page(rows: QuerySet[Row], limit: int) -> tuple[list[Row], bool]:
    """The first rows, and whether there are more."""
    found = list(rows[: limit + 1])
    return found[:limit], len(found) > limit
