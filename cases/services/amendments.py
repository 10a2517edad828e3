"""Asking for the correction of errors in a case that has ended (更正)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from cases.models import AmendedPlace, Amendment, Case, LicenceFact, ProposalKind
from cases.queries.amendments import UNLIMITED, facts_of, licence_to_amend, papers_to_amend
from cases.services.life import locked
from cases.services.proposals import propose_act
from core.refusal import Refusal
from core.services.files import store_file
from identity.actors import Actor

MOST, MOST_NAME, MOST_ERRORS = 500, 120, 5
PAPER, FIELD, FACT = "paper", "field", "fact"
"""How the places where an error may stand are named: `paper:<key>`, `field:<label>` or `fact:<LicenceFact>`."""


@dataclass(frozen=True, slots=True)
class Error:
    """One error: `place` names a paper, a field or a fact of the licence; `now` is what should stand there. What the
    licence says is read from it: `was` counts for papers only."""

    place: str
    now: str
    was: str = ""


def propose_amendment(
    case: Case, *, errors: Sequence[Error], reason: str, basis: str = "", evidence: UploadedFile, by: Actor
) -> Amendment:
    """Propose to correct up to MOST_ERRORS errors by one act. A leader of the body decides.

    Refuses `errors` for none or too many, and with the number of the error in `field` (`now_2` for the second):
    `place` for anything else or a place named twice, `was` without what stands there, `now` where nothing would change,
    `day` for what is no date. Refuses what `store_file` refuses of the evidence, and what `propose_act` refuses.
    Publishes ActProposed.
    """
    if not 0 < len(errors) <= MOST_ERRORS:
        raise Refusal("errors", _("Name between one and %(most)d errors.") % {"most": MOST_ERRORS}, field="place")
    kept = store_file(evidence, name=evidence.name or "")
    with transaction.atomic(), locked(case) as case:
        made = Amendment(case=case, evidence=kept, evidence_name=(evidence.name or "")[-MOST_NAME:])
        places = [_place(case, number, error) for number, error in enumerate(errors, 1)]
        _must_differ(places)
        made.proposal = propose_act(case, ProposalKind.AMENDMENT, reason=reason, basis=basis, by=by)
        made.save()
        for place in places:
            place.amendment = made
        AmendedPlace.objects.bulk_create(places)
    return made


def column(name: str, number: int) -> str:
    """How what belongs to one error is called in forms: the first without its number."""
    return name if number == 1 else f"{name}_{number}"


def _place(case: Case, number: int, error: Error) -> AmendedPlace:
    kind, _colon, name = error.place.partition(":")
    made = AmendedPlace(number=number, now=error.now.strip()[:MOST])
    if kind == FIELD:
        _in_field(case, made, name)
    elif kind == FACT:
        _in_fact(case, made, name)
    elif kind == PAPER:
        _in_paper(case, made, name, error.was)
    else:
        raise _no_place(number)
    if not made.now or made.now == made.was:
        raise Refusal("now", _("Write what should stand there instead."), field=column("now", number))
    return made


def _in_field(case: Case, made: AmendedPlace, label: str) -> None:
    licence = licence_to_amend(case)
    if licence is None or label not in licence.data:
        raise _no_place(made.number)
    made.field, made.was = label, str(licence.data[label])


def _in_fact(case: Case, made: AmendedPlace, name: str) -> None:
    licence = licence_to_amend(case)
    if licence is None or name not in LicenceFact.values:
        raise _no_place(made.number)
    made.fact, made.was = name, facts_of(licence)[LicenceFact(name)]
    if name == LicenceFact.HOLDER:
        made.now = made.now[:MOST_NAME]
        return
    if made.now and not (made.now == UNLIMITED and name == LicenceFact.VALID_UNTIL):
        made.now = _day(made)


def _day(made: AmendedPlace) -> str:
    try:
        return date.fromisoformat(made.now).isoformat()
    except ValueError as error:
        words = _("Write the day like 2031-03-02; a last day may also be 长期.")
        raise Refusal("day", words, field=column("now", made.number)) from error


def _in_paper(case: Case, made: AmendedPlace, key: str, was: str) -> None:
    paper = next((one for one in papers_to_amend(case) if str(one.pk) == key), None)
    if paper is None:
        raise _no_place(made.number)
    if not was.strip():
        raise Refusal("was", _("Write what stands there."), field=column("was", made.number))
    made.document, made.was = paper, was.strip()[:MOST]


def _must_differ(places: Sequence[AmendedPlace]) -> None:
    seen = set()
    for place in places:
        what = (place.document_id, place.field, place.fact, place.was if place.document_id else "")
        if what in seen:
            raise Refusal("place", _("This place is named twice."), field=column("place", place.number))
        seen.add(what)


def _no_place(number: int) -> Refusal:
    return Refusal("place", _("Choose where the error stands."), field=column("place", number))
