"""How states of a case are shown."""

from cases.models import CaseState, MaterialState
from core.badges import Badge, Tone, register_badges
from spaces.models import LicenceState

CASE_LOOKS = {
    CaseState.DRAFT: (Tone.NONE, "file-dots"),
    CaseState.SUBMITTED: (Tone.RUN, "inbox"),
    CaseState.PRECHECK_RETURNED: (Tone.WAIT, "file-alert"),
    CaseState.PRECHECKED: (Tone.RUN, "clipboard-check"),
    CaseState.RECEIVED: (Tone.RUN, "inbox"),
    CaseState.CORRECTING: (Tone.WAIT, "file-alert"),
    CaseState.DECLINED: (Tone.BAD, "ban"),
    CaseState.ACCEPTED: (Tone.RUN, "clipboard-check"),
    CaseState.IN_REVIEW: (Tone.RUN, "progress"),
    CaseState.SUPPLEMENTING: (Tone.WAIT, "file-alert"),
    CaseState.SPECIAL: (Tone.PAUSE, "player-pause"),
    CaseState.FORWARDED: (Tone.RUN, "arrow-up"),
    CaseState.SUSPENDED: (Tone.PAUSE, "player-pause"),
    CaseState.GRANTED: (Tone.OK, "circle-check"),
    CaseState.REFUSED: (Tone.BAD, "ban"),
    CaseState.ISSUED: (Tone.OK, "certificate"),
    CaseState.DELIVERED: (Tone.OK, "circle-check"),
    CaseState.CLOSED: (Tone.OK, "archive"),
    CaseState.RETURNED: (Tone.NONE, "arrow-back-up"),
    CaseState.WITHDRAWN: (Tone.NONE, "arrow-back-up"),
    CaseState.TERMINATED: (Tone.NONE, "ban"),
    CaseState.VOIDED: (Tone.NONE, "file-x"),
}
MATERIAL_LOOKS = {
    MaterialState.NEEDED: (Tone.WAIT, "upload"),
    MaterialState.PROVIDED: (Tone.RUN, "circle-check"),
    MaterialState.PASSED: (Tone.OK, "circle-check"),
    MaterialState.FAULTY: (Tone.BAD, "alert-circle"),
    MaterialState.DEFERRED: (Tone.WAIT, "hourglass"),
    MaterialState.PLEDGED: (Tone.OK, "writing-sign"),
}

LICENCE_BADGES = {
    state: Badge(state.label, *((Tone.OK, "circle-check") if state is LicenceState.VALID else (Tone.BAD, "ban")))
    for state in LicenceState
}


def register_case_badges() -> None:
    """Called once, from ready()."""
    register_badges("case", {state.value: Badge(state.label, *look) for state, look in CASE_LOOKS.items()})
    looks = {state.value: Badge(state.label, *look) for state, look in MATERIAL_LOOKS.items()}
    register_badges("case_material", looks)
