"""The paper that goes with an electronic licence: from the same data set, on a blank of its own (L-15)."""

import structlog
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core import clock
from core.events import Doer
from core.outbox import publish
from core.refusal import Refusal
from identity.actors import Actor
from spaces.events import LicenceDiffers, LicencePrinted
from spaces.models import Licence, LicencePrint, LicenceState, LicenceType
from spaces.rules import digest_of
from spaces.services.changes import locked
from spaces.services.issuing import said_by
from spaces.services.stock import use_blank

REASON_MIN = 4
logger = structlog.get_logger()


def print_licence(licence: Licence, *, blank_no: str, reason: str = "", by: Actor) -> LicencePrint:
    """Write down that the sealed file is put on the blank `blank_no`, each of which is used once.

    Printed again it needs a `reason`, and a kind that keeps stock a blank that was handed to this person (Z20).
    Refuses `not_valid`, `no_file`, `reprint` without that reason, `blank_used` (a conflict), what `use_blank` refuses,
    and `differs` when the row no longer says what was issued: then LicenceDiffers is published and logged as an error,
    and nothing is printed (L-15). Publishes LicencePrinted.
    """
    if licence.state != LicenceState.VALID:
        raise Refusal("not_valid", _("This licence is not valid now."), conflict=True)
    if licence.file_id is None:
        raise Refusal("no_file", _("The file of this licence is still being made."), conflict=True)
    must_be_as_issued(licence, by=by)
    made = LicencePrint(
        **{"licence": licence, "blank_no": blank_no.strip(), "digest": licence.digest, "at": clock.now()},
        **{"who": by.label[:120], "reason": reason.strip()[:200]},
    )
    try:
        with transaction.atomic():
            locked(licence)
            if len(made.reason) < REASON_MIN and licence.prints.exists():
                sentence = _("It was printed before: say why it is printed again.")
                raise Refusal("reprint", sentence, field="reprint_reason")
            made.save()
            _take_blank(made, by)
            publish(LicencePrinted(licence_id=licence.pk, print_id=made.pk), by=by)
    except IntegrityError:
        sentence = _("This blank was used before.")
        raise Refusal("blank_used", sentence, field="blank_no", conflict=True) from None
    return made


def _take_blank(made: LicencePrint, by: Actor) -> None:
    """Use up the blank, where the kind keeps stock."""
    kind = LicenceType.objects.filter(code=made.licence.type_code, needs_stock=True).first()
    if kind is not None:
        use_blank(kind, made, by=by)


def must_be_as_issued(licence: Licence, *, by: Doer) -> None:
    """Raise the alarm, and refuse `differs`, where the row says something else than was issued (L-15)."""
    with transaction.atomic():
        licence = locked(licence)
        found = digest_of(said_by(licence))
        differs = bool(licence.digest) and found != licence.digest
        if differs:
            publish(LicenceDiffers(licence_id=licence.pk, expected=licence.digest, found=found), by=by)
    if differs:
        logger.error("licence_differs", licence=licence.pk)
        raise Refusal("differs", _("This licence no longer says what was issued. An alarm was raised."), conflict=True)
