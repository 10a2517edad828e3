"""Undoing what was granted on a falsehood, and refusing what rests on one (C-24, 2.4, XKF 69, 78, 79, D-14).

Each is proposed by one person and decided by another; the applicant is told what is intended and heard before.
"""

from django.utils.translation import gettext as _

from cases.events import GrantRescinded
from cases.models import Case, CaseState, CreditGround, DocumentKind, PledgeOutcome, Proposal
from cases.queries.hearings import open_hearing
from cases.queries.pledges import pledge_of
from cases.services.credit import enter_record
from cases.services.decisions import refuse_case
from cases.services.hearings import tell_what_is_intended
from cases.services.life import locked
from cases.services.papers import order_document, remedies
from core import clock
from core.outbox import publish
from core.refusal import Refusal
from identity.actors import Actor
from spaces.models import LicenceState, RescindGround
from spaces.queries.licences import newest_version
from spaces.services import change_licence_state
from spaces.services.changes import is_in

IN_HAND = {CaseState.ISSUED, CaseState.DELIVERED, CaseState.CLOSED}
REASON_MOST = 200


def was_given(case: Case) -> bool:
    """Whether a case was granted and its result made."""
    return case.state in IN_HAND and case.licence_id is not None


def check_rescission(proposal: Proposal) -> None:
    """Refuse `not_given` for a case whose result was not made, or that was refused, and `no_false_pledge` where nobody
    found a pledge false."""
    case = proposal.case
    if not was_given(case):
        raise Refusal("not_given", _("Only what was granted and issued can be rescinded."), conflict=True)
    pledge = pledge_of(case) if proposal.kind == CreditGround.FALSE_PLEDGE else None
    if proposal.kind == CreditGround.FALSE_PLEDGE and (pledge is None or pledge.outcome != PledgeOutcome.FALSE):
        raise Refusal("no_false_pledge", _("Nobody has found a pledge of this case false."), conflict=True)


def tell_the_applicant(proposal: Proposal, *, by: Actor) -> None:
    """What is proposed against him is told to him, with the right to speak and to be heard (C-16, D-10, D-11), unless
    a hearing about this case is open already."""
    if open_hearing(proposal.case) is None:
        matter = f"{proposal.get_kind_display()}：{proposal.reason}"
        tell_what_is_intended(proposal.case, matter=matter, by=by)


def rescind_grant(proposal: Proposal, *, by: Actor) -> None:
    """What was granted does not hold any more: the licence is rescinded, the decision with reasons and remedies is
    served (D-14), the applicant is entered in the credit list.

    Refuses `hearing_open` (a conflict) while he may still be heard. Publishes GrantRescinded, what a change of the
    licence publishes, and CreditRecorded.
    """
    with locked(proposal.case) as case:
        _must_be_heard(case)
        ground = CreditGround(proposal.kind)
        now, licence = clock.now(), newest_version(case.licence)
        if licence is not None and is_in(licence, "rescind"):
            change_licence_state(
                licence,
                LicenceState.RESCINDED,
                reason=proposal.reason[:REASON_MOST],
                by=by,
                ground=RescindGround.DECEIT,
            )
        publish(GrantRescinded(case_id=case.pk, ground=ground.value), by=by, at=now)
        content = {
            **{"applicant": case.applicant_name, "reasons": proposal.reason, "basis": proposal.basis},
            "licence": {"name": licence.name, "number": licence.number} if licence else {},
            "decided_on": clock.local(now).date().isoformat(),
            "credit": str(ground.label),
            "remedies": remedies(),
        }
        order_document(case, DocumentKind.RESCISSION_DECISION, content=content, by=by, at=now)
        enter_record(case, ground, facts=proposal.reason, by=by)


def refuse_for_false_material(proposal: Proposal, *, by: Actor) -> None:
    """The case is refused and the applicant warned and entered in the credit list (XKF 78); a year closes to him where
    the item concerns safety. Refuses `hearing_open` (a conflict). Publishes CaseRefused and CreditRecorded."""
    with locked(proposal.case) as case:
        _must_be_heard(case)
        refuse_case(case, reasons=_warning(proposal.reason), by=by)
        enter_record(case, CreditGround.FALSE_MATERIAL, facts=proposal.reason, by=by)


def _warning(reason: str) -> str:
    """Official papers are Chinese whatever the language of the page."""
    return f"{reason}。依据《中华人民共和国行政许可法》第七十八条，不予许可并给予警告，记入信用记录。"


def _must_be_heard(case: Case) -> None:
    if open_hearing(case) is not None:
        sentence = _("A hearing of this case is open: it is decided after it, or when nobody asks for it.")
        raise Refusal("hearing_open", sentence, conflict=True)
