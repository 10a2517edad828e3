"""What a clerk does at the window: opening a case for a visitor, ticking points, handing over results."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from cases.events import CorrectedOnTheSpot
from cases.models import Case, CaseState, Channel, Material, MaterialState
from cases.services.answerfiles import store_answer_files, with_files
from cases.services.answers import check_answers, settle
from cases.services.asking import choose
from cases.services.deferring import promise_materials
from cases.services.drafts import new_case
from cases.services.intake import accept_case, receive_case, was_opened_here
from cases.services.life import locked
from cases.states import must_allow
from core import clock
from core.outbox import publish
from core.refusal import Refusal
from identity.actors import Actor
from identity.models import Department, Party
from items.models import ItemVersion
from items.rules.situations import Choices

TOWN_LEVELS = (5, 6)
"""Levels of bodies that are a town or a village (I-02)."""


def open_at_window(version: ItemVersion, *, applicant: Party, agent: Party | None = None, by: Actor) -> Case:
    """Take in an application of a visitor (C-03): the case begins received, what the libraries hold is attached.

    A town or village takes in for another body what is open to towns (2.4, A-41). Refuses `not_open`, and
    `not_for_towns` for the rest. Publishes CaseReceived.
    """
    with transaction.atomic():
        person, channel = agent or applicant, _channel_at(version, by)
        case = new_case(
            Case(
                version=version,
                applicant=applicant,
                applicant_name=applicant.name,
                agent=agent,
                contact_name=person.name,
                contact_phone=person.phone,
                channel=channel,
            )
        )
        return receive_case(case, by=by)


def _channel_at(version: ItemVersion, by: Actor) -> Channel:
    """Where a clerk takes it in, as the receipt number says (C-31)."""
    handler = version.item.department_id
    if handler in by.department_ids or by.department_id is None:
        return Channel.WINDOW
    if Department.objects.get(pk=by.department_id).level not in TOWN_LEVELS:
        return Channel.WINDOW
    if not version.town_level:
        sentence = _("Towns and villages do not take this in. Apply online or at the window of the handling body.")
        raise Refusal("not_for_towns", sentence)
    return Channel.TOWN


MENDABLE = (CaseState.SUBMITTED, CaseState.PRECHECKED, CaseState.RECEIVED)


def may_mend_here(case: Case) -> bool:
    """Whether an error in the answers may be corrected on the spot: always before the acceptance, whoever filed it, if
    the applicant stands at the window (C-10)."""
    return case.state in MENDABLE


def is_open_to_the_window(case: Case) -> bool:
    """Whether the clerk may still fill the form in: the visitor never filed it himself, and it is not accepted."""
    return case.state == CaseState.RECEIVED and was_opened_here(case)


def answer_at_window(
    case: Case, *, answers: Mapping[str, Any], uploads: Mapping[str, Sequence[UploadedFile]], by: Actor
) -> Case:
    """Keep what the clerk typed into the form for a visitor, worked out as on the applicant's own pages.

    What the applicant filed himself is corrected on the spot (C-10): it stays complete, and the history tells how many
    answers changed. Refuses `not_at_window` for a case that is accepted, what `store_file` refuses, and for a filed one
    what `check_answers` refuses. Publishes CorrectedOnTheSpot for a filed case that was changed.
    """
    stored = {key: store_answer_files(files) for key, files in uploads.items()}
    with locked(case) as case:
        if not may_mend_here(case):
            raise _accepted_already()
        before = dict(case.answers)
        settle(case, with_files(case, answers, stored))
        if not was_opened_here(case):
            check_answers(case)
        case.saved_at = clock.now()
        case.save(update_fields=["answers", "saved_at"])
        changed = {key for key in before.keys() | case.answers.keys() if before.get(key) != case.answers.get(key)}
        if changed and not was_opened_here(case):
            publish(CorrectedOnTheSpot(case_id=case.pk, answers=len(changed)), by=by)
    return case


def situate_at_window(case: Case, *, choices: Choices, by: Actor) -> Case:
    """Keep what the visitor answers to the situation questions: materials and form follow (I-18, I-19).

    A rejecting answer is kept like any other; the acceptance is refused, and the clerk can decline with its words.
    Refuses `not_at_window` as `answer_at_window`.
    """
    with locked(case) as case:
        _must_be_open_to_the_window(case)
        choose(case, choices)
        settle(case, {})
        case.saved_at = clock.now()
        case.save(update_fields=["choices", "answers", "saved_at"])
    return case


def _must_be_open_to_the_window(case: Case) -> None:
    if not is_open_to_the_window(case):
        raise _accepted_already()


def _accepted_already() -> Refusal:
    sentence = _("The form can be filled in at the window only before the acceptance.")
    return Refusal("not_at_window", sentence, conflict=True)


def accept_with_promise(case: Case, *, material_ids: Collection[int], days: int, promised_by: str, by: Actor) -> Case:
    """Accept a case that lacks materials which may follow, on the applicant's written promise to hand them in within
    `days` working days (容缺受理, 2.4, D-06).

    Refuses what a promise and `accept_case` refuse. Publishes CaseAccepted and MaterialsDeferred.
    """
    with locked(case) as case:
        must_allow(case, "accept")
        promise_materials(case, material_ids=material_ids, days=days, promised_by=promised_by)
        return accept_case(case, by=by)


def tick_point(material: Material, point: int, *, checked: bool, by: Actor) -> Material:
    """Record that a clerk found one point of a material in order, or not; all ticked means it passed.

    Refuses `nothing_there` while nothing was handed in.
    """
    with locked(material.case):
        material = Material.objects.select_for_update(of=("self",)).select_related("spec").get(pk=material.pk)
        if not material.is_at_hand:
            raise Refusal("nothing_there", _("Nothing has been handed in for this material yet."), conflict=True)
        kept = set(material.ticks) - {point}
        material.ticks = sorted(kept | {point} if checked else kept)
        passed = set(range(len(material.spec.points))) <= set(material.ticks)
        material.state = MaterialState.PASSED if passed else MaterialState.PROVIDED
        material.save(update_fields=["ticks", "state"])
    return material
