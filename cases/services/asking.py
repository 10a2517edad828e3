"""What a case asks for follows its situation answers: materials come, go and come back (I-18, I-21)."""

from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from cases.models import Case, Material, MaterialFile, MaterialState, Resolver
from cases.queries.outcomes import outcome_of_case, path_of_case
from cases.services.pledgefiling import keep_to_pledge
from core import clock
from core.refusal import Refusal
from items.frozen import materials_of, situations_of
from items.models import MaterialSpec
from items.rules.materials import Needed
from items.rules.situations import Choices, Path, offered
from spaces.models import Licence
from spaces.queries import licences_of

ASKING_COLUMNS = ["required", "why", "copies", "hidden", "state", "ticks"]


def choose(case: Case, choices: Choices) -> None:
    """Give a locked case these situation answers; the caller saves `choices`. Those to questions that are not asked at
    present change nothing; they stay until the case is filed, so that nothing is asked twice when a change is undone.
    """
    known = offered(situations_of(case.version_id), choices)
    if known != case.choices:
        case.choices = known
        renew_materials(case)


def check_situation(case: Case) -> None:
    """Refuse `not_eligible` with the item's own words when an answer rules an application out, and `situation` while a
    question is open (C-01, I-20)."""
    check_path(path_of_case(case))


def check_path(path: Path) -> None:
    """The same for answers that are not a case's yet."""
    if path.rejection:
        raise Refusal("not_eligible", path.rejection, field="situation")
    if path.open:
        names = "、".join(question.title for question in path.open)
        raise Refusal("situation", _("Still to be answered: %(names)s.") % {"names": names}, field="situation")


def renew_materials(case: Case) -> None:
    """Bring the material list in line with the answers. What is no longer asked is put aside with its files and comes
    back as it was; what is asked otherwise than before has to be checked anew, everything else stays (I-21).

    Licences the holder already has are attached at once (I-07).
    """
    wanted = {need.spec_id: need for need in outcome_of_case(case).materials}
    present = {material.spec_id: material for material in Material.with_hidden.filter(case=case)}
    _put_aside([row for spec_id, row in present.items() if spec_id not in wanted and not row.hidden])
    new = [need for spec_id, need in wanted.items() if spec_id not in present]
    held = _held_licences(case, {need.spec_id for need in new})
    Material.objects.bulk_create(_material(case, need, held.get(need.spec_id)) for need in new)
    touched = [present[spec_id] for spec_id in present.keys() & wanted.keys() if _align(present[spec_id], wanted)]
    Material.with_hidden.bulk_update(touched, ASKING_COLUMNS)
    keep_to_pledge(case)


def tidy(case: Case) -> None:
    """Forget what was put aside, answers and materials: a locked case is filed with the answers that count now."""
    Material.with_hidden.filter(case=case, hidden=True).delete()
    counting = path_of_case(case).choices()
    if counting != case.choices:
        case.choices = counting
        case.save(update_fields=["choices"])


def _put_aside(gone: Sequence[Material]) -> None:
    """Whatever holds files waits for its answer; the rest is as easily asked again."""
    with_files = set(MaterialFile.objects.filter(material__in=gone).values_list("material_id", flat=True))
    Material.with_hidden.filter(pk__in=with_files).update(hidden=True)
    Material.with_hidden.filter(pk__in={row.pk for row in gone} - with_files).delete()


def _align(row: Material, wanted: dict[int, Needed]) -> bool:
    """Ask for a material as it is needed now; whether anything about it changed."""
    need = wanted[row.spec_id]
    now = (need.required, need.why[:200], need.copies)
    same = (row.required, row.why, row.copies) == now
    if same and not row.hidden:
        return False
    row.required, row.why, row.copies = now
    row.hidden = False
    if not same:
        row.ticks = []
        row.state = MaterialState.PROVIDED if row.state == MaterialState.PASSED else row.state
    return True


def _held_licences(case: Case, spec_ids: Collection[int]) -> dict[int, Licence]:
    """Valid licences of the applicant by the material they satisfy."""
    asked: list[MaterialSpec] = [spec for spec in materials_of(case.version_id) if spec.pk in spec_ids]
    kinds = {spec.licence: spec.pk for spec in asked if spec.licence}
    if not kinds:
        return {}
    valid = licences_of(case.applicant_id).filter(name__in=kinds)
    return {kinds[licence.name]: licence for licence in valid}


def _material(case: Case, need: Needed, licence: Licence | None) -> Material:
    material = Material(case=case, spec_id=need.spec_id, required=need.required, why=need.why[:200], copies=need.copies)
    if licence is not None:
        material.state, material.resolver = MaterialState.PROVIDED, Resolver.LICENCE
        material.licence, material.trust_level, material.provided_at = licence, licence.trust_level, clock.now()
    return material
