"""What an item of a file would do to the catalogue: which item it is, what changes, what keeps it out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from core.identifiers import InvalidIdentifier, base_code, implementing_code
from identity.models import Department
from items.contents import Content, contents_among
from items.inheriting import inherited
from items.models import DirectoryEntry, Item, ItemVersion
from items.rules.changes import Change, changes
from items.rules.checks import Finding, errors
from items.rules.shapes import Shape, blank, normal
from items.surroundings import licence_names, surroundings
from items.workbooks.read import Cell, ReadItem, Trouble

BATCH = 50
FIXED = ("base_code", "type")
"""What an item is can be changed in the directory only."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose items may be touched: departments by key; `usual` is the body of items that name none. `self_made` lets
    items the directory does not know come in under new codes.
    """

    bodies: Mapping[str, Department]
    usual: Department | None
    self_made: bool = False


@dataclass(slots=True)
class Assessed:
    """One item of a file against the catalogue: `content` is what its draft would hold. `item` is None for a new one,
    `now` what the catalogue says today.
    """

    read: ReadItem
    department: Department | None = None
    item: Item | None = None
    now: Content | None = None
    content: Shape = field(default_factory=blank)
    changes: list[Change] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def outcome(self) -> str:
        """bad, new, changed or unchanged."""
        if self.read.bad:
            return "bad"
        if self.now is None:
            return "new"
        return "changed" if self.changes else "unchanged"


def assessed(items: Iterable[ReadItem], scope: Scope) -> Iterator[Assessed]:
    """Every item in its order, looked up in batches. What is wrong is added to the troubles of the item."""
    waiting, seen, licences = iter(items), _Seen(), licence_names()
    while batch := list(islice(waiting, BATCH)):
        known = _Known(batch, scope)
        found = [_placed(read, scope, known) for read in batch]
        contents = _contents(found)
        for one in found:
            if one.item is not None:
                one.now = contents.get(one.item.pk)
            seen.look_at(one)
            _weigh(one, licences)
            yield one


class _Seen:
    """The items met so far in a file, by their key, with the place where each stood."""

    def __init__(self) -> None:
        self._cells: dict[int | str, Cell] = {}

    def look_at(self, one: Assessed) -> None:
        code = one.content["base_code"]
        key = one.item.pk if one.item else f"{one.department.pk if one.department else ''}/{code}"
        if one.read.bad or (one.item is None and not code):
            return
        first = self._cells.setdefault(key, one.read.cell)
        if first is not one.read.cell:
            one.read.troubles.append(Trouble("item_twice", one.read.cell, {"row": str(first)}))


class _Known:
    """What the catalogue has under the codes of a batch: items by implementing code, items of a body by base code,
    rows of the directory by base code.
    """

    def __init__(self, batch: Sequence[ReadItem], scope: Scope) -> None:
        codes = {str(code) for read in batch if (code := read.values.get("base_code"))}
        bodies = [body.pk for body in scope.bodies.values()]
        items = Item.objects.select_related("department", "entry")
        found = items.filter(implementing_code__in=[read.key for read in batch])
        self.items = {item.implementing_code: item for item in found}
        of_bodies = items.filter(department__in=bodies, entry__base_code__in=codes) if codes else []
        self.of_bodies = {(item.department_id, item.entry.base_code): item for item in of_bodies}
        rows = DirectoryEntry.objects.filter(base_code__in=codes) if codes else []
        self.entries = {row.base_code: row for row in rows}


def _contents(found: Iterable[Assessed]) -> dict[int, Content]:
    items = {one.item.pk: one.item for one in found if one.item is not None}
    return {content.item.pk: content for content in contents_among(list(items.values()))}


def _placed(read: ReadItem, scope: Scope, known: _Known) -> Assessed:
    """The item a row is about: by its implementing code, else by what it says about itself within its body."""
    one = Assessed(read)
    item = known.items.get(read.key)
    if item is not None:
        one.item, one.department = item, item.department
        if read.body and read.body != item.department.key:
            _blame(one, "other_body", "@body", name=item.department.name)
    else:
        one.department = scope.bodies.get(read.body) if read.body else scope.usual
        if one.department is not None:
            one.item = _named(read.values, one.department, known)
    if one.department is None and not read.body:
        _blame(one, "body_missing", "")
    elif one.department is None or one.department.key not in scope.bodies:
        _blame(one, "body_out_of_reach", "@body", name=read.body or (one.department.name if one.department else ""))
    elif one.item is None:
        _enter(one, scope, known)
    return one


def _named(values: Mapping[str, Any], department: Department, known: _Known) -> Item | None:
    """The body's item by base code, local code, or name and type; None when nothing fits or several do."""
    if code := values.get("base_code"):
        return known.of_bodies.get((department.pk, code))
    items = Item.objects.filter(department=department).select_related("department", "entry")
    if code := values.get("local_code"):
        versions = ItemVersion.objects.filter(item__department=department, local_code=code)
        if item := items.filter(pk__in=versions.values("item")).first():
            return item
    if not (name := values.get("name")):
        return None
    same = items.filter(entry__name=name)
    if kind := values.get("type"):
        same = same.filter(entry__type=kind)
    found = list(same[:2])
    return found[0] if len(found) == 1 else None


def _enter(one: Assessed, scope: Scope, known: _Known) -> None:
    """A new item needs a row of the directory: claimed by its name, or made by the body where that is allowed."""
    values = one.read.values
    if one.read.bad:
        return  # what cannot be read is told; what follows from its absence is not
    if not values.get("name"):
        _blame(one, "name_missing", "")
        return
    if values.get("base_code"):
        _check_code(one, known.entries.get(values["base_code"]))
    elif (entry := _entry_named(values)) is not None:
        values["base_code"], values["type"] = entry.base_code, entry.type
        _check_code(one, entry)
    else:
        if not scope.self_made:
            _blame(one, "not_in_directory", "name", value=values["name"])
        elif not values.get("type"):
            _blame(one, "type_missing", "type")


def _entry_named(values: Mapping[str, Any]) -> DirectoryEntry | None:
    """The one row of the directory under this name, and this type if one is given."""
    entries = DirectoryEntry.objects.filter(name=values["name"])
    if kind := values.get("type"):
        entries = entries.filter(type=kind)
    found = list(entries[:2])
    return found[0] if len(found) == 1 else None


def _check_code(one: Assessed, entry: DirectoryEntry | None) -> None:
    values, department = one.read.values, one.department
    try:
        values["base_code"] = base_code(values["base_code"])
        if department is not None:
            implementing_code(department.uscc, department.level, values["base_code"])
    except InvalidIdentifier as reason:
        _blame(one, "wrong_code", "base_code", value=values["base_code"], sentence=str(reason))
        return
    if entry is None:
        if not values.get("type"):
            values["type"] = values["base_code"][2:4]
        return
    if entry.name != values.get("name"):
        _blame(one, "other_entry", "name", value=values.get("name", ""), name=entry.name)
    elif values.setdefault("type", entry.type) != entry.type:
        _blame(one, "other_type", "type", name=entry.get_type_display())


def _weigh(one: Assessed, licences: frozenset[str]) -> None:
    """What would change, and what the checks of the catalogue say about the result."""
    read, department = one.read, one.department
    if department is None:
        return
    if one.now is not None:
        before = normal(one.now.shape)
        one.content = normal({**before, **read.values})
        one.changes = changes(before, one.content)
        _keep_identity(one, before)
        if one.changes and one.now.draft is not None and not one.now.draft_open:
            _blame(one, "under_review", "", state=one.now.draft.state)
    else:
        one.content = inherited(normal(read.values), department)
        one.changes = changes(blank(), one.content)
    if one.changes and not read.bad:
        one.findings = errors(one.content, surroundings(one.content, department, licences=licences))


def _keep_identity(one: Assessed, before: Shape) -> None:
    for key in FIXED:
        if one.content[key] != before[key]:
            _blame(one, "identity_changed", key, value=one.content[key], name=before[key])


def _blame(one: Assessed, code: str, place: str, **words: Any) -> None:
    one.read.troubles.append(Trouble(code, one.read.cell_of(place), words))
