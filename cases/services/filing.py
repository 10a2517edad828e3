"""Filing a complete application in one call, for connected systems and counters of other halls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cases.events import FilingRepeated
from cases.models import Case, CaseState, Channel, Clock, ClockKind, Material, MaterialFile, MaterialState, Resolver
from cases.services.asking import check_path
from cases.services.filedanswers import filed_answers
from cases.services.intake import enter_acceptance, take_case_no
from cases.services.life import holding, locked
from cases.services.signatures import must_ask_for_no_signers
from cases.services.submission import check_not_barred, take_receipt_no
from core import clock
from core.encryption import blind_index
from core.identifiers import id_number, uscc
from core.locks import busy_is_refused
from core.outbox import publish
from core.refusal import Refusal
from core.services.files import store_file
from identity.actors import Actor
from identity.models import CodeType, Party, PartyKind
from items.frozen import materials_of, outcome_of, situations_of
from items.models import ItemVersion, VersionState
from items.rules.optionnames import UnclearAnswer, named_options
from items.rules.situations import Outcome, Path
from items.situations import unclear_words
from spaces.models import TrustLevel

VERSION_COLUMNS = [
    *("name", "kind", "joint_bodies", "pledge_allowed", "signers", "limit_regime"),
    *("promised_days", "promised_unit", "statutory_days", "statutory_unit"),
    *("item__implementing_code", "item__department", "item__entry"),
]
"""What an acceptance asks of a version, whose row is wide."""


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """Who applies: `kind` is person or enterprise, `code` his identity number or credit code."""

    kind: str
    name: str
    code: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """One file of one material, by the material's name in the item."""

    material: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Accepted:
    """An accepted case and the last day of the promise."""

    case: Case
    due_on: date


@dataclass(frozen=True, slots=True)
class Filing:
    """A complete application. `item` is the implementing code; `key` makes repeats change nothing; `situation` are the
    answers to the item's situation questions by the names of `items.rules.optionnames`.
    """

    key: str
    item: str
    applicant: PartyFacts
    answers: Mapping[str, Any] = field(default_factory=dict)
    files: Sequence[FileFacts] = ()
    situation: Sequence[str] = ()


def file_case(filing: Filing, *, by: Actor) -> Accepted:
    """Create, receive and accept a case in one transaction; the same key answers the same case.

    Numbers are taken in short transactions of their own before, when nothing is left that could be refused; those taken
    for a repeat that came at the same moment stay unused, and the history of the case says so.

    Refuses `unknown_item`, `other_department` for an item the system's department does not handle, `situation` and
    `not_eligible` as `check_path` and for answers that are not clear, `unknown_material`, what `store_file` refuses,
    `incomplete` answers with what is wrong by path, `missing_materials` and `other_name`. Raises
    InvalidIdentifier for wrong codes. Publishes CaseAccepted, or FilingRepeated.
    """
    key = f"{by.account_id}:{filing.key}"
    known = _known(key)
    if known is not None:
        return known
    version = _version(filing.item, by)
    outcome = _outcome(version, filing.situation)
    materials, attached = _materials(version, outcome, filing.files)
    party, now = identified_party(filing.applicant), clock.now()
    if party.pk is not None:
        check_not_barred(party.pk, version)
    answers = filed_answers(version, party, filing.answers, situation=outcome.path.facts())
    receipt, number = take_receipt_no(Channel.OTHER, now), take_case_no(version, now)
    try:
        with busy_is_refused(), transaction.atomic():
            case = _received(key, answers, outcome.path, version, kept_party(party), receipt, by)
            for material in materials:
                material.case = case
            Material.objects.bulk_create(materials)
            for page in attached:
                page.material_id = page.material.pk
            MaterialFile.objects.bulk_create(attached)
            with holding(case):
                promised = enter_acceptance(case, number, now, by=by)
            return Accepted(case, promised.last_day)
    except IntegrityError:
        again = _known(key)
        if again is None:
            raise
        _tell_of_repeat(again.case, receipt, number, by)
        return again


def _known(key: str) -> Accepted | None:
    found = Case.objects.filter(idempotency_key=key).values_list("pk", flat=True).first()
    if found is None:
        return None
    case = Case.objects.select_related("version").get(pk=found)
    return Accepted(case, Clock.objects.get(case=case, kind=ClockKind.PROMISED).last_day)


def _tell_of_repeat(case: Case, receipt: str, number: str, by: Actor) -> None:
    with locked(case) as case:
        publish(FilingRepeated(case_id=case.pk, receipt_no=receipt, case_no=number), by=by)


def _received(
    key: str, answers: Mapping[str, Any], path: Path, version: ItemVersion, party: Party, receipt: str, by: Actor
) -> Case:
    now, phone = clock.now(), party.phone
    return Case.objects.create(
        version=version,
        department_id=version.item.department_id,
        applicant=party,
        applicant_name=party.name,
        contact_name=party.name,
        contact_phone=phone,
        contact_phone_index=blind_index(phone, "case.phone") if phone else b"",
        state=CaseState.RECEIVED,
        channel=Channel.OTHER,
        receipt_no=receipt,
        answers=dict(answers),
        choices=path.choices(),
        intake_department_id=by.department_id,
        created_at=now,
        saved_at=now,
        received_at=now,
        idempotency_key=key,
    )


def identified_party(facts: PartyFacts) -> Party:
    """The party with this code; one that is new is not saved yet. Raises InvalidIdentifier.

    Refuses `other_name` when the code is known under another name.
    """
    is_person = facts.kind == PartyKind.PERSON
    code = id_number(facts.code) if is_person else uscc(facts.code)
    code_type = CodeType.ID_CARD if is_person else CodeType.USCC
    party = Party.objects.filter(code_type=code_type, code_index=blind_index(code, "party.code")).first()
    if party is None:
        party = Party(kind=facts.kind, name=facts.name.strip(), code_type=code_type, created_at=clock.now())
        party.set_code(code)
        if facts.phone:
            party.set_phone(facts.phone)
    if party.name != facts.name.strip():
        raise Refusal("other_name", _("This code belongs to somebody of another name."), field="applicant")
    return party


def kept_party(party: Party) -> Party:
    """The saved party, or the one that somebody else saved under this code a moment ago."""
    if party.pk is not None:
        return party
    try:
        with transaction.atomic():
            party.save()
    except IntegrityError:
        return Party.objects.get(code_type=party.code_type, code_index=party.code_index)
    return party


def _version(code: str, by: Actor) -> ItemVersion:
    version = (
        ItemVersion.objects.select_related("item")
        .only(*VERSION_COLUMNS)
        .filter(item__implementing_code=code, state=VersionState.PUBLISHED)
        .first()
    )
    if version is None:
        raise Refusal("unknown_item", _("No published item has this code."), field="item")
    if version.item.department_id not in by.department_ids:
        raise Refusal("other_department", _("Your department does not handle this item."), field="item")
    must_ask_for_no_signers(version)
    return version


def _outcome(version: ItemVersion, named: Sequence[str]) -> Outcome:
    """What the situation answers lead to (I-18)."""
    try:
        chosen = named_options(situations_of(version.pk), named)
    except UnclearAnswer as unclear:
        raise Refusal("situation", unclear_words(unclear), field="situation") from unclear
    outcome = outcome_of(version.pk, chosen)
    check_path(outcome.path)
    return outcome


def _materials(
    version: ItemVersion, outcome: Outcome, files: Sequence[FileFacts]
) -> tuple[list[Material], list[MaterialFile]]:
    """The materials these answers ask for, with the files that were sent, not saved yet."""
    now = clock.now()
    names = {spec.pk: spec.name for spec in materials_of(version.pk)}
    rows = {
        names[need.spec_id]: Material(
            spec_id=need.spec_id, required=need.required, why=need.why[:200], copies=need.copies
        )
        for need in outcome.materials
    }
    attached = []
    for order, facts in enumerate(files, start=1):
        material = rows.get(facts.material)
        if material is None:
            raise Refusal("unknown_material", _("The item asks for no such material."), field="files")
        material.state, material.resolver = MaterialState.PROVIDED, Resolver.UPLOAD
        material.trust_level, material.provided_at = TrustLevel.C, now
        stored = store_file(facts.content, name=facts.name)
        attached.append(MaterialFile(material=material, file=stored, name=facts.name[-120:], order=order))
    missing = [name for name, row in rows.items() if row.required and row.state == MaterialState.NEEDED]
    if missing:
        raise Refusal(
            "missing_materials", _("Still missing: %(names)s.") % {"names": "、".join(missing)}, field="files"
        )
    return list(rows.values()), attached
