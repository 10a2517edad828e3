"""What notices does when something happened to a case, a mandate, a licence, money or the catalogue."""

from cases.events import ApplicantWrote, HandlerAlerted, OrderMoved, SignerAsked
from core.events import Event, Handler
from items.events import DraftWaitsTooLong, EntryChanged, ItemsUnreviewed
from linkage.events import ReviewReassigned
from notices.holders import tell_of_correction, tell_of_verification
from notices.kinds import AGENT_KINDS, APPLICANT_KINDS
from notices.officials import (
    tell_of_broken_parity,
    tell_of_changed_entry,
    tell_of_order,
    tell_of_unreviewed_items,
    tell_of_waiting_draft,
)
from notices.questions import tell_of_question
from notices.reviews import tell_of_reassignment
from notices.services import tell_agent, tell_applicant, tell_handlers, tell_holder, text_applicant
from notices.signers import tell_signer, text_signer
from payments.events import ParityBroken
from spaces.events import CorrectionDecided, LicenceStateChanged, LicenceVerified

REACTORS: list[tuple[list[type[Event]], Handler]] = [
    ([*APPLICANT_KINDS], tell_applicant),
    ([*APPLICANT_KINDS], text_applicant),
    ([HandlerAlerted], tell_handlers),
    ([*AGENT_KINDS], tell_agent),
    ([ApplicantWrote], tell_of_question),
    ([SignerAsked], tell_signer),
    ([SignerAsked], text_signer),
    ([ReviewReassigned], tell_of_reassignment),
    ([LicenceStateChanged], tell_holder),
    ([LicenceVerified], tell_of_verification),
    ([CorrectionDecided], tell_of_correction),
    ([DraftWaitsTooLong], tell_of_waiting_draft),
    ([ItemsUnreviewed], tell_of_unreviewed_items),
    ([EntryChanged], tell_of_changed_entry),
    ([ParityBroken], tell_of_broken_parity),
    ([OrderMoved], tell_of_order),
]
