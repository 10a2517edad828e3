"""The feed of what changed."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from items.api.public import KNOWN, LIMIT, PageSerializer, PublicView, after, answers, asked, page
from items.models import CatalogueChange, ChangeKind


class ChangeSerializer(serializers.Serializer[Any]):
    """One change; `at` in UTC, `reason` of a suspension or an end."""

    position = serializers.IntegerField()
    kind = serializers.ChoiceField(ChangeKind.values)
    code = serializers.CharField()
    name = serializers.CharField()
    version = serializers.IntegerField()
    at = serializers.DateTimeField()
    reason = serializers.CharField(allow_blank=True)


class ChangesSerializer(serializers.Serializer[Any]):
    """Changes in their order. `position` is the `after` of the next call, also when nothing was new; `more` says
    whether it has something already.
    """

    changes = ChangeSerializer(many=True)
    position = serializers.IntegerField()
    more = serializers.BooleanField()


class Changes(PublicView):
    """What was published, suspended, resumed, cancelled and superseded."""

    @extend_schema(
        operation_id="list_item_changes",
        auth=[],
        parameters=[after("The `position` of the call before; 0 for the whole history."), LIMIT, KNOWN],
        responses=answers(ChangesSerializer),
    )
    def get(self, request: Request) -> Response:
        """The next changes, oldest first; none is ever skipped."""
        wanted = asked(PageSerializer, request)
        found = CatalogueChange.objects.filter(pk__gt=wanted["after"]).order_by("pk")
        rows, more = page(found.select_related("item", "version"), wanted["limit"])
        position = rows[-1].pk if rows else wanted["after"]
        return Response({"changes": [shown(row) for row in rows], "position": position, "more": more})


def shown(row: CatalogueChange) -> dict[str, Any]:
    """A change as data of the API."""
    return {
        **{"position": row.pk, "kind": row.kind, "code": row.item.implementing_code, "name": row.version.name},
        **{"version": row.version.number, "at": row.at, "reason": row.reason},
    }
