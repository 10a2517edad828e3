"""What has to be handed in, for the situation somebody is in."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from items.api.one import elements_of, terms_of
from items.api.public import CODE, KNOWN, VERSION, PublicView, answers, version_asked
from items.frozen import materials_of
from items.models import QuestionKind, Situation, SituationOption
from items.rules.materials import needed_materials

LONGEST, MOST = 130, 20
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
    """A question of the guide."""

    key = serializers.CharField()
    ask = serializers.CharField()
    kind = serializers.ChoiceField(QuestionKind.values)
    options = OptionSerializer(many=True)


class NeededSerializer(serializers.Serializer[Any]):
    """A material that applies; `why` is the answer or the condition, `details` all that is kept of it."""

    name = serializers.CharField()
    required = serializers.BooleanField()  # type: ignore[assignment]
    why = serializers.CharField(allow_blank=True)
    details = serializers.DictField(child=serializers.JSONField(allow_null=True))


class MaterialsSerializer(serializers.Serializer[Any]):
    """The list for these answers (I-18), and the questions with what was chosen; `terms` as of the whole item."""

    code = serializers.CharField()
    version = serializers.IntegerField()
    materials = NeededSerializer(many=True)
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
        """The materials that apply after these answers, each with why it is asked."""
        version = version_asked(code, request)
        questions = list(Situation.objects.filter(version=version).prefetch_related("options").order_by("order"))
        chosen = chosen_of(questions, request.query_params.getlist("situation"))
        specs = materials_of(version.pk)
        needed = {each.spec_id: each for each in needed_materials([spec.as_rule() for spec in specs], chosen)}
        elements = elements_of(version)
        return Response(
            {
                **{"code": code, "version": version.number},
                "materials": [
                    {
                        "name": spec.name,
                        "required": needed[spec.pk].required,
                        "why": needed[spec.pk].why,
                        "details": row,
                    }
                    for spec, row in zip(specs, elements["materials"], strict=True)
                    if spec.pk in needed
                ],
                "questions": [asked(question, chosen) for question in questions],
                "terms": terms_of({"materials": elements["materials"]}),
            }
        )


def chosen_of(questions: Iterable[Situation], given: list[str]) -> set[int]:
    """The options that are meant. Raises ValidationError for one that is unknown, that two questions have, or that is
    the second to a question with one answer.
    """
    if len(given) > MOST:
        raise wrong(_("At most %(most)d answers.") % {"most": MOST})
    options = [(question, option) for question in questions for option in question.options.all()]
    chosen: dict[int, Situation] = {}
    for words in given:
        found = [(question, option) for question, option in options if words in names_of(question, option)]
        if not found:
            raise wrong(_("No answer of this item is called “%(words)s”.") % {"words": words[:LONGEST]})
        if len(found) > 1:
            raise wrong(_("Several questions have the answer “%(words)s”: name the question.") % {"words": words})
        question, option = found[0]
        if question.kind != QuestionKind.MULTI and question in chosen.values() and option.pk not in chosen:
            raise wrong(_("“%(ask)s” takes one answer.") % {"ask": question.ask})
        chosen[option.pk] = question
    return set(chosen)


def wrong(sentence: str) -> serializers.ValidationError:
    """The refusal of an answer."""
    return serializers.ValidationError({"situation": sentence})


def names_of(question: Situation, option: SituationOption) -> tuple[str, str, str]:
    """What an option may be called in an address."""
    return option.label, key_of(question, option), f"{question_key(question)}:{option.label}"


def question_key(question: Situation) -> str:
    """The key of a question, as the whole item has it."""
    return question.key or f"q{question.order}"


def key_of(question: Situation, option: SituationOption) -> str:
    """The key of an option: that of its question and its place."""
    return f"{question_key(question)}.{option.order}"


def asked(question: Situation, chosen: set[int]) -> dict[str, Any]:
    """A question as data of the API."""
    return {
        **{"key": question_key(question), "ask": question.ask, "kind": question.kind},
        "options": [
            {
                **{"key": key_of(question, option), "label": option.label, "reject": option.reject},
                "chosen": option.pk in chosen,
            }
            for option in question.options.all()
        ],
    }
