"""The libraries of an applicant as a clerk who has him before the window sees them: masked, contents only for a case's
own list (L-11)."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Case, CaseProject
from cases.queries.visibility import visible_to
from core import clock
from core.badges import badge_of
from core.datewords import date_words
from core.masking import Audience, Kind, mask
from core.queries.counting import counts_of
from identity.actors import Actor
from identity.models import Party, PartyKind
from spaces.models import Licence, Project, WalletDocument
from spaces.queries import licences_of

SHOWN = 20


def library_chips(case: Case, actor: Actor) -> list[dict[str, str]]:
    """How much is held about the applicant of a case, and where it stands."""
    return chips(case.applicant, actor, reverse("cases:desk_library", args=[case.pk]))


def chips(party: Party, actor: Actor, href: str) -> list[dict[str, str]]:
    """The same of a visitor whose case is not open yet; all of it is counted in one statement."""
    cases, licences, documents, projects = counts_of(list(_rows(party, actor)))
    words = [
        ("stack-2", _("%(count)d cases") % {"count": cases}, "#cases"),
        ("certificate", _("%(count)d licences") % {"count": licences}, "#licences"),
        ("wallet", _("Materials %(count)d") % {"count": documents}, "#documents"),
        ("building-factory-2", _("%(count)d projects") % {"count": projects}, "#projects"),
    ]
    return [{"icon": icon, "label": label, "href": f"{href}{place}"} for icon, label, place in words]


def library(party: Party, actor: Actor, *, case: Case | None = None) -> dict[str, Any]:
    """Everything at a glance; licences by kind, state and last day only, files of no document."""
    cases, licences, documents, projects = _rows(party, actor)
    with_cases = set(CaseProject.objects.filter(case__in=cases).values_list("project_id", flat=True))
    chosen = case.project_entry.project_id if case and hasattr(case, "project_entry") else None
    return {
        "party": party,
        "pairs": identity_pairs(party),
        "cases": [_case(one) for one in cases.select_related("version").order_by("-pk")[:SHOWN]],
        "licences": [_licence(one) for one in licences.select_related("issuer")[:SHOWN]],
        "documents": [_document(one) for one in documents.order_by("-added_at", "-pk")[:SHOWN]],
        "projects": [
            {
                **{"key": one.pk, "name": one.name, "code": one.code, "chosen": one.pk == chosen},
                "href": reverse("cases:desk_project", args=[one.pk]) if one.pk in with_cases else "",
            }
            for one in projects.order_by("-pk")[:SHOWN]
        ],
    }


def identity_pairs(party: Party, *, full: bool = False) -> list[dict[str, Any]]:
    """Who it is; numbers of persons masked, or in `full` for one who said why (G-02)."""
    code = party.code if full else party.masked_code
    phone = party.phone if full or not party.phone else mask(Kind.PHONE, party.phone, Audience.STAFF)
    named = _("Enterprise") if party.kind == PartyKind.ENTERPRISE else _("Name")
    pairs: list[dict[str, Any]] = [
        {"label": named, "value": party.name},
        {"label": party.get_code_type_display(), "value": code, "number": True},
    ]
    if phone:
        pairs.append({"label": _("Mobile phone"), "value": phone, "number": True})
    return pairs


def _rows(
    party: Party, actor: Actor
) -> tuple[QuerySet[Case], QuerySet[Licence], QuerySet[WalletDocument], QuerySet[Project]]:
    """Cases the actor may see, valid licences, kept documents, projects."""
    return (
        visible_to(actor).filter(applicant=party),
        licences_of(party.pk),
        WalletDocument.objects.filter(party=party),
        Project.objects.filter(owner=party),
    )


def _case(case: Case) -> dict[str, Any]:
    return {
        "href": reverse("cases:desk_case", args=[case.pk]),
        **{"name": case.version.name, "number": case.case_no or case.receipt_no or ""},
        "badge": badge_of("case", case.state),
    }


def _licence(licence: Licence) -> dict[str, Any]:
    until = date_words(licence.valid_until, today=clock.today(), weekday=False) if licence.valid_until else ""
    return {"name": licence.name, "issuer": licence.issuer.name, "until": until, "trust": licence.trust_level}


def _document(document: WalletDocument) -> dict[str, Any]:
    day = date_words(document.added_at, today=clock.today(), weekday=False)
    return {"name": document.name, "when": day, "trust": document.trust_level}
