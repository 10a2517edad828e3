"""Parts of published versions, kept in the process: they never change (I-12), and every verb on a case asks for them.

Only for versions that were published; a draft's parts are read where they are edited.
"""

from functools import lru_cache

from items.models import MaterialSpec, Route, SpecialProcedureSpec, Stage, StageDuty

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


def forget_frozen() -> None:
    """Forget everything; for tests, whose rows vanish."""
    for kept in (routes_of, stages_of, materials_of, procedures_of):
        kept.cache_clear()
