"""Gathering the materials of a case at a window: fetched where they are held, else taken in from the visitor (I-07)."""

from collections.abc import Sequence

from django.core.files import File
from django.utils.translation import gettext as _

from cases.events import PaperDemanded
from cases.models import (
    Case,
    CaseState,
    IssuerEnquiry,
    Material,
    MaterialDemand,
    MaterialFile,
    MaterialState,
    Resolver,
    TrustGround,
)
from cases.queries.drafting import materials_of
from cases.queries.holdings import Held, demanded_specs, held_for, is_held_already
from cases.rules.limits import DECLINE_REASON_MIN
from cases.services.drafts import provide
from cases.services.fetching import fetch_licence
from cases.services.life import locked
from cases.services.sharing import give_to_siblings
from cases.services.trusting import note_trust
from core import clock
from core.models import StoredFile
from core.outbox import publish
from core.refusal import Refusal
from core.services.files import store_file
from identity.actors import Actor
from spaces.exchange import Handed, SourceTrouble, Wanted, exchange_for
from spaces.models import TrustLevel, WalletDocument
from spaces.services.reads import record_library_read

REASON_MOST = 300


def fetch_material(material: Material, *, by: Actor) -> Held:
    """Satisfy a material from the first place of the resolver chain that has it (I-07), for a case in hand (L-10).

    Refuses `not_needed` where something is handed in already, `none_held`, `no_answer` when the body that has it does
    not answer, and what `fetch_licence` refuses.
    """
    material = Material.objects.select_related("spec", "case__version", "case__applicant").get(pk=material.pk)
    case = material.case
    _must_be_undecided(case)
    held = held_for(case, [material]).get(material.pk)
    if held is None:
        if material.is_at_hand:
            raise Refusal("not_needed", _("This material is handed in already."), conflict=True)
        raise Refusal("none_held", _("No library holds this material of the applicant."))
    if held.resolver == Resolver.LICENCE:
        fetch_licence(material, by=by)
        return held
    from_issuer = held.resolver == Resolver.EXCHANGE
    _take(material, held, *(_from_issuer(material, by=by) if from_issuer else _from_library(held)), by=by)
    _note_use(case, material, by)
    return held


def fetch_everything(case: Case, *, by: Actor) -> tuple[list[str], list[str]]:
    """Fetch all that is held of what the case still needs; names of what came, and sentences about what did not."""
    came, failed = [], []
    materials = materials_of(case)
    held, demanded = held_for(case, materials), demanded_specs(case)
    for material in materials:
        if material.pk not in held or material.spec_id in demanded or material.state != MaterialState.NEEDED:
            continue
        try:
            fetch_material(material, by=by)
            came.append(material.spec.name)
        except Refusal as refusal:
            failed.append(f"{material.spec.name}: {refusal.sentence}")
    return came, failed


def take_in_files(
    material: Material, uploads: "Sequence[File[bytes]]", *, replaces: bool = False, by: Actor
) -> Material:
    """Take in pages of a material at the window: scanned or photographed from the original (level B). Other cases of
    the same intake that need the same material get it as well. `replaces` puts them in the place of what is there
    (C-10).

    Refuses `fetchable` for a material that can be fetched unless its paper was demanded with a reason, `file_empty`
    without a file, `not_editable` after the decision, and what `store_file` and `provide` refuse.
    """
    if not uploads:
        raise Refusal("file_empty", _("Choose at least one file."), field="file")
    stored = [(store_file(upload, name=upload.name or ""), upload.name or "") for upload in uploads]
    with locked(material.case) as case:
        material = _to_be_taken_in(case, material)
        if replaces:
            _take_away(material, by=by)
        provide(material, stored, Resolver.SCAN, by=by)
    give_to_siblings(material, by=by)
    return material


def take_in_paper(material: Material, *, by: Actor) -> Material:
    """The visitor hands in the paper itself, which the clerk looked at; nothing is scanned (level B). Other cases of
    the same intake get it as well. Refuses as `take_in_files`, and `not_needed` where something is there already."""
    with locked(material.case) as case:
        material = _to_be_taken_in(case, material)
        if material.is_at_hand:
            raise Refusal("not_needed", _("This material is handed in already."), conflict=True)
        material.state, material.resolver, material.trust_level = MaterialState.PROVIDED, Resolver.PAPER, TrustLevel.B
        material.provided_at, material.licence, material.ticks = clock.now(), None, []
        material.save(update_fields=["state", "resolver", "trust_level", "provided_at", "licence", "ticks"])
    give_to_siblings(material, by=by)
    return material


def demand_paper(material: Material, *, reason: str, by: Actor) -> MaterialDemand:
    """Demand the paper of a material that can be fetched or was: written down with who and why, and counted (I-07).

    What was fetched is put aside. Refuses `reason` below ten characters, `not_held` for a material nobody holds – it
    may be asked for anyway – and `demanded` for a second time. Publishes PaperDemanded (S-23).
    """
    if len(reason.strip()) < DECLINE_REASON_MIN:
        raise Refusal("reason", _("Give the reason in at least ten characters."), field="reason")
    with locked(material.case) as case:
        _must_be_undecided(case)
        material = Material.objects.select_related("spec", "case").get(pk=material.pk)
        held = held_for(case, [material]).get(material.pk)
        if material.spec_id in demanded_specs(case):
            raise Refusal("demanded", _("This paper was demanded already."), conflict=True)
        if held is None and not is_held_already(material):
            raise Refusal("not_held", _("Nobody holds this material: it may be asked for without a reason."))
        where = held.resolver if held else Resolver(material.resolver)
        if is_held_already(material):
            _take_away(material, by=by)
        demand = MaterialDemand.objects.create(
            **{"case": case, "spec": material.spec, "held_in": where, "reason": reason.strip()[:REASON_MOST]},
            **{"staff_id": by.staff_id, "who": by.label[:120], "at": clock.now()},
        )
        publish(PaperDemanded(case_id=case.pk, demand_id=demand.pk), by=by)
    return demand


def _to_be_taken_in(case: Case, material: Material) -> Material:
    _must_be_undecided(case)
    material = Material.objects.select_related("spec").get(pk=material.pk)
    material.case = case
    fetchable = material.state == MaterialState.NEEDED and material.pk in held_for(case, [material])
    if fetchable and material.spec_id not in demanded_specs(case):
        sentence = _("This material can be fetched. If the paper is needed all the same, say why first.")
        raise Refusal("fetchable", sentence, conflict=True)
    return material


def _must_be_undecided(case: Case) -> None:
    if not CaseState(case.state).is_undecided:
        raise Refusal("not_editable", _("The case is decided; nothing is handed in any more."), conflict=True)


def _take_away(material: Material, *, by: Actor) -> None:
    """Nothing is handed in any more; callers hold the lock of the case."""
    was = material.trust_level
    material.files.all().delete()
    material.state, material.resolver, material.trust_level = MaterialState.NEEDED, Resolver.NONE, ""
    material.licence, material.provided_at, material.ticks = None, None, []
    material.save(update_fields=["state", "resolver", "trust_level", "licence", "provided_at", "ticks"])
    note_trust(material, was, TrustGround.TAKEN_AWAY, by=by)


def _from_library(held: Held) -> tuple[list[tuple[StoredFile, str]], TrustLevel]:
    """The files of a document of the space, or of an earlier material of the project."""
    if held.resolver == Resolver.WALLET:
        document = WalletDocument.objects.select_related("file").get(pk=held.key)
        return [(document.file, document.file_name)], TrustLevel(document.trust_level)
    files = MaterialFile.objects.filter(material=held.key).select_related("file")
    return [(one.file, one.name) for one in files], TrustLevel(held.trust)


def _from_issuer(material: Material, *, by: Actor) -> tuple[list[tuple[StoredFile, str]], TrustLevel]:
    """What the issuer hands over, asked outside any transaction."""
    handed = _asked(material, by=by)
    stored = store_file(handed.content, name=handed.file_name)
    return [(stored, handed.file_name)], TrustLevel.A if handed.sealed else TrustLevel.B


def _asked(material: Material, *, by: Actor) -> Handed:
    """What the issuer answers, written down whatever it is."""
    case, source = material.case, exchange_for(material.spec.name)
    number = case.case_no or case.receipt_no or ""
    wanted = Wanted(material.spec.name, case.applicant.code, case.applicant.name, case.version.name, number)
    try:
        if source is None:
            raise SourceTrouble(material.spec.name)
        handed = source.fetch(wanted)
    except SourceTrouble as trouble:
        sentence = _("The body that has it does not answer now. Try again, or take the paper in with a reason.")
        raise Refusal("no_answer", sentence) from trouble
    IssuerEnquiry.objects.create(
        **{"case": case, "spec": material.spec, "source": source.name, "has_it": handed is not None},
        **{"staff_id": by.staff_id, "at": clock.now()},
    )
    if handed is None:
        raise Refusal("none_held", _("The body that issues it has none of this applicant: take the paper in."))
    return handed


def _take(material: Material, held: Held, files: list[tuple[StoredFile, str]], trust: TrustLevel, *, by: Actor) -> None:
    with locked(material.case) as case:
        fresh = Material.objects.select_related("spec").get(pk=material.pk)
        fresh.case = case
        if fresh.is_at_hand:
            raise Refusal("not_needed", _("This material is handed in already."), conflict=True)
        if fresh.state == MaterialState.FAULTY:
            _take_away(fresh, by=by)
        provide(fresh, files, held.resolver, trust, by=by)


def _note_use(case: Case, material: Material, by: Actor) -> None:
    """Whose document it is sees that it was used, and for which case (L-10)."""
    why = _("For case %(number)s") % {"number": case.case_no or case.receipt_no or ""}
    record_library_read(case.applicant, by=by, what=material.spec.name, why=why)
