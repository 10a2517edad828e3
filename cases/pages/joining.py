"""The page on which the files of a material are ordered, turned and joined."""

from collections.abc import Callable, Mapping
from itertools import accumulate
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Material, MaterialFile, Resolver
from core.joining import QUARTER_TURNS
from core.pictures import page_count


def pages_to_join(
    material: Material, typed: Mapping[str, Any], picture_of: Callable[[MaterialFile, int], str]
) -> list[dict[str, Any]]:
    """Every file of the material with its place and turn, as typed or as it lies there; `picture_of` is the address of
    a picture of a file that begins at a page of the material."""
    files = list(material.files.select_related("file"))
    begins = accumulate((page_count(row.file) for row in files), initial=1)
    return [
        {
            **{"key": row.pk, "name": row.name, "note": filesizeformat(row.file.size)},
            "thumb_href": picture_of(row, page),
            "place": typed.get(f"place-{row.pk}", number),
            "taken": not typed or f"take-{row.pk}" in typed,
            "turns": [
                {"value": turn, "label": _turn_words(turn), "chosen": str(turn) == str(typed.get(f"turn-{row.pk}", 0))}
                for turn in QUARTER_TURNS
            ],
        }
        for number, (row, page) in enumerate(zip(files, begins, strict=False), start=1)
    ]


def scanned_files(material: Material) -> dict[str, Any]:
    """What the window has scanned for a material: the ways to join it, and to take apart what was joined."""
    if material.resolver != Resolver.SCAN:
        return {}
    files = list(material.files.prefetch_related("joined"))
    keys = [material.case_id, material.pk]
    return {
        "join_href": reverse("cases:desk_join_pages", args=keys) if len(files) > 1 else "",
        "joints": [
            {"name": row.name, "href": reverse("cases:desk_take_apart", args=[material.case_id, row.pk])}
            for row in files
            if row.joined.all()
        ],
    }


def asked_pages(typed: Mapping[str, Any], material: Material) -> list[tuple[int, int]]:
    """The files that were ticked with their turns, by the places typed; those of one place in their former order."""
    found = [
        (_number(typed.get(f"place-{key}")), order, key, _number(typed.get(f"turn-{key}", "0")))
        for order, key in enumerate(material.files.values_list("pk", flat=True))
        if f"take-{key}" in typed
    ]
    return [(key, turn) for _place, _order, key, turn in sorted(found)]


def _number(text: Any) -> int:
    """A short number; what is none comes last."""
    said = str(text or "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 5 else 9999


def _turn_words(turn: int) -> str:
    return _("turned by %(degrees)d°") % {"degrees": turn} if turn else _("as it is")
