"""Asking for the correction of an error in a case that has ended (更正)."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from cases.models import Amendment, Case, ProposalKind
from cases.queries.amendments import licence_to_amend, papers_to_amend
from cases.services.life import locked
from cases.services.proposals import propose_act
from core.refusal import Refusal
from core.services.files import store_file
from identity.actors import Actor

MOST, MOST_NAME = 500, 120
PAPER, FIELD = "paper", "field"
"""How the places where an error may stand are named: `paper:<key>` or `field:<label>`."""


def propose_amendment(
    case: Case, *, place: str, was: str, now: str, reason: str, basis: str = "", evidence: UploadedFile, by: Actor
) -> Amendment:
    """Propose to correct one error: `place` names a paper or a field of the licence. What a field says is read from the
    licence, `was` counts for papers only. A leader of the body decides.

    Refuses `place` for anything else, `was` without what stands there, `now` where nothing would change, what
    `store_file` refuses of the evidence, and what `propose_act` refuses. Publishes ActProposed.
    """
    kept = store_file(evidence, name=evidence.name or "")
    with transaction.atomic(), locked(case) as case:
        kind, _colon, name = place.partition(":")
        made = Amendment(case=case, evidence=kept, evidence_name=(evidence.name or "")[-MOST_NAME:])
        if kind == FIELD:
            _about_field(case, made, name)
        elif kind == PAPER:
            _about_paper(case, made, name, was)
        else:
            raise _no_place()
        made.now = now.strip()[:MOST]
        if not made.now or made.now == made.was:
            raise Refusal("now", _("Write what should stand there instead."), field="now")
        made.proposal = propose_act(case, ProposalKind.AMENDMENT, reason=reason, basis=basis, by=by)
        made.save()
    return made


def _about_field(case: Case, made: Amendment, label: str) -> None:
    licence = licence_to_amend(case)
    if licence is None or label not in licence.data:
        raise _no_place()
    made.field, made.was = label, str(licence.data[label])


def _about_paper(case: Case, made: Amendment, key: str, was: str) -> None:
    paper = next((one for one in papers_to_amend(case) if str(one.pk) == key), None)
    if paper is None:
        raise _no_place()
    if not was.strip():
        raise Refusal("was", _("Write what stands there."), field="was")
    made.document, made.was = paper, was.strip()[:MOST]


def _no_place() -> Refusal:
    return Refusal("place", _("Choose where the error stands."), field="place")
