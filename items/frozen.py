"""Parts of published versions, kept in the process: they never change (I-12), and every verb on a case asks for them.

Only for versions that were published; a draft's parts are read where they are edited.
"""

from functools import lru_cache

from items import formrows
from items.models import (
    FormField,
    MaterialSpec,
    PaperTemplate,
    Route,
    SituationOption,
    SpecialProcedureSpec,
    Stage,
    StageDuty,
)
from items.rules.forms import Form

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
def materials_of(version_id: int) -> tuple[MaterialSpec, ...]:
    """The materials of a version with the answers that touch them, in order."""
    specs = MaterialSpec.objects.filter(version_id=version_id).prefetch_related("effects__option").order_by("order")
    return tuple(specs)


@lru_cache(maxsize=KEPT)
def procedures_of(version_id: int) -> tuple[SpecialProcedureSpec, ...]:
    """The special procedures a version provides for, in order."""
    return tuple(SpecialProcedureSpec.objects.filter(version_id=version_id).order_by("order"))


@lru_cache(maxsize=KEPT)
def form_of(version_id: int) -> Form:
    """The form of a version, ready to be evaluated."""
    return formrows.form_of(FormField.objects.filter(version_id=version_id).order_by("order"))


@lru_cache(maxsize=KEPT)
def situations_said(version_id: int) -> dict[int, tuple[int, str]]:
    """The order of its question and the label of every situation option of a version, by the option's id."""
    options = SituationOption.objects.filter(situation__version_id=version_id)
    return {pk: (order, label) for pk, order, label in options.values_list("pk", "situation__order", "label")}


@lru_cache(maxsize=KEPT)
def wordings_of(version_id: int) -> dict[str, str]:
    """The item's own wording of papers by kind; papers without one use the wording all items share."""
    return dict(PaperTemplate.objects.filter(version_id=version_id).values_list("kind", "body"))


def forget_frozen() -> None:
    """Forget everything; for tests, whose rows vanish."""
    for kept in (routes_of, stages_of, materials_of, procedures_of, form_of, situations_said, wordings_of):
        kept.cache_clear()
