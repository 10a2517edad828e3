"""Filing a complete application in one call, for connected systems and counters of other halls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cases.models import Case, Channel, Material, MaterialFile, MaterialState, Resolver
from cases.services.drafts import new_case
from cases.services.intake import accept_case, receive_case
from core import clock
from core.encryption import blind_index
from core.identifiers import id_number, mobile, uscc
from core.refusal import Refusal
from core.services.files import store_file
from identity.actors import Actor
from identity.models import CodeType, Party, PartyKind
from items.models import ItemVersion, VersionState
from spaces.models import TrustLevel


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
class Filing:
    """A complete application. `item` is the implementing code; `key` makes repeats change nothing."""

    key: str
    item: str
    applicant: PartyFacts
    answers: Mapping[str, Any] = field(default_factory=dict)
    files: Sequence[FileFacts] = ()


def file_case(filing: Filing, *, by: Actor) -> Case:
    """Create, receive and accept a case in one transaction; the same key answers the same case.

    Refuses `unknown_item`, `other_department` for an item the system's department does not handle,
    `unknown_material`, what `store_file` refuses, and `missing_materials`. Raises InvalidIdentifier for wrong codes.
    Publishes CaseReceived and CaseAccepted.
    """
    key = f"{by.account_id}:{filing.key}"
    known = Case.objects.filter(idempotency_key=key).first()
    if known is not None:
        return known
    version = _version(filing.item, by)
    try:
        with transaction.atomic():
            case = _received(filing, version, key, by)
            return accept_case(case, by=by)
    except IntegrityError:
        return Case.objects.get(idempotency_key=key)


def _received(filing: Filing, version: ItemVersion, key: str, by: Actor) -> Case:
    party = find_party(filing.applicant)
    case = Case(
        version=version,
        applicant=party,
        applicant_name=party.name,
        contact_name=party.name,
        contact_phone=party.phone,
        contact_phone_index=blind_index(party.phone, "case.phone") if party.phone else b"",
        channel=Channel.OTHER,
        answers=dict(filing.answers),
        idempotency_key=key,
    )
    _attach(new_case(case), filing.files)
    return receive_case(case, by=by).case


def find_party(facts: PartyFacts) -> Party:
    """The party with this code, made when it is new. Raises InvalidIdentifier.

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
            party.set_phone(mobile(facts.phone))
        party.save()
    if party.name != facts.name.strip():
        raise Refusal("other_name", _("This code belongs to somebody of another name."), field="applicant")
    return party


def _version(code: str, by: Actor) -> ItemVersion:
    version = (
        ItemVersion.objects.select_related("item__department", "item__entry")
        .filter(item__implementing_code=code, state=VersionState.PUBLISHED)
        .first()
    )
    if version is None:
        raise Refusal("unknown_item", _("No published item has this code."), field="item")
    if version.item.department_id not in by.department_ids:
        raise Refusal("other_department", _("Your department does not handle this item."), field="item")
    return version


def _attach(case: Case, files: Sequence[FileFacts]) -> None:
    """Store the files and hand in their materials."""
    by_name = {material.spec.name: material for material in Material.objects.filter(case=case).select_related("spec")}
    attached, provided = [], {}
    for order, facts in enumerate(files, start=1):
        material = by_name.get(facts.material)
        if material is None:
            raise Refusal("unknown_material", _("The item asks for no such material."), field="files")
        stored = store_file(facts.content, name=facts.name)
        attached.append(MaterialFile(material=material, file=stored, name=facts.name[-120:], order=order))
        provided[material.pk] = material
    MaterialFile.objects.bulk_create(attached)
    now = clock.now()
    for material in provided.values():
        material.state, material.resolver = MaterialState.PROVIDED, Resolver.UPLOAD
        material.trust_level, material.provided_at = TrustLevel.C, now
    Material.objects.bulk_update(provided.values(), ["state", "resolver", "trust_level", "provided_at"])
