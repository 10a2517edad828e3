"""The list of everything in force."""

from typing import Any, Final

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from items.api.public import (
    BIGGEST_KEY,
    KNOWN,
    LIMIT,
    PageSerializer,
    PublicView,
    TermSerializer,
    after,
    answers,
    asked,
    page,
)
from items.elements import element
from items.elements.codelists import LEVELS
from items.models import CatalogueChange, ItemVersion, VersionState
from items.queries import shown_versions

QUERY: Final = OpenApiParameter.QUERY
FROZEN_STATES = [state.value for state in VersionState if state.frozen]
TYPES = [code.value for code in element("type").codes]
AUDIENCES = [code.value for code in element("audience").codes]
NAME, REGION = r"^[^\x00-\x20]{1,40}$", "^[0-9]{6,12}$"
FILTERS = [
    OpenApiParameter(
        "department", {"type": "string", "pattern": NAME}, QUERY, description="Key or credit code of the body."
    ),
    OpenApiParameter("type", {"type": "string", "enum": TYPES}, QUERY, description="Type of item (table 1.2)."),
    OpenApiParameter("audience", {"type": "string", "enum": AUDIENCES}, QUERY, description="Whom it serves."),
    OpenApiParameter(
        "level", {"type": "integer", "minimum": 1, "maximum": 7}, QUERY, description="Level of exercise (I-02)."
    ),
    OpenApiParameter(
        "region", {"type": "string", "pattern": REGION}, QUERY, description="Code of the region of the body."
    ),
    OpenApiParameter(
        "changed_after",
        {"type": "integer", "minimum": 0, "maximum": BIGGEST_KEY},
        QUERY,
        description="Only items with a change in the feed after this position.",
    ),
]


class ListingSerializer(PageSerializer):
    """What the list is narrowed to."""

    department = serializers.RegexField(NAME, required=False, trim_whitespace=False)
    type = serializers.ChoiceField(TYPES, required=False)
    audience = serializers.ChoiceField(AUDIENCES, required=False)
    level = serializers.IntegerField(required=False, min_value=1, max_value=7)
    region = serializers.RegexField(REGION, required=False, trim_whitespace=False)
    changed_after = serializers.IntegerField(required=False, min_value=0, max_value=BIGGEST_KEY)


class BodySerializer(serializers.Serializer[Any]):
    """The body that carries an item out."""

    key = serializers.CharField()
    name = serializers.CharField()
    uscc = serializers.CharField()
    region = serializers.CharField()


class LimitSerializer(serializers.Serializer[Any]):
    """A time limit; the unit is WD (working days), ND (days), WH (working hours) or NH (hours)."""

    days = serializers.IntegerField(allow_null=True)
    unit = serializers.CharField()


class ItemSerializer(serializers.Serializer[Any]):
    """An item in force, as lists show it."""

    code = serializers.CharField()
    base_code = serializers.CharField()
    local_code = serializers.CharField(allow_blank=True)
    name = serializers.CharField()
    type = TermSerializer()
    department = BodySerializer()
    level = TermSerializer()
    version = serializers.IntegerField()
    state = serializers.ChoiceField(FROZEN_STATES)
    kind = TermSerializer()
    audience = serializers.ListField(child=serializers.CharField())
    statutory_limit = LimitSerializer()
    promised_limit = LimitSerializer()
    visits = serializers.IntegerField()
    online_depth = TermSerializer(many=True)
    guide_url = serializers.CharField()
    url = serializers.CharField()


class ItemListSerializer(serializers.Serializer[Any]):
    """One page of items by key; `next` is the `after` of the next one, null on the last. `position` is where the feed
    stood before the page was read: changes after it may not be on it yet.
    """

    items = ItemSerializer(many=True)
    next = serializers.IntegerField(allow_null=True)
    position = serializers.IntegerField()


class Items(PublicView):
    """The items in force, those suspended among them."""

    @extend_schema(
        operation_id="list_items",
        auth=[],
        parameters=[*FILTERS, after("The `next` of the page before."), LIMIT, KNOWN],
        responses=answers(ItemListSerializer),
    )
    def get(self, request: Request) -> Response:
        """A page of items, oldest version first; all filters combine."""
        wanted = asked(ListingSerializer, request)
        position = last_position()
        found = narrowed(shown_versions(), wanted).filter(pk__gt=wanted["after"]).order_by("pk")
        versions, more = page(found.select_related("item__department__region"), wanted["limit"])
        return Response(
            {
                "items": [shown(version, request) for version in versions],
                "next": versions[-1].pk if more else None,
                "position": position,
            }
        )


def last_position() -> int:
    """Where the feed stands; 0 while it is empty."""
    return CatalogueChange.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def narrowed(versions: QuerySet[ItemVersion], wanted: dict[str, Any]) -> QuerySet[ItemVersion]:
    """Those of `versions` that fit everything wanted."""
    columns = {
        "type": "item__entry__type",
        "level": "item__level",
        "region": "item__department__region__code",
    }
    versions = versions.filter(**{column: wanted[name] for name, column in columns.items() if name in wanted})
    if name := wanted.get("department"):
        versions = versions.filter(Q(item__department__key=name) | Q(item__department__uscc=name))
    if word := wanted.get("audience"):
        versions = versions.filter(audience__contains=[word])
    if "changed_after" in wanted:
        later = CatalogueChange.objects.filter(item=OuterRef("item"), pk__gt=wanted["changed_after"])
        versions = versions.filter(Exists(later))
    return versions


def term(key: str, value: str) -> dict[str, str]:
    """A value of an element with its official term."""
    return {"value": value, "term": element(key).term_of(value)}


def shown(version: ItemVersion, request: Request) -> dict[str, Any]:
    """A version as data of the API, the short way."""
    item, body = version.item, version.item.department
    code = item.implementing_code
    levels = {each.value: each.term for each in LEVELS}
    return {
        **{"code": code, "base_code": item.entry.base_code, "local_code": version.local_code, "name": version.name},
        "type": term("type", item.entry.type),
        "department": {"key": body.key, "name": body.name, "uscc": body.uscc, "region": body.region.code},
        "level": {"value": str(item.level), "term": levels.get(str(item.level), "")},
        **{"version": version.number, "state": version.state, "kind": term("kind", version.kind)},
        "audience": version.audience,
        "statutory_limit": {"days": version.statutory_days, "unit": version.statutory_unit},
        "promised_limit": {"days": version.promised_days, "unit": version.promised_unit},
        "visits": version.visits,
        "online_depth": [term("online_depth", value) for value in version.online_depth],
        "guide_url": f"{settings.SITE_URL}/items/{code}/",
        "url": request.build_absolute_uri(reverse("catalogue:api_item", args=[code])),
    }
