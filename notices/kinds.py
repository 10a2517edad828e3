"""Which event tells whom what (C-35). One entry per kind of message; texts are plain and short."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases import events
from core.events import Event
from identity.events import MandateEnded, MandateEvent, MandateGranted


@dataclass(frozen=True, slots=True)
class MessageKind:
    """Title and text with the placeholders item, receipt_no, case_no, due, correct_by, owed_until, query_code, reason,
    place, pickup_code, carrier and waybill."""

    title: str | Promise
    text: str | Promise


APPLICANT_KINDS: Mapping[type[Event], MessageKind] = {
    events.CaseSubmitted: MessageKind(
        _("Application received"),
        _("“%(item)s” was received. Receipt number %(receipt_no)s, query code %(query_code)s."),
    ),
    events.CaseReceived: MessageKind(
        _("Materials received"),
        _("Your materials for “%(item)s” were received. Receipt number %(receipt_no)s. Receipt is not acceptance."),
    ),
    events.PrecheckPassed: MessageKind(
        _("Precheck passed"),
        _("“%(item)s” passed the precheck. If a visit is needed, please bring the originals to the window."),
    ),
    events.PrecheckReturned: MessageKind(
        _("Please correct your application"), _("“%(item)s” needs changes. Everything is listed in your space.")
    ),
    events.CorrectionRequested: MessageKind(
        _("Correction needed"), _("“%(item)s” (%(receipt_no)s): please hand in the corrections listed in the notice.")
    ),
    events.CorrectionReminded: MessageKind(
        _("Correction still needed"),
        _("“%(item)s” (%(receipt_no)s): please hand in the corrections by %(correct_by)s, or it will be returned."),
    ),
    events.CaseDeclined: MessageKind(_("Not accepted"), _("“%(item)s” was not accepted: %(reason)s")),
    events.CaseReturned: MessageKind(
        _("Application returned"), _("“%(item)s” was returned because the correction did not arrive in time.")
    ),
    events.CaseAccepted: MessageKind(
        _("Accepted"), _("“%(item)s” was accepted and will be decided by %(due)s. Case number %(case_no)s.")
    ),
    events.MaterialsDeferred: MessageKind(
        _("A material may follow"),
        _("“%(item)s” was accepted on your promise: please hand in what is owed by %(owed_until)s."),
    ),
    events.OwedReminded: MessageKind(
        _("A material is still owed"), _("“%(item)s”: please hand in what you promised by %(owed_until)s.")
    ),
    events.PromiseBroken: MessageKind(
        _("A promised material did not come in time"),
        _("“%(item)s”: what you promised did not come in time. The case is decided on what is there."),
    ),
    events.ProcedureBegun: MessageKind(
        _("The clock is paused"), _("“%(item)s”: a special procedure has begun. Its time is not counted.")
    ),
    events.ProcedureEnded: MessageKind(_("The clock goes on"), _("“%(item)s”: the special procedure has ended.")),
    events.DecisionExtended: MessageKind(_("Decision extended"), _("“%(item)s” will be decided by %(due)s.")),
    events.HearingOffered: MessageKind(
        _("You may be heard"), _("“%(item)s” (%(case_no)s): before it is decided you may speak and ask for a hearing.")
    ),
    events.HearingCalled: MessageKind(
        _("The hearing was called"), _("“%(item)s” (%(case_no)s): time and place of the hearing stand in your space.")
    ),
    events.VisitOrdered: MessageKind(
        _("Somebody comes to look"),
        _("“%(item)s” (%(case_no)s): staff come to look on the spot. Time and place stand in your space."),
    ),
    events.VisitCalledOff: MessageKind(
        _("Nobody comes to look"), _("“%(item)s” (%(case_no)s): the on-site check was called off.")
    ),
    events.PledgeCheckPlanned: MessageKind(
        _("Your pledge will be checked"),
        _("“%(item)s” (%(case_no)s) was granted on your pledge, which is checked afterwards. Please keep the proof."),
    ),
    events.CreditRecorded: MessageKind(
        _("Entered in the credit record"),
        _("“%(item)s” (%(case_no)s): what you did is entered in your credit record. Your space says why."),
    ),
    events.CreditRepaired: MessageKind(
        _("Your credit is repaired"), _("“%(item)s” (%(case_no)s): pledges and deferrals are open to you again.")
    ),
    events.SupplementAsked: MessageKind(
        _("Something more is needed"),
        _("“%(item)s” (%(case_no)s): please hand in what the notice lists. The case goes on meanwhile."),
    ),
    events.CaseForwarded: MessageKind(
        _("Forwarded"), _("“%(item)s” passed its first review here and was forwarded to the authority that decides.")
    ),
    events.HigherDecisionCame: MessageKind(
        _("The higher authority has decided"), _("“%(item)s” was decided by the higher authority: %(reason)s")
    ),
    events.DepartmentWrote: MessageKind(
        _("The department wrote to you"), _("“%(item)s” (%(receipt_no)s): there is a message for you in your space.")
    ),
    events.SignerSigned: MessageKind(
        _("A further signer has signed"), _("“%(item)s”: one of those who sign with you has signed.")
    ),
    events.SignerDeclined: MessageKind(
        _("A further signer declined"), _("“%(item)s”: one of those who were to sign with you declines. See why.")
    ),
    events.FeeAsked: MessageKind(
        _("A fee is to be paid"),
        _("“%(item)s” (%(receipt_no)s) costs something. What, why, and how to pay stands in your space."),
    ),
    events.FeePaid: MessageKind(_("Your payment has arrived"), _("The fee for “%(item)s” was paid. Thank you.")),
    events.FeeReturned: MessageKind(
        _("Money was given back"), _("Money paid for “%(item)s” was given back. Your space says how much.")
    ),
    events.CaseGranted: MessageKind(_("Granted"), _("“%(item)s” was granted. Your licence is being made.")),
    events.CaseRefused: MessageKind(
        _("Refused"), _("“%(item)s” was refused. The decision states the reasons and your remedies.")
    ),
    events.ResultIssued: MessageKind(
        _("Your result is ready"), _("The result of “%(item)s” is ready in your wallet. Please rate our service.")
    ),
    events.CaseWithdrawn: MessageKind(
        _("Withdrawn"), _("“%(item)s” (%(receipt_no)s) was withdrawn. You can apply again at any time.")
    ),
    events.CaseSuspended: MessageKind(
        _("The clock is paused"), _("“%(item)s” was suspended. The reason is in your space; its time is not counted.")
    ),
    events.CaseResumed: MessageKind(_("The clock goes on"), _("“%(item)s” is no longer suspended.")),
    events.CaseTerminated: MessageKind(
        _("Terminated"), _("“%(item)s” ended without a decision: %(reason)s. The notice is in your space.")
    ),
    events.CaseVoided: MessageKind(_("Voided"), _("Your application “%(item)s” was voided: %(reason)s")),
    events.ProceedingBegun: MessageKind(
        _("About your licence"),
        _(
            "The body that gave it wants to end your licence for “%(item)s” (%(receipt_no)s). "
            "Facts and your rights: see your space."
        ),
    ),
    events.ProceedingConcluded: MessageKind(
        _("Decided about your licence"),
        _("“%(item)s” (%(receipt_no)s): the decision about your licence and your remedies stand in your space."),
    ),
    events.CaseAmended: MessageKind(
        _("An error was corrected"),
        _("“%(item)s” (%(case_no)s): an error was corrected. What and why stands in the notice in your space."),
    ),
    events.PickupReady: MessageKind(
        _("Please collect your result"),
        _(
            "The result of “%(item)s” waits at %(place)s. Bring your identity document; whoever comes for you brings "
            "his own and pick-up code %(pickup_code)s."
        ),
    ),
    events.ResultSent: MessageKind(
        _("Your result is on its way"), _("The result of “%(item)s” was sent by %(carrier)s, waybill %(waybill)s.")
    ),
    events.ResultCameBack: MessageKind(
        _("Your result could not be brought"),
        _("The courier could not bring the result of “%(item)s”. The window sees to it and will call you."),
    ),
    events.ScansReturned: MessageKind(
        _("Please scan again"), _("“%(item)s”: the scans of your mailed papers are not in order. See your space.")
    ),
    events.PapersCounted: MessageKind(
        _("Your mailed papers count as handed in"),
        _("“%(item)s” (%(receipt_no)s): your scans are in order. Handling begins; we compare the papers on arrival."),
    ),
    events.PapersLost: MessageKind(
        _("Your papers did not arrive"), _("“%(item)s”: the courier did not bring your papers. Please send them again.")
    ),
    events.PapersDiffer: MessageKind(
        _("Your papers differ from your files"),
        _("“%(item)s”: the papers you sent are not what your files show. What differs is in your space."),
    ),
}

QUESTION_ASKED = MessageKind(
    _("An applicant asks"), _("“%(item)s” (%(number)s): the applicant asks something. Please answer.")
)
"""To the clerks of the body that handles the case; placeholders item, number."""

SIGNER_ASKED = MessageKind(
    _("Please sign with %(applicant)s"),
    _("%(applicant)s asks you to sign “%(item)s” as well. Sign in with your own account and read it in your space."),
)
"""To a further signer; placeholders applicant, item."""

AGENT_KINDS: Mapping[type[MandateEvent], MessageKind] = {
    MandateGranted: MessageKind(
        _("You may act for an enterprise"),
        _("%(enterprise)s lets you act for it until %(until)s. Switch to its identity in your space."),
    ),
    MandateEnded: MessageKind(_("A mandate has ended"), _("You may no longer act for %(enterprise)s.")),
}
"""Messages to the agent of a mandate (A-04); placeholders enterprise, until."""

LICENCE_CHANGED = MessageKind(
    _("%(licence)s: %(state)s"),
    _("Your licence “%(licence)s” (number %(number)s) is in the state “%(state)s” from now on. Reason: %(reason)s"),
)
"""To the holder of a licence whose state changed (6.4); placeholders licence, number, state, reason."""

LICENCE_VERIFIED = MessageKind(
    _("%(licence)s was verified"),
    _("%(who)s verified your licence “%(licence)s” (number %(number)s) that you showed. Purpose: %(purpose)s"),
)
"""To the holder who showed a licence (L-12); placeholders licence, number, who, purpose."""
LICENCE_CORRECTION = MessageKind(
    _("%(licence)s: %(state)s"),
    _("Your request to correct the licence “%(licence)s” (number %(number)s): %(state)s. Answer: %(answer)s"),
)
"""To the holder who found an error (L-17); placeholders licence, number, state, answer."""

ALARM = MessageKind(
    _("%(level)s: %(item)s"), _("%(level)s (%(rule)s) for case %(case_no)s “%(item)s”. Please handle it now.")
)
ALARM_LEVELS = {"warning": _("Warning"), "yellow": _("Yellow card"), "red": _("Red card")}

REVIEW_REASSIGNED = MessageKind(
    _("%(item)s: given to %(receiver)s"),
    _("The review of “%(item)s” (%(case_no)s, %(stage)s) went to %(receiver)s. Reason: %(reason)s"),
)
"""To whoever gets a review and to whoever had it (转办); placeholders item, case_no, stage, receiver, reason."""
DRAFT_WAITS = MessageKind(
    _("A draft waits too long"),
    _("“%(item)s” (%(state)s) should have been handed on by %(limit)s. Please see to it."),
)
"""To the officials who let a draft of the catalogue wait (I-11); placeholders item, state, limit."""
ITEMS_UNREVIEWED = MessageKind(
    _("Items to be reviewed"),
    _("Items of %(department)s not reviewed in time: %(items)s. Change each one, or say nothing changes."),
)
"""To the administrators of a body (I-16); placeholders department, items."""
MONEY_DIFFERS = MessageKind(
    _("Ledger and gateway differ"),
    _("%(gateway)s, %(day)s: so many differences that were not known before: %(count)s. Please look into them."),
)
"""To supervisors (H72); placeholders gateway, day, count."""
ORDER_KINDS = {
    "issued": MessageKind(
        _("Supervision order"), _("“%(item)s” (%(case_no)s): supervision asks your body to answer by %(until)s.")
    ),
    "extended": MessageKind(
        _("More time for a supervision order"), _("“%(item)s” (%(case_no)s): the answer is due by %(until)s now.")
    ),
    "answered": MessageKind(
        _("A supervision order was answered"), _("“%(item)s” (%(case_no)s): the responsible body has answered.")
    ),
    "accepted": MessageKind(
        _("Your answer was accepted"), _("“%(item)s” (%(case_no)s): supervision accepts the answer of your body.")
    ),
    "sent_back": MessageKind(
        _("Your answer was sent back"),
        _("“%(item)s” (%(case_no)s): supervision asks for another answer by %(until)s. What it says stands there."),
    ),
    "failed": MessageKind(
        _("Your answer was not accepted"), _("“%(item)s” (%(case_no)s): the order ends unsettled, with a red card.")
    ),
}
"""To leaders of the responsible body, or to supervision of an answer, by the step (S-41); placeholders item, case_no,
until."""
ENTRY_CHANGED = MessageKind(
    _("A directory row changed"),
    _("“%(entry)s” (%(code)s) changed in the directory. Please compare your item with it."),
)
"""To the administrators of the bodies that carry it out (H25); placeholders entry, code."""
