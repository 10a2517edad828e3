"""Materials common to several cases of one intake are given once (C-03)."""

from django.db.models import Q, QuerySet

from cases.models import Case, CaseState, Material, MaterialFile, MaterialState, Resolver
from cases.queries.holdings import siblings_of
from cases.services.life import locked
from identity.actors import Actor

OPEN_STATES = (CaseState.SUBMITTED, CaseState.PRECHECKED, CaseState.RECEIVED)
BROUGHT = (Resolver.UPLOAD, Resolver.SCAN, Resolver.PAPER)
"""What the visitor brought; what is held is fetched for each case with its own record (L-10)."""


def give_to_siblings(material: Material, *, by: Actor) -> list[Case]:
    """Hand a material that was just taken in to the other open cases of its intake that still need the same one; which
    got it. Locks one case after the other, holding none of them longer than its own copy takes."""
    given = []
    for entry in siblings_of(material.case):
        if entry.case.state in OPEN_STATES:
            with locked(entry.case) as case:
                twin = _twins(case, material).first()
                if twin is not None:
                    _copy(material, twin)
                    given.append(case)
    return given


def take_from_siblings(case: Case, *, by: Actor) -> None:
    """The same the other way round, for a case that joins an intake: what was brought already serves it, too."""
    others = [entry.case_id for entry in siblings_of(case)]
    brought = Material.objects.filter(case__in=others, resolver__in=BROUGHT).select_related("spec").order_by("pk")
    with locked(case) as case:
        for material in brought:
            twin = _twins(case, material).first()
            if material.is_at_hand and twin is not None:
                _copy(material, twin)


def _twins(case: Case, material: Material) -> QuerySet[Material]:
    """The same material in another case: of the same code in all items (I-22), else of the same name."""
    same = Q(spec__name=material.spec.name)
    if material.spec.standard_code:
        same |= Q(spec__standard_code=material.spec.standard_code)
    return Material.objects.filter(same, case=case, state=MaterialState.NEEDED).order_by("pk")


def _copy(source: Material, twin: Material) -> None:
    twin.state, twin.resolver, twin.trust_level = MaterialState.PROVIDED, source.resolver, source.trust_level
    twin.provided_at, twin.ticks = source.provided_at, []
    twin.save(update_fields=["state", "resolver", "trust_level", "provided_at", "ticks"])
    MaterialFile.objects.bulk_create(
        MaterialFile(material=twin, file_id=one.file_id, name=one.name, order=one.order) for one in source.files.all()
    )
