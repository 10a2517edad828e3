"""Proceedings of the body about licences: which route they take, and which case is one."""

from cases.models import Case, Proceeding
from items.frozen import routes_of, stages_of
from items.models import ItemVersion, ResultKind, Route, StageDuty, VersionState
from spaces.models import Licence


def proceeding_of(case: Case) -> Proceeding | None:
    """What the body wants to do by itself in this case; None for what somebody applied for. Nothing is asked of the
    database for a case that is about no licence."""
    if case.subject_id is None:
        return None
    return Proceeding.objects.select_related("licence").filter(case=case).first()


def handling_words(case: Case) -> str:
    """What is done in this case: the handling option of who applied, or what the body began by itself."""
    if case.handling is not None:
        return str(case.handling.name)
    made = proceeding_of(case)
    return str(made.get_kind_display()) if made else ""


def way_of(licence: Licence) -> tuple[ItemVersion, Route] | None:
    """The published item that gives such licences of this body, and the first of its routes on which somebody decides;
    None where there is none, and for kinds that come from nowhere but paper."""
    versions = ItemVersion.objects.filter(
        state=VersionState.PUBLISHED,
        item__department_id=licence.issuer_id,
        resultspec_set__name=licence.name,
        resultspec_set__kind=ResultKind.LICENCE,
    )
    version = versions.select_related("item__entry").order_by("-pk").first()
    for route in routes_of(version.pk) if version else ():
        if any(stage.duty == StageDuty.DECIDE for stage in stages_of(route.pk)):
            return version, route  # type: ignore[return-value]
    return None
