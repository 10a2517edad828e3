"""The situations of a version as the rules see them (I-18 to I-20); `items.frozen` keeps published ones."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from items.models import EffectKind, FeeSpec, ItemVersion, MaterialSpec, Situation, SituationOption
from items.rules.optionnames import MOST, UnclearAnswer
from items.rules.pricing import Pricing, UnclearBand, pricing_of
from items.rules.situations import Effect, Fee, Option, Outcome, Question, in_general, outcome_of

LONGEST = 130
"""Signs of an answer that is not understood that are said back."""


def questions_of(version_id: int) -> tuple[Question, ...]:
    """The questions of a version in order, with their options and what these set besides materials."""
    rows = Situation.objects.filter(version_id=version_id).prefetch_related("options__effects").order_by("order")
    return tuple(_question(row) for row in rows)


def fees_of(version_id: int) -> tuple[Fee, ...]:
    """The usual fees of a version, in order."""
    rows = FeeSpec.objects.filter(version_id=version_id).order_by("order")
    return tuple(Fee(row.name, row.standard, row.amount_fen, pricing=_pricing(row)) for row in rows)


def _pricing(row: FeeSpec) -> Pricing | None:
    """What its units cost; None also for bands of a draft that are not clear yet."""
    try:
        return pricing_of(vars(row))
    except UnclearBand:
        return None


def specs_of(version_id: int) -> tuple[MaterialSpec, ...]:
    """The materials of a version with the answers that touch them, in order."""
    specs = MaterialSpec.objects.filter(version_id=version_id).prefetch_related("effects__option").order_by("order")
    return tuple(specs)


def outcome_for(version: ItemVersion, chosen: Collection[int]) -> Outcome:
    """What these answers lead to; without any that counts, what is told in general. Reads the version anew, also one
    that is not published."""
    questions, fees = questions_of(version.pk), fees_of(version.pk)
    rules = [spec.as_rule() for spec in specs_of(version.pk)]
    found = outcome_of(questions, rules, fees, chosen)
    return found if found.path.given or not questions else in_general(questions, rules, fees)


def unclear_words(unclear: UnclearAnswer) -> str:
    """Why answers that a connected system names are not understood."""
    sentences = {
        "too_many": _("At most %(most)d answers."),
        "unknown": _("No answer of this item is called “%(words)s”."),
        "several": _("Several questions have the answer “%(words)s”: name the question."),
        "second": _("“%(words)s” takes one answer."),
    }
    return sentences[unclear.code] % {"most": MOST, "words": unclear.words[:LONGEST]}


def _question(row: Situation) -> Question:
    return Question(
        id=row.pk,
        order=row.order,
        key=row.key or f"q{row.order}",
        ask=row.ask,
        kind=row.kind,
        options=tuple(_option(option) for option in row.options.all()),
        depends_on=row.depends_on,
        depends_option=row.depends_option,
    )


def _option(row: SituationOption) -> Option:
    effects = sorted((one for one in row.effects.all() if not EffectKind(one.kind).on_material), key=lambda one: one.pk)
    return Option(
        id=row.pk,
        label=row.label,
        jump_to=row.jump_to,
        reject=row.reject,
        effects=tuple(Effect(one.kind, one.target, one.amount) for one in effects),
    )
