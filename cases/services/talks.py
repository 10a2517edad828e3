"""Asking the handler and answering, with files, about a filed case (C-35)."""

from collections.abc import Sequence

from django.core.files import File
from django.utils.translation import gettext as _

from cases.events import ApplicantWrote, DepartmentWrote
from cases.models import Case, CaseMessage, CaseState, MessageFile, Side
from cases.services.life import locked
from core import clock
from core.models import StoredFile
from core.outbox import publish
from core.ratelimits import Rate, count_try
from core.refusal import Refusal
from core.services.files import store_file
from identity.actors import Actor

TEXT_LEAST, TEXT_MOST, MOST_FILES = 2, 2000, 5
WRITING = (Rate(10, 600), Rate(60, 86400))


def write_to_department(case: Case, *, text: str, files: "Sequence[File[bytes]]" = (), by: Actor) -> CaseMessage:
    """The applicant asks about his case; it waits until the department answers. Refuses `text`, `too_many_files`,
    `too_many_tries`, what `store_file` refuses, `not_filed` for a draft, and `talk_closed` once the case has ended.
    Publishes ApplicantWrote.
    """
    count_try(f"talk:{by.account_id}", WRITING)
    return _written(case, Side.APPLICANT, text, files, by)


def write_to_applicant(case: Case, *, text: str, files: "Sequence[File[bytes]]" = (), by: Actor) -> CaseMessage:
    """The department writes to the applicant, which answers what he asked so far. Refuses as `write_to_department`.
    Publishes DepartmentWrote."""
    return _written(case, Side.DEPARTMENT, text, files, by)


def _written(case: Case, side: Side, text: str, files: "Sequence[File[bytes]]", by: Actor) -> CaseMessage:
    said = text.strip()
    if not TEXT_LEAST <= len(said) <= TEXT_MOST:
        sentence = _("Write between %(least)d and %(most)d characters.") % {"least": TEXT_LEAST, "most": TEXT_MOST}
        raise Refusal("text", sentence, field="text")
    if len(files) > MOST_FILES:
        raise Refusal(
            "too_many_files", _("At most %(count)d files go with a message.") % {"count": MOST_FILES}, field="file"
        )
    stored = [(store_file(file, name=file.name or ""), (file.name or "")[-120:]) for file in files]
    with locked(case) as case:
        _must_be_running(case)
        facts = {"side": side, "account_id": by.account_id, "who": by.label[:120], "text": said, "at": clock.now()}
        message = CaseMessage.objects.create(case=case, **facts)
        _attach(message, stored)
        if side == Side.DEPARTMENT:
            waiting = CaseMessage.objects.filter(case=case, side=Side.APPLICANT, answered_at=None)
            publish(
                DepartmentWrote(case_id=case.pk, message_id=message.pk, answers=waiting.update(answered_at=message.at)),
                by=by,
            )
        else:
            publish(ApplicantWrote(case_id=case.pk, message_id=message.pk), by=by)
    return message


def _attach(message: CaseMessage, stored: Sequence[tuple[StoredFile, str]]) -> None:
    MessageFile.objects.bulk_create(MessageFile(message=message, file=file, name=name) for file, name in stored)


def _must_be_running(case: Case) -> None:
    if case.state == CaseState.DRAFT:
        raise Refusal("not_filed", _("You can ask once the application is filed."), conflict=True)
    if CaseState(case.state).is_final:
        raise Refusal("talk_closed", _("The case has ended, and with it this talk."), conflict=True)
