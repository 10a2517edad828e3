"""A holder says his licence is wrong: looked at, corrected by a new version, or refused with reasons (L-17)."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core import clock
from core.events import Doer
from core.outbox import publish
from core.refusal import Refusal
from spaces.events import CorrectionAsked, CorrectionDecided
from spaces.models import CorrectionState, Licence, LicenceCorrection
from spaces.services.changes import NewVersion, is_in, locked, replace_licence


def ask_correction(licence: Licence, *, field: str, wanted: str, reason: str, by: Doer) -> LicenceCorrection:
    """The holder names one field of his valid licence, what it should say and why.

    Refuses `wrong_state`, `field` for one the licence does not have, `wanted` where it says so already, and
    `asked_already` (a conflict). Publishes CorrectionAsked.
    """
    if not is_in(licence, "change"):
        raise Refusal("wrong_state", _("Only a valid licence can be corrected."), conflict=True)
    if field not in licence.data:
        raise Refusal("field", _("Choose a field of the licence."), field="field")
    if not wanted.strip() or wanted.strip() == str(licence.data[field]).strip():
        raise Refusal("wanted", _("The licence says so already."), field="wanted")
    asked = LicenceCorrection(
        licence=licence, field=field, wanted=wanted.strip(), reason=reason.strip(), asked_at=clock.now()
    )
    try:
        with transaction.atomic():
            locked(licence)
            asked.save()
            publish(CorrectionAsked(licence_id=licence.pk, correction_id=asked.pk), by=by)
    except IntegrityError:
        raise Refusal("asked_already", _("You asked for this field already."), field="field", conflict=True) from None
    return asked


def correct_licence(correction: LicenceCorrection, *, answer: str, by: Doer) -> Licence:
    """The issuing body grants the request: a new version with that field corrected. Refuses `decided` (a conflict) and
    whatever `replace_licence` refuses. Publishes CorrectionDecided besides its events."""
    with transaction.atomic():
        correction = _open(correction)
        old = correction.licence
        changed = NewVersion({**old.data, correction.field: correction.wanted}, old.valid_until)
        made = replace_licence(old, changed, reason=answer, by=by)
        _decide(correction, CorrectionState.MADE, answer, by)
    return made


def refuse_correction(correction: LicenceCorrection, *, answer: str, by: Doer) -> LicenceCorrection:
    """The licence stays as it is, for the reason in `answer`. Refuses `reason` and `decided` (a conflict). Publishes
    CorrectionDecided."""
    if not answer.strip():
        raise Refusal("reason", _("Give the reason."), field="reason")
    with transaction.atomic():
        correction = _open(correction)
        locked(correction.licence)
        _decide(correction, CorrectionState.REFUSED, answer, by)
    return correction


def _open(correction: LicenceCorrection) -> LicenceCorrection:
    found = LicenceCorrection.objects.select_for_update(of=("self",)).select_related("licence").get(pk=correction.pk)
    if found.state != CorrectionState.OPEN:
        raise Refusal("decided", _("This request was decided already."), conflict=True)
    return found


def _decide(correction: LicenceCorrection, state: CorrectionState, answer: str, by: Doer) -> None:
    correction.state, correction.answer, correction.decided_at = state, answer.strip(), clock.now()
    correction.save(update_fields=["state", "answer", "decided_at"])
    event = CorrectionDecided(
        licence_id=correction.licence_id,
        holder_id=correction.licence.holder_id,
        state=state.value,
        answer=correction.answer,
    )
    publish(event, by=by)
