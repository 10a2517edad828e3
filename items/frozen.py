"""Parts of published versions, kept in the process: they never change (I-12), and every verb on a case asks for them.

Only for versions that were published; a draft's parts are read where they are edited.
"""

from collections.abc import Collection
from functools import lru_cache

from items import formrows, situations
from items.models import (
    FormField,
    MaterialSpec,
    PaperTemplate,
    Route,
    SpecialProcedureSpec,
    Stage,
    StageDuty,
)
from items.rules import situations as rules_of_situations
from items.rules.forms import Form
from items.rules.routes import days_of
from items.rules.situations import Fee, Outcome, Question

KEPT = 4000
REVIEWED = (StageDuty.REVIEW, StageDuty.DECIDE)


@lru_cache(maxsize=KEPT)
def routes_of(version_id: int) -> tuple[Route, ...]:
    """The routes of a version, in order."""
    return tuple(Route.objects.filter(version_id=version_id).order_by("order"))


@lru_cache(maxsize=KEPT)
def stages_of(route_id: int) -> tuple[Stage, ...]:
    """The reviewed stages of a route with their seats, in order."""
    stages = Stage.objects.filter(route_id=route_id, duty__in=REVIEWED).prefetch_related("seats").order_by("order")
    return tuple(stages)


@lru_cache(maxsize=KEPT)
def days_of_route(route_id: int) -> int:
    """The working days all stages of a route may take together."""
    return days_of(Stage.objects.filter(route_id=route_id).prefetch_related("seats"))


@lru_cache(maxsize=KEPT)
def materials_of(version_id: int) -> tuple[MaterialSpec, ...]:
    """The materials of a version with the answers that touch them, in order."""
    return situations.specs_of(version_id)


@lru_cache(maxsize=KEPT)
def procedures_of(version_id: int) -> tuple[SpecialProcedureSpec, ...]:
    """The special procedures a version provides for, in order."""
    return tuple(SpecialProcedureSpec.objects.filter(version_id=version_id).order_by("order"))


@lru_cache(maxsize=KEPT)
def form_of(version_id: int) -> Form:
    """The form of a version, ready to be evaluated."""
    fields = FormField.objects.filter(version_id=version_id).order_by("order")
    return formrows.form_of(fields, situations_of(version_id))


@lru_cache(maxsize=KEPT)
def situations_of(version_id: int) -> tuple[Question, ...]:
    """The situation questions of a version, in order."""
    return situations.questions_of(version_id)


@lru_cache(maxsize=KEPT)
def fees_of(version_id: int) -> tuple[Fee, ...]:
    """The usual fees of a version, in order."""
    return situations.fees_of(version_id)


def outcome_of(version_id: int, chosen: Collection[int]) -> Outcome:
    """What these answers to the situation questions of a version lead to (I-18)."""
    rules = [spec.as_rule() for spec in materials_of(version_id)]
    return rules_of_situations.outcome_of(situations_of(version_id), rules, fees_of(version_id), chosen)


@lru_cache(maxsize=KEPT)
def wordings_of(version_id: int) -> dict[str, str]:
    """The item's own wording of papers by kind; papers without one use the wording all items share."""
    return dict(PaperTemplate.objects.filter(version_id=version_id).values_list("kind", "body"))


def forget_frozen() -> None:
    """Forget everything; for tests, whose rows vanish."""
    parts = (routes_of, stages_of, days_of_route, materials_of, procedures_of)
    for kept in (*parts, form_of, situations_of, fees_of, wordings_of):
        kept.cache_clear()
