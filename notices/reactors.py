"""What notices does when something happened to a case."""

from cases.events import HandlerAlerted
from core.events import Event, Handler
from notices.kinds import APPLICANT_KINDS
from notices.services import tell_applicant, tell_handlers

REACTORS: list[tuple[list[type[Event]], Handler]] = [
    ([*APPLICANT_KINDS], tell_applicant),
    ([HandlerAlerted], tell_handlers),
]
