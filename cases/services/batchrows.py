"""One row of a batch: checked like an application that is filed, and opened as a case."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases.models import Case, Channel, Material
from cases.queries.batches import NOT_IN_A_CELL
from cases.queries.filling import filling_of
from cases.rules.batches import Application, Misfit, Part
from cases.services.asking import check_path
from cases.services.filing import PartyFacts, identified_party, kept_party
from cases.services.gathering import take_in_paper
from cases.services.window import answer_at_window, open_at_window, situate_at_window
from core.identifiers import InvalidIdentifier, mobile
from core.refusal import Refusal
from identity.actors import Actor
from identity.models import Party, PartyKind
from items.formwords import fault_words
from items.frozen import form_of, outcome_of, situations_of
from items.models import ItemVersion
from items.rules import answers as rules
from items.rules.cells import split_values
from items.rules.forms import Row
from items.rules.optionnames import UnclearAnswer, named_options
from items.rules.situations import Choices
from items.situations import unclear_words


@dataclass(frozen=True, slots=True)
class Understood:
    """A row in the terms of a case: the applicant (new ones not saved yet), situation choices, answers by key."""

    party: Party
    choices: Choices
    answers: dict[str, Any]


def misfits_of(version: ItemVersion, application: Application) -> list[Misfit]:
    """Everything wrong with a row, each with the column where it lies."""
    return _read(version, application)[1]


def opened(version: ItemVersion, application: Application, *, key: str, by: Actor) -> Case:
    """Take a row in as a case of its own (C-03) with its answers and the papers that were brought; `key` makes it the
    only one. Callers hold a transaction. Refuses `misfit` for a row that does not fit any more, and what the window's
    own verbs refuse."""
    understood, wrong = _read(version, application)
    if understood is None or wrong:
        raise Refusal("misfit", wrong[0].sentence if wrong else _("This row cannot be read."))
    case = open_at_window(version, applicant=kept_party(understood.party), by=by)
    Case.objects.filter(pk=case.pk).update(idempotency_key=key)
    if understood.choices:
        situate_at_window(case, choices=understood.choices, by=by)
    answer_at_window(case, answers=understood.answers, uploads={}, by=by)
    for material in Material.objects.filter(case=case, spec__in=application.papers).select_related("case"):
        _note_paper(material, by)
    case.refresh_from_db()
    return case


def _note_paper(material: Material, by: Actor) -> None:
    """What is held is fetched, also where a paper was brought along (I-07)."""
    try:
        take_in_paper(material, by=by)
    except Refusal as refusal:
        if refusal.code not in {"fetchable", "not_needed"}:
            raise


def _read(version: ItemVersion, application: Application) -> tuple[Understood | None, list[Misfit]]:
    wrong = list(_phone(application))
    party, about_party = _party(application)
    choices, about_situation = _choices(version, application)
    answers, about_answers = _answers(version, application)
    wrong += [*about_party, *about_situation, *about_answers]
    if party is None or about_situation:
        return None, wrong
    case = Case(version=version, applicant=party, applicant_name=party.name, channel=Channel.WINDOW, choices=choices)
    case.department_id = version.item.department_id
    found = filling_of(case)
    typed_wrong = {misfit.column for misfit in about_answers}
    for fault in found.faults(found.evaluate(answers)):
        row, column = found.form.row(fault.key), application.column(Part.ANSWER, fault.key)
        if row.type not in NOT_IN_A_CELL and column not in typed_wrong:
            wrong.append(Misfit(column, str(fault_words(fault, row))))
    return Understood(party, choices, answers), wrong


def _phone(application: Application) -> Iterator[Misfit]:
    if application.phone:
        try:
            mobile(application.phone)
        except InvalidIdentifier as invalid:
            yield Misfit(application.column(Part.PHONE), str(invalid))


def _party(application: Application) -> tuple[Party | None, list[Misfit]]:
    kinds = {str(kind.label): kind.value for kind in PartyKind} | {kind.value: kind.value for kind in PartyKind}
    wrong = []
    if not application.name:
        wrong.append(Misfit(application.column(Part.NAME), _("The name is missing.")))
    if application.kind not in kinds:
        words = {"words": "、".join(str(kind.label) for kind in PartyKind)}
        wrong.append(Misfit(application.column(Part.KIND), _("Write one of these: %(words)s.") % words))
    if wrong:
        return None, wrong
    try:
        facts = PartyFacts(kinds[application.kind], application.name, application.code, application.phone)
        return identified_party(facts), []
    except InvalidIdentifier as invalid:
        return None, [Misfit(application.column(Part.CODE), str(invalid))] if not list(_phone(application)) else []
    except Refusal as refusal:
        return None, [Misfit(application.column(Part.NAME), refusal.sentence)]


def _choices(version: ItemVersion, application: Application) -> tuple[Choices, list[Misfit]]:
    questions = situations_of(version.pk)
    named, wrong = [], list[Misfit]()
    for key, text in application.situation.items():
        labels = [f"{key}:{label}" for label in split_values(text)]
        try:
            named_options(questions, labels)
            named += labels
        except UnclearAnswer as unclear:
            wrong.append(Misfit(application.column(Part.SITUATION, key), unclear_words(unclear)))
    if wrong:
        return {}, wrong
    path = outcome_of(version.pk, named_options(questions, named)).path
    try:
        check_path(path)
    except Refusal as refusal:
        open_keys = [question.key for question in path.open]
        place = open_keys[0] if open_keys else next(iter(application.situation), "")
        return {}, [Misfit(application.column(Part.SITUATION, place), refusal.sentence)]
    return path.choices(), []


def _answers(version: ItemVersion, application: Application) -> tuple[dict[str, Any], list[Misfit]]:
    form, found, wrong = form_of(version.pk), dict[str, Any](), []
    for key, text in application.answers.items():
        row = form.row(key)
        answer = _answer(row, text)
        if answer is None:
            sentence = _("“%(text)s” is no answer to “%(label)s”.") % {"text": text[:20], "label": row.label}
            wrong.append(Misfit(application.column(Part.ANSWER, key), sentence))
        else:
            found[key] = answer
    return found, wrong


def _answer(row: Row, text: str) -> Any:
    if row.type != "multichoice":
        return rules.from_words(row, text)
    try:
        return rules.normal(row, split_values(text))
    except rules.Unfit:
        return None
