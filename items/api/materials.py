"""What has to be handed in, for the situation somebody is in."""

from collections.abc import Iterable
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from items.api.one import elements_of, terms_of
from items.api.public import CODE, KNOWN, VERSION, PublicView, answers, version_asked
from items.frozen import days_of_route, materials_of, outcome_of, routes_of, situations_of
from items.models import ItemVersion, QuestionKind
from items.rules.optionnames import MOST, UnclearAnswer, key_of, named_options
from items.rules.situations import Outcome, Question
from items.situations import unclear_words

ANSWER = r"^[^\x00]{1,130}$"
SITUATION = OpenApiParameter(
    "situation",
    {"type": "array", "items": {"type": "string", "pattern": ANSWER}, "maxItems": MOST},
    OpenApiParameter.QUERY,
    explode=True,
    description=(
        "An answer, repeated for several questions: the label of an option, its key (`q1.2`), or `question:label` "
        "where two questions have the same label."
    ),
)


class OptionSerializer(serializers.Serializer[Any]):
    """An answer that can be given; `reject` says why nobody who answers so can apply."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    reject = serializers.CharField(allow_blank=True)
    chosen = serializers.BooleanField()


class QuestionSerializer(serializers.Serializer[Any]):
    """A question of the guide; `asked` says whether it is asked with these answers."""

    key = serializers.CharField()
    ask = serializers.CharField()
    kind = serializers.ChoiceField(QuestionKind.values)
    asked = serializers.BooleanField()
    options = OptionSerializer(many=True)


class NeededSerializer(serializers.Serializer[Any]):
    """A material that applies; `why` is the answer or the condition, `copies` how many are needed, `details` all that
    is kept of it."""

    name = serializers.CharField()
    required = serializers.BooleanField()  # type: ignore[assignment]
    why = serializers.CharField(allow_blank=True)
    copies = serializers.IntegerField()
    details = serializers.DictField(child=serializers.JSONField(allow_null=True))


class FeeSerializer(serializers.Serializer[Any]):
    """A charge; `amount_fen` is null when it is computed case by case, `why` the answer that set it."""

    name = serializers.CharField()
    standard = serializers.CharField()
    amount_fen = serializers.IntegerField(allow_null=True)
    why = serializers.CharField(allow_blank=True)
    prices = serializers.SerializerMethodField()

    @extend_schema_field(serializers.CharField())
    def get_prices(self, fee: Any) -> str:
        """What a unit costs, in words; empty for a fee without unit prices."""
        return fee.pricing.words if fee.pricing else ""


class RouteSerializer(serializers.Serializer[Any]):
    """The way an answer chose; `days` are the working days of all its stages."""

    kind = serializers.CharField()
    days = serializers.IntegerField()


class MaterialsSerializer(serializers.Serializer[Any]):
    """What follows from these answers (I-18), and the questions with what was chosen; `rejected` says why nobody with
    these answers can apply, `terms` as of the whole item."""

    code = serializers.CharField()
    version = serializers.IntegerField()
    rejected = serializers.CharField(allow_blank=True)
    materials = NeededSerializer(many=True)
    fees = FeeSerializer(many=True)
    route = RouteSerializer(allow_null=True)
    questions = QuestionSerializer(many=True)
    terms = serializers.DictField(child=serializers.DictField(child=serializers.CharField()))


class Materials(PublicView):
    """The materials of one item."""

    @extend_schema(
        operation_id="list_item_materials",
        auth=[],
        parameters=[CODE, VERSION, SITUATION, KNOWN],
        responses=answers(MaterialsSerializer, 404),
    )
    def get(self, request: Request, code: str) -> Response:
        """The materials that apply after these answers, each with why it is asked; answers to questions that are not
        asked change nothing."""
        version = version_asked(code, request)
        questions = situations_of(version.pk)
        chosen = chosen_of(questions, request.query_params.getlist("situation"))
        specs = materials_of(version.pk)
        outcome = outcome_of(version.pk, chosen)
        needed = {each.spec_id: each for each in outcome.materials}
        elements = elements_of(version)
        return Response(
            {
                **{"code": code, "version": version.number, "rejected": outcome.path.rejection},
                "materials": [
                    {
                        "name": spec.name,
                        "required": needed[spec.pk].required,
                        "why": needed[spec.pk].why,
                        "copies": needed[spec.pk].copies,
                        "details": row,
                    }
                    for spec, row in zip(specs, elements["materials"], strict=True)
                    if spec.pk in needed
                ],
                "fees": FeeSerializer(outcome.fees, many=True).data,
                "route": chosen_route(version, outcome),
                "questions": [asked(question, outcome) for question in questions],
                "terms": terms_of({"materials": elements["materials"]}),
            }
        )


def chosen_route(version: ItemVersion, outcome: Outcome) -> dict[str, Any] | None:
    """The route of the kind an answer chose."""
    route = next((one for one in routes_of(version.pk) if one.kind == outcome.route), None)
    return {"kind": route.kind, "days": days_of_route(route.pk)} if route else None


def chosen_of(questions: Iterable[Question], given: list[str]) -> set[int]:
    """The options that are meant. Raises ValidationError for what is not clear."""
    try:
        return named_options(questions, given)
    except UnclearAnswer as unclear:
        raise serializers.ValidationError({"situation": unclear_words(unclear)}) from unclear


def asked(question: Question, outcome: Outcome) -> dict[str, Any]:
    """A question as data of the API."""
    return {
        **{"key": question.key, "ask": question.ask, "kind": question.kind},
        "asked": question in outcome.path.asked,
        "options": [
            {
                **{"key": key_of(question, option), "label": option.label, "reject": option.reject},
                "chosen": option.id in outcome.path.chosen,
            }
            for option in question.options
        ],
    }
