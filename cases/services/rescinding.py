"""What was given on a falsehood is taken back by a proceeding; a case still in hand is refused (C-24, 2.4, XKF 69, 78).

Each is proposed by one person and decided by another. The holder of a licence is heard in the proceeding, the applicant
of a case in hand before it is refused.
"""

from django.utils.translation import gettext as _

from cases.models import Case, CaseState, CreditGround, PledgeOutcome, ProceedingKind, Proposal, ProposalKind
from cases.queries.hearings import open_hearing
from cases.queries.pledges import pledge_of
from cases.services.credit import enter_record
from cases.services.decisions import refuse_case
from cases.services.hearings import offer_hearing
from cases.services.life import locked
from cases.services.proceedings import Cause, check_beginning, open_proceeding
from core.refusal import Refusal
from identity.actors import Actor
from spaces.models import Licence, RescindGround
from spaces.queries.licences import newest_version

IN_HAND = {CaseState.ISSUED, CaseState.DELIVERED, CaseState.CLOSED}


def was_given(case: Case) -> bool:
    """Whether a case was granted and its result made."""
    return case.state in IN_HAND and case.licence_id is not None


def check_rescission(proposal: Proposal) -> None:
    """Refuse `not_given` before the result was made, `no_licence` for a case that gave none, `no_false_pledge` where
    nobody found a pledge false, and what `check_beginning` refuses."""
    case = proposal.case
    if case.state not in IN_HAND:
        raise Refusal("not_given", _("Only what was granted and issued can be rescinded."), conflict=True)
    licence = _licence_of(case)
    pledge = pledge_of(case) if proposal.kind == ProposalKind.FALSE_PLEDGE else None
    if proposal.kind == ProposalKind.FALSE_PLEDGE and (pledge is None or pledge.outcome != PledgeOutcome.FALSE):
        raise Refusal("no_false_pledge", _("Nobody has found a pledge of this case false."), conflict=True)
    check_beginning(licence, ProceedingKind.RESCIND)


def begin_rescission(proposal: Proposal, *, by: Actor) -> Case:
    """The approved proposal begins a proceeding against the licence as it stands now, with the facts it states and what
    showed the check of the pledge: there the holder is heard, it is decided, and he is entered in the credit list.

    Refuses `no_licence` and what `open_proceeding` refuses. Publishes ProceedingBegun and HearingOffered.
    """
    case = proposal.case
    found = pledge_of(case) if proposal.kind == ProposalKind.FALSE_PLEDGE else None
    evidence = [(one.file, one.name) for one in found.evidence.select_related("file").order_by("pk")] if found else []
    cause = Cause(
        RescindGround.DECEIT.value, proposal.reason, evidence, CreditGround(proposal.kind).value, proposal=proposal
    )
    return open_proceeding(_licence_of(case), ProceedingKind.RESCIND, cause, begun_by=proposal.proposed_by, by=by)


def tell_the_applicant(proposal: Proposal, *, by: Actor) -> None:
    """What is proposed against him is told to him, with the right to speak and to be heard (C-16, D-10, D-11), unless
    a hearing about this case is open already."""
    if open_hearing(proposal.case) is None:
        offer_hearing(proposal.case, matter=f"{proposal.get_kind_display()}：{proposal.reason}", by=by)


def refuse_for_false_material(proposal: Proposal, *, by: Actor) -> None:
    """The case is refused and the applicant warned and entered in the credit list (XKF 78); a year closes to him where
    the item concerns safety. Refuses `hearing_open` (a conflict). Publishes CaseRefused and CreditRecorded."""
    with locked(proposal.case) as case:
        if open_hearing(case) is not None:
            sentence = _("A hearing of this case is open: it is decided after it, or when nobody asks for it.")
            raise Refusal("hearing_open", sentence, conflict=True)
        refuse_case(case, reasons=_warning(proposal.reason), by=by)
        enter_record(case, CreditGround.FALSE_MATERIAL, facts=proposal.reason, by=by)


def _licence_of(case: Case) -> Licence:
    """The licence the case gave, as it stands now. Refuses `no_licence`."""
    licence = newest_version(case.licence)
    if licence is None:
        raise Refusal("no_licence", _("This case gave no licence, so there is none to rescind."), conflict=True)
    return licence


def _warning(reason: str) -> str:
    """Official papers are Chinese whatever the language of the page."""
    return f"{reason}。依据《中华人民共和国行政许可法》第七十八条，不予许可并给予警告，记入信用记录。"
