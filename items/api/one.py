"""One item: everything a version says, and the versions there were."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from items.api.listing import FROZEN_STATES, ItemSerializer, shown
from items.api.public import (
    CODE,
    KNOWN,
    LIMIT,
    VERSION,
    PageSerializer,
    PublicView,
    after,
    answers,
    asked,
    page,
    version_asked,
)
from items.elements import ELEMENTS, Element
from items.exporting import shape_of
from items.models import Item, ItemVersion, VersionState
from items.rules.shapes import Shape, public

KEPT = 200


class ValiditySerializer(serializers.Serializer[Any]):
    """From when to when a version was in force (UTC); `until` is null while it is."""

    number = serializers.IntegerField()
    state = serializers.ChoiceField(FROZEN_STATES)
    since = serializers.DateTimeField(source="published_at")
    until = serializers.DateTimeField(source="ended_at", allow_null=True)
    suspended_since = serializers.DateTimeField(source="suspended_at", allow_null=True)
    suspended_because = serializers.CharField(allow_blank=True)
    cancel_on = serializers.DateField(allow_null=True)
    cancelled_because = serializers.CharField(allow_blank=True)


class LinksSerializer(serializers.Serializer[Any]):
    """Where more of this version is."""

    versions = serializers.CharField()
    materials = serializers.CharField()
    form_schema = serializers.CharField()


class OneItemSerializer(ItemSerializer):
    """A version with all its elements.

    `elements` is the item as it is kept, by key, without what only officials need (checklists, powers and conditions
    of seats, templates of papers); `headings` has the official heading of each key (of columns of tables as
    `materials.source`), `terms` the official terms of the codes that occur, by the same keys.
    """

    validity = ValiditySerializer()
    links = LinksSerializer()
    elements = serializers.DictField(child=serializers.JSONField(allow_null=True))
    headings = serializers.DictField(child=serializers.CharField())
    terms = serializers.DictField(child=serializers.DictField(child=serializers.CharField()))


class VersionsSerializer(serializers.Serializer[Any]):
    """Versions that were ever published, oldest first; `next` is the `after` of the next page, null on the last."""

    versions = ValiditySerializer(many=True)
    next = serializers.IntegerField(allow_null=True)


class OneItem(PublicView):
    """One item."""

    @extend_schema(
        operation_id="read_item",
        auth=[],
        parameters=[CODE, VERSION, KNOWN],
        responses=answers(OneItemSerializer, 404),
    )
    def get(self, request: Request, code: str) -> Response:
        """All a version says: the one in force, or any that was once published."""
        version = version_asked(code, request)
        elements = elements_of(version)
        names = {"versions": "api_versions", "materials": "api_materials", "form_schema": "form_schema"}
        links = {key: reverse(f"catalogue:{name}", args=[code]) for key, name in names.items()}
        links |= {key: f"{links[key]}?version={version.number}" for key in ("materials", "form_schema")}
        return Response(
            {
                **shown(version, request),
                "validity": ValiditySerializer(version).data,
                "links": {key: request.build_absolute_uri(link) for key, link in links.items()},
                "elements": elements,
                "headings": HEADINGS,
                "terms": terms_of(elements),
            }
        )


class Versions(PublicView):
    """The versions of one item."""

    @extend_schema(
        operation_id="list_item_versions",
        auth=[],
        parameters=[CODE, after("The `next` of the page before."), LIMIT, KNOWN],
        responses=answers(VersionsSerializer, 404),
    )
    def get(self, request: Request, code: str) -> Response:
        """Number, state and validity of every version that was ever published."""
        wanted = asked(PageSerializer, request)
        item = Item.objects.filter(implementing_code=code).first()
        if item is None:
            raise Http404
        published = item.versions.exclude(state=VersionState.DRAFT).order_by("number")
        found, more = page(published.filter(number__gt=wanted["after"]), wanted["limit"])
        if not found and not published.exists():
            raise Http404
        rows = ValiditySerializer(found, many=True).data
        return Response({"versions": rows, "next": found[-1].number if more else None})


def elements_of(version: ItemVersion) -> Shape:
    """What a version that was published tells everybody; kept in the process, for it never changes (I-12)."""
    return _elements_of(version.pk)


@lru_cache(maxsize=KEPT)
def _elements_of(version_id: int) -> Shape:
    return public(shape_of(ItemVersion.objects.select_related("item__entry").get(pk=version_id)))


def forget_elements() -> None:
    """Forget what is kept; for tests, whose rows vanish."""
    _elements_of.cache_clear()


def _headings(elements: Iterable[Element], prefix: str = "") -> Iterator[tuple[str, str]]:
    for each in elements:
        if each.internal:
            continue
        yield f"{prefix}{each.key}", each.term
        yield from _headings(each.parts, f"{prefix}{each.key}.")


HEADINGS = dict(_headings(ELEMENTS))


def terms_of(shape: Shape) -> dict[str, dict[str, str]]:
    """The official terms of the codes that occur in a shape, by the path of their element."""
    found: dict[str, dict[str, str]] = {}
    for path, value, said in _terms(ELEMENTS, shape):
        found.setdefault(path, {})[value] = said
    return found


def _terms(elements: Iterable[Element], row: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str, str]]:
    for each in elements:
        value, path = row.get(each.key), f"{prefix}{each.key}"
        for inner in value or () if each.parts else ():
            yield from _terms(each.parts, inner, f"{path}.")
        for code in (value if isinstance(value, list) else [value]) if each.codes else ():
            if code not in (None, ""):
                yield path, str(code), each.term_of(str(code))
