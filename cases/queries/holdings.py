"""Where what a case asks for is held already: the resolver chain space, project, licence library, exchange (I-07)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from cases.models import (
    HELD_BY_GOVERNMENT,
    Case,
    IntakeCase,
    IssuerEnquiry,
    Material,
    MaterialDemand,
    MaterialState,
    Resolver,
)
from spaces.exchange import exchange_for
from spaces.models import Licence, WalletDocument
from spaces.queries.licences import holders_known_as, licences_of_holders

OPEN = (MaterialState.NEEDED, MaterialState.FAULTY)


@dataclass(frozen=True, slots=True)
class Held:
    """The first place of the chain that has a material: `key` names its row there, `words` say what it is."""

    resolver: Resolver
    words: str
    trust: str = ""
    key: int = 0


def held_for(case: Case, materials: Sequence[Material]) -> dict[int, Held]:
    """By material id, where the ones that are open are held; nothing for what is held nowhere.

    Asks three libraries once each, whatever the number of materials, and no other body; a body that said it has none of
    this applicant is not offered for this case again.
    """
    wanted = [one for one in materials if one.state in OPEN]
    if not wanted:
        return {}
    names, kinds = {one.spec.name for one in wanted}, {one.spec.licence for one in wanted if one.spec.licence}
    chain = [_in_space(case, names), _in_project(case, names)]
    licences = _in_library(case, kinds) if kinds else {}
    issuers = _at_issuers(case, wanted)
    found: dict[int, Held] = {}
    for one in wanted:
        places = [place.get(one.spec.name) for place in chain]
        places += [licences.get(one.spec.licence), issuers.get(one.spec_id)]
        first = next((place for place in places if place), None)
        if first is not None:
            found[one.pk] = first
    return found


def specs_without(case: Case) -> dict[int, str]:
    """Material specs whose issuer has none of this applicant, with the issuer's name (I-07)."""
    return dict(IssuerEnquiry.objects.filter(case=case, has_it=False).values_list("spec_id", "source"))


def demanded_specs(case: Case) -> set[int]:
    """Material specs of this case whose paper was demanded with a reason."""
    return set(MaterialDemand.objects.filter(case=case).values_list("spec_id", flat=True))


def is_held_already(material: Material) -> bool:
    """Whether it was satisfied without asking the applicant."""
    return material.is_at_hand and material.resolver in HELD_BY_GOVERNMENT


def siblings_of(case: Case) -> QuerySet[IntakeCase]:
    """The other cases of the same intake, in the order in which they were chosen."""
    mine = IntakeCase.objects.filter(case=case).values("intake")
    entries = IntakeCase.objects.filter(intake__in=mine).exclude(case=case)
    return entries.select_related("case__version", "case__applicant").order_by("pk")


def earlier_of_project(case: Case) -> QuerySet[Material]:
    """Materials with files that other cases of the project of this one were given, the latest first; none before it is
    said which project it belongs to."""
    handed_in = Q(state__in=[MaterialState.PROVIDED, MaterialState.PASSED])
    same = Material.objects.filter(handed_in, case__project_entry__project__case_entries__case=case)
    return same.exclude(case=case).exclude(files=None).select_related("spec").order_by("-provided_at", "-pk").distinct()


def _in_space(case: Case, names: set[str]) -> dict[str, Held]:
    kept = WalletDocument.objects.filter(party_id=case.applicant_id, name__in=names).order_by("-trust_level", "pk")
    return {
        one.name: Held(Resolver.WALLET, one.file_name, one.trust_level, one.pk)
        for one in kept.only("name", "file_name", "trust_level")
    }


def _in_project(case: Case, names: set[str]) -> dict[str, Held]:
    return {
        one.spec.name: Held(Resolver.PROJECT, one.spec.name, one.trust_level, one.pk)
        for one in reversed(earlier_of_project(case).filter(spec__name__in=names))
    }


def _in_library(case: Case, kinds: set[str]) -> dict[str, Held]:
    valid: QuerySet[Licence] = licences_of_holders(holders_known_as(case.applicant.code)).filter(name__in=kinds)
    return {
        one.name: Held(Resolver.LICENCE, one.name, one.trust_level, one.pk)
        for one in reversed(valid.only("name", "trust_level"))
    }


def _at_issuers(case: Case, materials: Sequence[Material]) -> dict[int, Held]:
    """By material spec."""
    sources = {one.spec_id: source for one in materials if (source := exchange_for(one.spec.name))}
    if not sources:
        return {}
    without = set(specs_without(case))
    return {spec: Held(Resolver.EXCHANGE, source.name) for spec, source in sources.items() if spec not in without}
