"""A project as one page: what is known, its cases, its proof, its licences, and the ways to the other libraries
(C16)."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case, CaseState, Material
from cases.pages.badges import LICENCE_BADGES
from cases.pages.wizard import caption
from cases.queries.paging import page_of
from cases.queries.projects import cases_of_project, licences_of_project, proof_of_project
from core import clock
from core.badges import badge_of
from core.datewords import date_words
from identity.actors import Actor
from identity.models import Role
from spaces.models import Licence, LicenceState, Project
from spaces.rules import state_on

SHOWN_PROOF, SHOWN_LICENCES = 20, 20
FACTS = {
    "address": gettext_lazy("Address"),
    "investment": gettext_lazy("Total investment (yuan)"),
    "floor_area": gettext_lazy("Floor area (m²)"),
    "land_area": gettext_lazy("Land area (m²)"),
    "industry": gettext_lazy("Trade"),
}
"""Facts by the keys forms prefill from; others stand under their own key."""


def project_row(project: Project) -> dict[str, str]:
    """A project in the list of its owner."""
    href = reverse("cases:project", args=[project.pk])
    return {"name": project.name, "code": project.code, "href": href, "when": _day(project.created_at)}


def project_page(project: Project, actor: Actor, asked: Mapping[str, str]) -> dict[str, Any]:
    """Everything of a project this actor may see, the cases page by key."""
    page = page_of(cases_of_project(project, actor), asked)
    proof = page_of(proof_of_project(project, actor), asked, size=SHOWN_PROOF, prefix="proof_")
    licences = licences_of_project(project, actor)[:SHOWN_LICENCES]
    return {
        **{"project": project, "title": project.name, "page": page, "proof_page": proof},
        "pairs": [
            {"label": _("Project code"), "value": project.code, "number": True},
            {"label": _("Owner"), "value": project.owner.name, "href": _owner_href(actor, page.rows)},
        ],
        "facts": _facts(project),
        "cases": [_case(case, actor) for case in page.rows],
        "proof": [_proof(material, actor) for material in proof.rows],
        "licences": [_licence(licence, actor) for licence in licences],
        "ways": _ways(actor),
    }


def _facts(project: Project) -> list[dict[str, str]]:
    source, when = project.source or _("Project library"), _day(project.updated_at or project.created_at)
    return [
        {"label": str(FACTS.get(key, key)), "value": str(value), "note": f"{source} · {when}"}
        for key, value in project.facts.items()
    ]


def _case(case: Case, actor: Actor) -> dict[str, Any]:
    route = "cases:space_case" if actor.is_citizen else "cases:desk_case"
    watching = not actor.is_citizen and not actor.department_ids & {case.department_id, case.intake_department_id}
    return {
        **{"name": caption(case), "department": case.department.name, "number": case.case_no or case.receipt_no or ""},
        "badge": badge_of("case", CaseState(case.state)),
        "href": "" if watching else reverse(route, args=[case.pk]),
    }


def _proof(material: Material, actor: Actor) -> dict[str, Any]:
    href = reverse("cases:desk_material", args=[material.case_id, material.pk])
    if actor.is_citizen:
        href = reverse("cases:space_case", args=[material.case_id])
    return {
        **{"name": material.spec.name, "trust": material.trust_level, "department": material.case.department.name},
        **{"when": _day(material.provided_at) if material.provided_at else "", "href": href},
    }


def _licence(licence: Licence, actor: Actor) -> dict[str, Any]:
    state = state_on(licence.state, licence.valid_from, licence.valid_until, clock.today())
    href = reverse("cases:my_licence", args=[licence.pk]) if actor.is_citizen else ""
    number = licence.number if actor.is_citizen else ""
    return {
        **{"name": licence.name, "number": number, "issuer": licence.issuer.name, "href": href},
        "badge": LICENCE_BADGES[LicenceState(state)],
    }


def _owner_href(actor: Actor, cases: list[Case]) -> str:
    """To the libraries of the owner: one's own data, or for a desk the libraries of an applicant in hand (L-11)."""
    if actor.is_citizen:
        return reverse("cases:my_data")
    mine = [case for case in cases if actor.department_ids & {case.department_id, case.intake_department_id}]
    return reverse("cases:desk_library", args=[mine[0].pk]) if mine and actor.has_role(Role.CLERK) else ""


def _ways(actor: Actor) -> list[dict[str, str]]:
    if not actor.is_citizen:
        return []
    return [
        {"label": _("Wallet"), "href": reverse("cases:wallet"), "icon": "wallet"},
        {"label": _("My data"), "href": reverse("cases:my_data"), "icon": "shield-lock"},
        {"label": _("My projects"), "href": reverse("cases:projects"), "icon": "building-factory-2"},
    ]


def _day(moment: Any) -> str:
    return date_words(moment, today=clock.today(), weekday=False)
