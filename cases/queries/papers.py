"""What every official paper of a case says besides its own content: who, about what, by which law, where to ask."""

from typing import Any

from django.conf import settings

from cases.models import Case, Document
from cases.queries.answers import answers_in_words
from cases.rules.paperwords import EFFECT_TITLES, basis_of, title_of
from core.masking import Audience, Kind, mask
from core.papers import verification_address
from core.templatetags.papers import paper_date
from identity.models import Mandate, MandateState, Party, PartyKind
from spaces.models import Licence

MOST_PARTICULARS = 10


def paper_context(document: Document, case: Case) -> dict[str, Any]:
    """What the template of a paper is given; the document's own content comes on top of it.

    Personal numbers are masked as 10.2 demands of prints. `laws` is empty when neither the item nor the licensing law
    gives a basis.
    """
    version = case.version
    entry_type = version.item.entry.type
    return {
        "document": document,
        "case": case,
        "title": paper_title(document.kind, case),
        "laws": basis_of(document.kind, entry_type, list(version.legalbasis_set.values_list("law", "article"))),
        "is_licence_case": entry_type == "01",
        "authority": case.department,
        "item": {"name": item_name(case), "code": version.item.implementing_code},
        "party": _party(case),
        "desk": desk_words(case),
        "hall": settings.HALL,
        "verify_url": verification_address(document.verify_code),
        **document.content,
    }


def paper_title(kind: str, case: Case) -> str:
    """What a paper of this case is called (2.8, D-05, D-14)."""
    version = case.version
    handled = "joint" if version.joint_bodies else version.kind
    return title_of(kind, version.item.entry.type, case.handling.effect if case.handling else "", handled=handled)


def listed_name(document: Document, case: Case) -> str:
    """What a list of papers calls it: its kind, and a decision about a licence by what it does to that (D-14)."""
    effect = case.handling.effect if case.handling else ""
    return EFFECT_TITLES.get(effect, {}).get(document.kind) or document.get_kind_display()


def paper_values(context: dict[str, Any], case: Case) -> dict[str, Any]:
    """The variables an item's own wording may ask for (items.rules.papers), days written out."""
    days = {name: paper_date(context[name]) for name in ("accepted_on", "decided_on") if context.get(name)}
    plain = {name: context[name] for name in ("result", "validity_years", "competent_body") if context.get(name)}
    return {
        **{"applicant": case.applicant_name, "item": item_name(case), "authority": case.department.name},
        **{"receipt_no": case.receipt_no or "", "case_no": case.case_no or "", "laws": context["laws"]},
        "reasons": context.get("reasons") or context.get("reason") or "",
        "answers": answers_in_words(case),
        **days,
        **plain,
    }


def licence_context(licence: Licence) -> dict[str, Any]:
    """What the template of a licence is given: at most MOST_PARTICULARS lines, the rest is in the decision."""
    lines = [(label, value) for label, value in licence.data.items() if value not in ("", None)]
    return {
        "licence": licence,
        "title": licence.name,
        "holder_code": licence.holder.masked_code,
        "is_person": licence.holder.kind == PartyKind.PERSON,
        "particulars": lines[:MOST_PARTICULARS],
        "has_more": len(lines) > MOST_PARTICULARS,
        "hall": settings.HALL,
        "verify_url": verification_address(licence.verify_code),
    }


def item_name(case: Case) -> str:
    """The item with what of it is applied for, such as 食品经营许可（变更）."""
    return f"{case.version.name}（{case.handling.name}）" if case.handling else case.version.name


def desk_words(case: Case) -> str:
    """Where the item is taken in, such as 市政务服务中心2楼A区A12、A13窗口; empty when it has no desk."""
    desk = case.version.servicedesk_set.first()
    return f"{desk.hall}{desk.floor}楼{desk.zone}{'、'.join(desk.windows)}窗口" if desk else ""


def _party(case: Case) -> dict[str, Any]:
    return {
        "name": case.applicant_name,
        "code_type": case.applicant.get_code_type_display,
        "code": case.applicant.masked_code,
        "legal": legal_representative(case.applicant),
        "agent": case.agent.name if case.agent else "",
        "agent_code": case.agent.masked_code if case.agent else "",
        "contact": case.contact_name,
        "phone": mask(Kind.PHONE, case.contact_phone or case.applicant.phone, Audience.STAFF),
    }


def legal_representative(party: Party) -> str:
    """The name of the legal representative of an organisation; empty for a person."""
    if party.kind != PartyKind.ENTERPRISE:
        return ""
    mandates = Mandate.objects.filter(principal=party, legal_representative=True, state=MandateState.ACTIVE)
    return mandates.order_by("-pk").values_list("agent__name", flat=True).first() or ""
