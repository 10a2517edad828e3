"""Drafts: what an applicant prepares before filing; every step is saved, so that nothing is lost."""

from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, Max
from django.utils.translation import gettext as _

from cases.models import (
    Case,
    CaseProject,
    CaseState,
    Channel,
    Material,
    MaterialFile,
    MaterialState,
    Resolver,
    TrustGround,
)
from cases.queries.drafting import open_drafts
from cases.services.answerfiles import store_answer_files, with_files
from cases.services.answers import settle
from cases.services.asking import choose, renew_materials
from cases.services.life import locked
from cases.services.pledgefiling import drop_pledge, keep_to_pledge
from cases.services.trusting import note_trust
from core import clock
from core.encryption import blind_index
from core.events import Doer
from core.locks import busy_is_refused, hold
from core.models import StoredFile
from core.refusal import Refusal
from core.services.files import store_file
from identity.actors import Actor
from items.models import HandlingOption, ItemVersion, VersionState
from items.notes import suspension_words
from items.rules.situations import Choices
from spaces.models import Licence, TrustLevel

EDITABLE = {CaseState.DRAFT, CaseState.PRECHECK_RETURNED, CaseState.CORRECTING}
MAX_FILES_PER_MATERIAL = 20
DRAFT_COLUMNS = ["answers", "choices", "contact_name", "contact_phone", "contact_phone_index", "saved_at"]


def start_draft(
    version: ItemVersion,
    *,
    by: Actor,
    channel: Channel,
    handling: HandlingOption | None = None,
    subject: Licence | None = None,
) -> Case:
    """Begin an application of the party `by` acts for. Pinned to this version from now on (principle 2).
    `subject` is the licence it is about (C-23).

    Refuses `not_open` when the version is not in force or cannot be applied for, `nobody` without a party.
    """
    if by.acting is None:
        raise Refusal("nobody", _("Sign in to apply."))
    agent_id = by.self_party_id if by.acting.mandate_id else None
    return new_case(
        Case(
            version=version,
            handling=handling,
            subject=subject,
            applicant_id=by.acting.party_id,
            applicant_name=by.acting.name,
            agent_id=agent_id,
            contact_name=by.name,
            channel=channel,
        )
    )


def begin_application(
    version: ItemVersion,
    *,
    by: Actor,
    channel: Channel,
    handling: HandlingOption | None = None,
    subject: Licence | None = None,
    choices: Choices | None = None,
    beside: int | None = None,
) -> Case:
    """The draft this party has already begun for the item, also of a version that was replaced, or a new one.

    `choices` are answers that come along and win over former ones of the same version. `beside` names the newest draft
    the applicant knows of and wants another one next to it. Two clicks at the same moment begin one draft.

    Refuses as `start_draft`.
    """
    with busy_is_refused(), transaction.atomic():
        hold(f"draft:{by.party_id}:{version.item_id}")
        begun = open_drafts(version, by).first()
        new = begun is None or begun.pk == beside
        asked: dict[str, Any] = {"handling": handling, "subject": subject}
        case = start_draft(version, by=by, channel=channel, **asked) if begun is None or new else begun
        if not choices or case.version_id != version.pk:
            return case
        return save_draft(case, by=by, choices={**case.choices, **choices})


def new_case(case: Case) -> Case:
    """Save a new case with the materials its version asks for. Refuses `not_open`."""
    version = case.version
    if version.state != VersionState.PUBLISHED or not version.on_application:
        sentence = suspension_words(version) or _("This item cannot be applied for at the moment.")
        raise Refusal("not_open", sentence, conflict=True)
    case.department_id = version.item.department_id
    case.created_at = case.saved_at = clock.now()
    with transaction.atomic():
        case.save()
        renew_materials(case)
    return case


def save_draft(
    case: Case,
    *,
    by: Actor,
    answers: Mapping[str, Any] | None = None,
    uploads: Mapping[str, Sequence[UploadedFile]] | None = None,
    choices: Choices | None = None,
    contact: Mapping[str, str] | None = None,
) -> Case:
    """Keep what was typed so far, complete or not. Changed situation answers renew the material list (I-18, I-21).

    `answers` are by key of the form, worked out as items.rules.forms says; an empty one takes the former one back.
    `uploads` are new files of questions for files and signatures. `choices` are all answers to the situation questions
    (items.rules.situations). Refuses `not_editable` once the case is filed, and
    what `store_file` refuses.
    """
    stored = {key: store_answer_files(files) for key, files in (uploads or {}).items()}
    with locked(case) as case:
        must_be_editable(case)
        if contact:
            case.contact_name, case.contact_phone = contact["contact_name"], contact["contact_phone"]
            case.contact_phone_index = blind_index(case.contact_phone, "case.phone")
        case.saved_at = clock.now()
        if choices is not None:
            choose(case, choices)
        if answers is not None or choices is not None:
            settle(case, with_files(case, answers or {}, stored))
        case.save(update_fields=DRAFT_COLUMNS)
    return case


def attach_file(
    material: Material, upload: "BinaryIO | File[bytes]", *, name: str, by: Actor, resolver: Resolver = Resolver.UPLOAD
) -> MaterialFile:
    """Add a file to a material of an editable case. Refuses what `store_file` refuses, and `too_many_files`."""
    stored = store_file(upload, name=name)
    with locked(material.case) as case:
        if by.is_citizen:
            must_be_editable(case)
        (attached,) = provide(material, [(stored, name)], resolver, by=by)
    return attached


def detach_file(attached: MaterialFile, *, by: Actor) -> None:
    """Take a file off a material of an editable case; a material without files is needed again."""
    material = attached.material
    with locked(material.case) as case:
        if by.is_citizen:
            must_be_editable(case)
        attached.delete()
        if not material.files.exists():
            was = material.trust_level
            material.state, material.resolver, material.trust_level = MaterialState.NEEDED, Resolver.NONE, ""
            material.provided_at = None
            material.save(update_fields=["state", "resolver", "trust_level", "provided_at"])
            note_trust(material, was, TrustGround.TAKEN_AWAY, by=by)
            keep_to_pledge(case)


def discard_draft(case: Case, *, by: Actor) -> None:
    """Delete an unfiled draft with its materials. Refuses `not_a_draft` once it was filed."""
    with locked(case) as case:
        if case.state != CaseState.DRAFT:
            raise Refusal("not_a_draft", _("An application that was filed cannot be deleted; you can withdraw it."))
        drop_pledge(case)
        case.signers.all().delete()
        CaseProject.objects.filter(case=case).delete()
        MaterialFile.objects.filter(material__case=case).delete()
        Material.with_hidden.filter(case=case).delete()
        case.delete()


def provide(
    material: Material,
    files: Sequence[tuple[StoredFile, str]],
    resolver: Resolver,
    trust: TrustLevel | None = None,
    *,
    by: Doer,
) -> list[MaterialFile]:
    """Add stored files with their names to a material, which is handed in now; callers hold the lock of the case.

    Unless the files bring their own `trust`, what was scanned at the window was compared with the original (level B),
    the rest was not (C); a material is trusted as far as the weakest of its files, and a change of its level is written
    down (L-05). A licence that stood here before and was found wrong gives way to the files. Refuses `too_many_files`.
    """
    found = material.files.aggregate(present=Count("pk"), last=Max("order"))
    present, last = found["present"], found["last"] or 0
    if present + len(files) > MAX_FILES_PER_MATERIAL:
        sentence = _("At most %(count)d files can be added to one material.") % {"count": MAX_FILES_PER_MATERIAL}
        raise Refusal("too_many_files", sentence, field="file")
    attached = [
        MaterialFile(material=material, file=stored, name=name[-120:], order=order)
        for order, (stored, name) in enumerate(files, start=last + 1)
    ]
    MaterialFile.objects.bulk_create(attached)
    material.state, material.resolver, was = MaterialState.PROVIDED, resolver, material.trust_level
    trust = trust or (TrustLevel.B if resolver == Resolver.SCAN else TrustLevel.C)
    material.trust_level = TrustLevel(max(trust, material.trust_level)) if present else trust
    material.provided_at, material.licence = clock.now(), None
    material.save(update_fields=["state", "resolver", "trust_level", "provided_at", "licence"])
    note_trust(material, was, TrustGround.OTHER_FILES, by=by)
    return attached


def must_be_editable(case: Case) -> None:
    """Refuse `not_editable` once the case is filed. Callers hold the lock of the case."""
    if case.state not in EDITABLE:
        raise Refusal("not_editable", _("This application was filed and can no longer be changed."), conflict=True)
