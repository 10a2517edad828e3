"""What is known around an item, for its checks: its body and posts, its directory row, the licence library, the facts
that conditions may ask for.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from core.conditions import FactType
from identity.models import Department, Post
from items import prefill
from items.models import DirectoryEntry, ListKind, ListRow, ResultKind, ResultSpec, VersionState
from items.rules.checks import Surroundings
from items.rules.forms import FACT_TYPES, STRUCTURE

Shape = Mapping[str, Any]


def surroundings(shape: Shape, department: Department, *, licences: frozenset[str] | None = None) -> Surroundings:
    """What is known around this item of this body. Whoever checks many items reads `licence_names` once for all."""
    return Surroundings(
        level=department.level,
        uscc=department.uscc,
        posts=_posts(shape, department),
        licences=licence_names() if licences is None else licences,
        services=_services(shape, department),
        facts=facts_of(shape),
        is_source=prefill.is_known,
        **_directory(shape["base_code"]),
    )


def licence_names() -> frozenset[str]:
    """Names of the licences that items in force issue, and the library can therefore hand out (I-07)."""
    issued = ResultSpec.objects.filter(kind=ResultKind.LICENCE, version__state=VersionState.PUBLISHED)
    return frozenset(issued.values_list("name", flat=True))


def _services(shape: Shape, department: Department) -> frozenset[str] | None:
    """The intermediary services the official list has for this item; None while there is no such list."""
    rows = ListRow.objects.filter(kind=ListKind.INTERMEDIARIES)
    if not shape["intermediaries"] or not rows.exists():
        return None
    return frozenset(rows.filter(department=department, base_code=shape["base_code"]).values_list("name", flat=True))


def facts_of(shape: Shape) -> dict[str, FactType]:
    """The facts that conditions of an item may ask for, with their types: its form's answers, the answers to its
    questions, and what is known of every case.
    """
    facts = dict.fromkeys(("applicant.kind", "handling", "channel"), FactType.TEXT) | {"pledge": FactType.BOOLEAN}
    asked = [row for row in shape["form"] if row["type"] not in STRUCTURE]
    facts |= {f"answer.{row['key']}": FACT_TYPES.get(row["type"], FactType.TEXT) for row in asked}
    return facts | {f"situation.{order}": FactType.TEXT for order in range(1, len(shape["situations"]) + 1)}


def _posts(shape: Shape, department: Department) -> dict[str, frozenset[str]]:
    """The posts of the body ("") and of each body that a seat names, by department key."""
    seats = [seat for route in shape["routes"] for stage in route["stages"] for seat in stage["seats"]]
    keys = {seat["department"] for seat in seats if seat["department"]} | {department.key}
    found: dict[str, set[str]] = defaultdict(set)
    for key, name in Post.objects.filter(department__key__in=keys).values_list("department__key", "name"):
        found[key].add(name)
    posts = {key: frozenset(names) for key, names in found.items()}
    return {**posts, "": posts.get(department.key, frozenset())}


def _directory(base_code: str) -> dict[str, Any]:
    """What the directory row says; nothing for a code it does not know."""
    entry = DirectoryEntry.objects.filter(base_code=base_code).prefetch_related("basis").first()
    return words_of_entry(entry) if entry else {}


def words_of_entry(entry: DirectoryEntry) -> dict[str, Any]:
    """What a directory row says of those who carry it out, under the names of Surroundings."""
    return {
        "entry_name": entry.name,
        "entry_type": entry.type,
        "entry_levels": frozenset(entry.levels),
        "entry_laws": frozenset(basis.law for basis in entry.basis.all()),
        "has_children": entry.children.exists(),
    }
