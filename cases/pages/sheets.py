"""A material to look at, as linkage/_viewer.html and cases/desk_material.html draw it."""

from typing import Any

from django.urls import reverse

from cases.models import Material
from cases.queries.sheets import Original, originals_of, sheets_of


def sheet_of(material: Material) -> dict[str, Any]:
    """Name, pages as pictures, originals to open, and the points a clerk looks at with his ticks."""
    numbers = range(1, len(sheets_of(material)) + 1)
    return {
        "name": material.spec.name,
        "pages": [
            {"href": reverse("cases:desk_page", args=[material.case_id, material.pk, number])} for number in numbers
        ],
        "originals": [
            {"name": original.name, "href": _href(material, original)} for original in originals_of(material)
        ],
        "points": [
            {"id": f"{material.pk}-{place}", "words": words, "checked": place in material.ticks}
            for place, words in enumerate(material.spec.points)
        ],
        "note": material.remark,
    }


def _href(material: Material, original: Original) -> str:
    if original.file_id is None:
        return reverse("cases:desk_licence", args=[material.case_id, material.pk])
    return reverse("cases:desk_file", args=[material.case_id, original.file_id])
