"""The checklist of a case at a window: what satisfied each material, how far it is trusted, what can be done now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import (
    HELD_BY_GOVERNMENT,
    Case,
    CaseState,
    Material,
    MaterialState,
    Resolver,
    TrustChange,
    TrustGround,
)
from cases.pages.wizard import copies_words, look_of
from cases.queries.holdings import Held, demanded_specs, held_for, specs_without
from cases.queries.sheets import originals_of
from core import clock
from core.datewords import datetime_words
from spaces.models import TrustLevel

ORIGINS = {
    **{Resolver.WALLET: "wallet", Resolver.PROJECT: "building-factory-2", Resolver.LICENCE: "certificate"},
    **{Resolver.EXCHANGE: "building-bank", Resolver.UPLOAD: "upload"},
    **{Resolver.SCAN: "scan", Resolver.PAPER: "file-text"},
}
"""The icon of what satisfied a material."""
OPEN = (MaterialState.NEEDED, MaterialState.FAULTY)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known about the materials of a case besides their own rows: where the open ones are held, whose paper
    was demanded, whose issuer has none, who compared which with its original."""

    held: Mapping[int, Held]
    demanded: frozenset[int]
    compared: Mapping[int, TrustChange]
    without: Mapping[int, str]

    def fetchable(self, material: Material) -> Held | None:
        """Where it can be fetched, unless its paper was demanded."""
        return None if material.spec_id in self.demanded else self.held.get(material.pk)


def known_about(case: Case, materials: Sequence[Material], *, works: bool) -> Known:
    """For one who `works` on the case; others only see what is there."""
    seen = TrustChange.objects.filter(material__case=case, ground=TrustGround.ORIGINAL_SEEN)
    compared = {change.material_id: change for change in seen.order_by("pk")}
    if not works:
        return Known({}, frozenset(), compared, {})
    return Known(held_for(case, materials), frozenset(demanded_specs(case)), compared, specs_without(case))


def material_row(material: Material, known: Known, *, works: bool, current: bool = False) -> dict[str, Any]:
    """One material with its points and deeds, as cases/_desk_checklist.html draws it."""
    held = known.fetchable(material)
    return {
        **{"id": material.pk, "state": look_of(material), "name": material.spec.name},
        "tag": _("May follow") if material.spec.deferrable else "" if material.required else _("If applicable"),
        "asked": "；".join(part for part in _asked(material, known) if part),
        "points": [
            {"id": f"{material.pk}-{place}", "words": words, "checked": place in material.ticks}
            for place, words in enumerate(material.spec.points)
            if material.is_at_hand
        ],
        "from_icon": ORIGINS.get(held.resolver if held else Resolver(material.resolver), ""),
        "from_words": _from_words(material, held),
        "trust": held.trust if held else material.trust_level,
        "trust_note": _compared_words(known.compared.get(material.pk), material),
        "deeds": _deeds(material, known) if works else _looking(material),
        "current": current,
    }


def waits_for_something(material: Material) -> bool:
    """Whether the clerk still has to get it."""
    return material.required and material.state in OPEN


def tallies(materials: Sequence[Material]) -> list[dict[str, Any]]:
    """How many are in order, to be checked and missing."""
    passed = sum(material.state == MaterialState.PASSED for material in materials)
    there = sum(material.state == MaterialState.PROVIDED for material in materials)
    return [
        {"kind": "ok", "number": passed, "label": _("in order")},
        {"kind": "check", "number": there, "label": _("to be checked")},
        {"kind": "todo", "number": sum(map(waits_for_something, materials)), "label": _("missing")},
    ]


def _asked(material: Material, known: Known) -> list[str]:
    """What is asked for and why, what is wrong with it, and that its issuer has none."""
    fault = material.remark if material.state == MaterialState.FAULTY else ""
    issuer = "" if material.is_at_hand else known.without.get(material.spec_id, "")
    none = _("%(body)s has none of this applicant") % {"body": issuer} if issuer else ""
    return [copies_words(material.copies), material.why, fault, none]


def _from_words(material: Material, held: Held | None) -> str:
    if held is not None:
        return _("Held: %(place)s") % {"place": held.resolver.label}
    if material.is_at_hand:
        return material.get_resolver_display()
    words = {MaterialState.DEFERRED: _("Promised"), MaterialState.PLEDGED: _("Pledged instead")}
    return words.get(MaterialState(material.state), _("To be handed in"))


def _compared_words(change: TrustChange | None, material: Material) -> str:
    if change is None or material.trust_level != change.now:
        return ""
    words = {"who": change.who, "when": datetime_words(change.at, today=clock.today())}
    return _("compared by %(who)s, %(when)s") % words


def _looking(material: Material) -> list[dict[str, Any]]:
    return [_link(material, "desk_material", "V", _("View"))] if originals_of(material) else []


def _deeds(material: Material, known: Known) -> list[dict[str, Any]]:
    """What a clerk may do about a material now; a key always for the same deed."""
    looking, scan = _looking(material), _link(material, "scan", "S", _("Scan"))
    if material.is_at_hand:
        if material.trust_level == TrustLevel.C and material.case.state != CaseState.DRAFT:
            looking.append(_post(material, "compare", "O", _("Original seen")))
        if material.resolver in HELD_BY_GOVERNMENT and material.spec_id not in known.demanded:
            return [*looking, _link(material, "demand", "D", _("Ask for paper"))]
        return [*looking, {**scan, "label": _("Scan anew") if originals_of(material) else _("Scan")}]
    if material.state == MaterialState.DEFERRED:
        return [scan]
    paper = _post(material, "take_paper", "P", _("Paper"))
    if known.fetchable(material) is None:
        return [scan, paper]
    fetch = _post(material, "fetch_licence", "G", _("Fetch"))
    if material.state == MaterialState.FAULTY:
        return [fetch, scan, paper]
    return [fetch, _link(material, "demand", "D", _("Ask for paper"))]


def _link(material: Material, page: str, key: str, label: str) -> dict[str, Any]:
    href = reverse(f"cases:{page}", args=[material.case_id, material.pk])
    return {"label": label, "key": key, "href": href, "post": False}


def _post(material: Material, page: str, key: str, label: str) -> dict[str, Any]:
    return {**_link(material, page, key, label), "post": True}
