"""What notices does when something happened to a case, a mandate or a licence."""

from cases.events import HandlerAlerted
from core.events import Event, Handler
from notices.kinds import AGENT_KINDS, APPLICANT_KINDS
from notices.services import tell_agent, tell_applicant, tell_handlers, tell_holder, text_applicant
from spaces.events import LicenceStateChanged

REACTORS: list[tuple[list[type[Event]], Handler]] = [
    ([*APPLICANT_KINDS], tell_applicant),
    ([*APPLICANT_KINDS], text_applicant),
    ([HandlerAlerted], tell_handlers),
    ([*AGENT_KINDS], tell_agent),
    ([LicenceStateChanged], tell_holder),
]
