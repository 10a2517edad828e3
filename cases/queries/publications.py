"""Publications: what everybody may see, what their body may see, and what a decision says before it is masked."""

from django.db.models import Q, QuerySet

from cases.models import Case, DocumentKind, LicenceFact, Publication, PublicationState
from cases.queries.amendments import amended_facts
from cases.queries.answers import is_personal, particulars_of
from cases.queries.papers import item_name
from cases.rules.publishing import Decision
from identity.actors import Actor
from identity.models import Department, Party, PartyKind, Role
from identity.models.parties import CODE_KINDS, CodeType
from items.frozen import form_of

SHOWN = ("department", "case__licence__next")
LONGEST_QUERY = 60


def published(*, query: str = "", department_id: int | None = None) -> QuerySet[Publication]:
    """What everybody may see: all, or those whose number, licence number or holder's code is `query`, or whose holder
    or decision number begins with it; of one body."""
    found = Publication.objects.filter(state=PublicationState.PUBLISHED).select_related(*SHOWN)
    if department_id is not None:
        found = found.filter(department_id=department_id)
    word = query.strip()[:LONGEST_QUERY]
    if word:
        exact = Q(number=word.upper()) | Q(licence_no=word) | Q(holder_code=word.upper())
        found = found.filter(exact | Q(holder_name__startswith=word) | Q(decision_no__startswith=word))
    return found


def publishing_bodies() -> QuerySet[Department]:
    """Bodies that published anything."""
    shown = Publication.objects.filter(state=PublicationState.PUBLISHED).values("department_id")
    return Department.objects.filter(pk__in=shown).order_by("pk")


def feed_after(number: int, *, most: int) -> list[Publication]:
    """Rows of the feed after this number, in its order: what is published, and what was taken down again."""
    found = Publication.objects.filter(feed_no__gt=number).exclude(state=PublicationState.REPLACED)
    return list(found.select_related(*SHOWN).order_by("feed_no")[:most])


def publications_visible_to(actor: Actor) -> QuerySet[Publication]:
    """For the people in charge: those of their own body for its leaders, all for supervisors; replaced ones too."""
    found = Publication.objects.select_related("department", "held_by", "case__version", "case__licence__next")
    if actor.has_role(Role.SUPERVISOR):
        return found
    if actor.has_role(Role.LEADER):
        return found.filter(department_id__in=actor.department_ids)
    return found.none()


def decision_of(case: Case, *, granted: bool) -> Decision:
    """What the decision says, with everything personal that must not be left in it."""
    kind = DocumentKind.GRANT_DECISION if granted else DocumentKind.REFUSAL_DECISION
    paper = case.documents.filter(kind=kind).order_by("-serial").first()
    licence, holder = case.licence, case.applicant
    return Decision(
        granted=granted,
        decision_no=(paper.number or "") if paper else "",
        number=case.case_no or case.receipt_no or "",
        item=item_name(case),
        holder_name=amended_facts(case).get(LicenceFact.HOLDER, case.applicant_name),
        holder_code=holder.code,
        code_kind=CODE_KINDS[CodeType(holder.code_type)],
        is_person=holder.kind == PartyKind.PERSON,
        licence_name=licence.name if licence else "",
        licence_no=licence.number if licence else "",
        particulars=_impersonal_particulars(case),
        names=_names(case),
        numbers=_numbers(case),
    )


def _impersonal_particulars(case: Case) -> dict[str, str]:
    personal = {row.label for row in form_of(case.version_id).questions if is_personal(row)}
    return {label: words for label, words in particulars_of(case).items() if label not in personal}


def _people(case: Case) -> list[Party]:
    return [party for party in (case.applicant, case.agent) if party is not None and party.kind == PartyKind.PERSON]


def _names(case: Case) -> list[str]:
    found = [party.name for party in _people(case)] + [case.contact_name]
    return [name for name in found if len(name) > 1]


def _numbers(case: Case) -> list[str]:
    """Codes of persons, telephones, and every answer to a question for such a number."""
    found = [party.code for party in _people(case)]
    found += [case.contact_phone, case.applicant.phone, case.agent.phone if case.agent else ""]
    for row in form_of(case.version_id).questions:
        if is_personal(row):
            found += _texts(case.answers.get(row.key))
    return [number for number in found if number]


def _texts(answer: object) -> list[str]:
    if isinstance(answer, dict):
        return [text for value in answer.values() for text in _texts(value)]
    if isinstance(answer, list):
        return [text for value in answer for text in _texts(value)]
    return [str(answer)] if answer else []
