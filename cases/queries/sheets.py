"""The files that stand behind a material, and their pages in order."""

from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from cases.models import Case, Material, MaterialState
from core.models import StoredFile
from core.pictures import page_count

SHOWN = 40
"""Pages shown of one material; whoever needs more opens the original."""


@dataclass(frozen=True, slots=True)
class Original:
    """One stored file of a material, with the name it is shown under. `file_id` is its MaterialFile, None for the
    licence that satisfied the material."""

    stored: StoredFile
    name: str
    file_id: int | None


def originals_of(material: Material) -> list[Original]:
    """The licence that satisfied a material, or the files handed in, in order."""
    licence = material.licence
    if licence is not None and licence.file is not None:
        return [Original(licence.file, f"{licence.name} {licence.number}", None)]
    return [Original(attached.file, attached.name, attached.pk) for attached in material.files.all()]


def sheets_of(material: Material) -> list[tuple[StoredFile, int]]:
    """Every page of a material, as file and number of the page in it, at most SHOWN."""
    pages = [
        (original.stored, number)
        for original in originals_of(material)
        for number in range(1, page_count(original.stored) + 1)
    ]
    return pages[:SHOWN]


def handed_in(case_id: int, *, after_filing: bool = False) -> QuerySet[Material]:
    """Materials of the case with their files and its applicant; `after_filing` leaves out what came with the filing."""
    found = Material.objects.filter(case_id=case_id, state__in=[MaterialState.PROVIDED, MaterialState.PASSED])
    if after_filing:
        found = found.filter(Q(case__submitted_at=None) | Q(provided_at__gt=F("case__submitted_at")))
    return found.select_related("spec", "case__applicant").prefetch_related("files__file")


def material_with_originals(case: Case, material_id: int) -> Material | None:
    """One material of the case with everything that stands behind it."""
    found = Material.objects.filter(case=case, pk=material_id)
    return found.select_related("spec", "licence__file").prefetch_related("files__file").first()
