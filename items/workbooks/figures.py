"""The numbers of the catalogue as workbooks: the figures of the pages, and those of each item, row by row."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import IO, Any

from django.utils.translation import gettext as _

from items.models import Item, ItemVersion
from items.pages.quality import missing_words
from items.pages.statistics import LABELS, MEASURE_NAMES, span_words
from items.rules.crosstables import cross_table
from items.rules.savings import Saving, total
from items.statistics.asked import FILTERS
from items.statistics.changes import MEASURES, NO_CHANGES, Changes, ItemChange, Span
from items.statistics.counts import Counts
from items.statistics.limits import saving_of
from items.statistics.quality import Quality, days_since, reviewed_at, total_quality
from items.workbooks.tables import Column, Kind, Table
from items.workbooks.writing import BookWriter

Rows = Iterable[Mapping[str, Any]]
Sheets = list[tuple[Table, Rows]]
TOGETHER = "*"


def write_figures(file: IO[bytes], sheets: Sheets) -> None:
    """Write the sheets into `file`."""
    with BookWriter([table for table, _rows in sheets]) as writer:
        for table, rows in sheets:
            for row in rows:
                writer.add(table.key, row)
        writer.save(file)


def count_sheets(counts: Counts, bodies: Mapping[int, str]) -> Sheets:
    """The cross table with its totals, and the counts of each property."""
    table = cross_table(counts.cells, bodies, FILTERS["type"])
    types = [_count(column, str(LABELS["type"][1][column])) for column in table.columns]
    cross = Table(
        "cross", _("Department and type"), (_text("name", _("Department")), *types, _count(TOGETHER, _("Together")))
    )
    rows: list[dict[str, Any]] = [
        {
            **{"name": bodies[row], TOGETHER: table.of_row[row]},
            **{column: table.cells.get((row, column), 0) for column in table.columns},
        }
        for row in table.rows
    ]
    rows.append({"name": _("Together"), TOGETHER: table.total, **table.of_column})
    columns = (_text("property", _("Property")), _text("value", _("Value")), _count("items", _("Items")))
    return [(cross, rows), (Table("parts", _("Properties"), columns), _properties(counts))]


def _properties(counts: Counts) -> Iterator[dict[str, Any]]:
    for name, (label, words) in LABELS.items():
        for value, count in ((value, counts.by[name].get(value, 0)) for value in words if name != "type"):
            if count:
                yield {"property": str(label), "value": str(words[value]), "items": count}


def limit_sheets(savings: Mapping[int, Saving], versions: Iterable[ItemVersion], bodies: Mapping[int, str]) -> Sheets:
    """Limits by department, and of each item."""
    figures = (
        _figure("before", _("Limit by law (working days)")),
        _figure("after", _("Limit promised (working days)")),
        _figure("saved", _("Working days saved")),
        _figure("percent", _("Percent saved")),
    )
    averages = (_figure("average_before", _("Average by law")), _figure("average_after", _("Average promised")))
    name, items = _text("name", _("Department")), _count("items", _("Items"))
    grouped = [_saving(savings[key], name=body) for key, body in bodies.items() if key in savings]
    grouped.append(_saving(total(savings.values()), name=_("Together")))
    each = (_saving(saving_of(one), name=one.name, department=one.item.department.short) for one in versions)
    return [
        (Table("departments", _("By department"), (name, items, *figures, *averages)), grouped),
        (
            Table(
                "items", _("By item"), (_text("name", _("Item"), 40), _text("department", _("Department")), *figures)
            ),
            each,
        ),
    ]


def change_sheets(
    found: Mapping[int, Changes],
    changes: Iterable[ItemChange],
    names: Mapping[int, Item],
    span: Span,
    bodies: Mapping[int, str],
) -> Sheets:
    """Before and after by department, and of each item."""
    first, last = span_words(span)
    pairs = [
        _figure(f"{name}.{side}", f"{MEASURE_NAMES[name]} {words}")
        for name in MEASURES
        for side, words in (("before", first), ("after", last))
    ]
    saved = [_figure(f"{name}.percent", f"{MEASURE_NAMES[name]} {_('Percent saved')}") for name in MEASURES]
    counted = (_count("items", _("Items")), _count("compared", _("With an earlier version")))
    grouped = [_changes(found[key], body) for key, body in bodies.items() if key in found]
    grouped.append(_changes(sum(found.values(), NO_CHANGES), _("Together")))
    about = (_text("name", _("Item"), 40), _text("department", _("Department")), _text("remark", _("Remark"), 24))
    return [
        (Table("departments", _("By department"), (_text("name", _("Department")), *counted, *pairs, *saved)), grouped),
        (Table("items", _("By item"), (*about, *pairs)), (_item_change(one, names[one.item_id]) for one in changes)),
    ]


def _changes(found: Changes, name: str) -> dict[str, Any]:
    row: dict[str, Any] = {"name": name, "items": found.items, "compared": found.compared}
    for key in MEASURES:
        saving = found.of[key]
        row |= {f"{key}.before": _cell(key, saving.before), f"{key}.after": _cell(key, saving.after)}
        row[f"{key}.percent"] = _hundredths(saving.percent)
    return row


def _item_change(found: ItemChange, item: Item) -> dict[str, Any]:
    sides = {"before": found.before, "after": found.after}
    return {
        **{"name": item.entry.name, "department": item.department.short},
        "remark": "" if found.before_id else _("no earlier version"),
        **{f"{key}.{side}": _cell(key, measures[key]) for side, measures in sides.items() for key in MEASURES},
    }


def quality_sheets(found: Mapping[int, Quality], versions: Iterable[ItemVersion], bodies: Mapping[int, str]) -> Sheets:
    """The counters of I-16 by department, and of each item; `versions` have `last_review`."""
    shared = (_figure("complete", _("Complete (percent)")), _figure("optional", _("Optional elements (percent)")))
    table = Table(
        "departments",
        _("By department"),
        (
            *(_text("name", _("Department")), _count("items", _("Items")), *shared),
            *(_count("overdue", _("Not reviewed in time")), _count("judged", _("Groups judged"))),
            _figure("accuracy", _("Right when checked (percent)")),
        ),
    )
    rows = [_quality(found[key], body) for key, body in bodies.items() if key in found]
    rows.append(_quality(total_quality(found), _("Together")))
    about = (_text("name", _("Item"), 40), _text("department", _("Department")))
    each = Table(
        "items",
        _("By item"),
        (*about, *shared, _text("missing", _("Missing"), 40), _count("days", _("Days since the last review"))),
    )
    return [(table, rows), (each, map(_item_quality, versions))]


def _quality(found: Quality, name: str) -> dict[str, Any]:
    return {
        **{"name": name, "items": found.items, "overdue": found.overdue, "judged": found.judged},
        **{key: _hundredths(getattr(found, key)) for key in ("complete", "optional", "accuracy")},
    }


def _item_quality(version: ItemVersion) -> dict[str, Any]:
    counted = getattr(version, "completeness", None)
    row: dict[str, Any] = {"name": version.name, "department": version.item.department.short}
    if counted is not None:
        one = Quality(1, counted.asked, counted.filled, counted.optional_asked, counted.optional_filled)
        row |= {"complete": _hundredths(one.complete), "optional": _hundredths(one.optional)}
        row["missing"] = missing_words(counted)
    return {**row, "days": days_since(reviewed_at(version))}


def _saving(saving: Saving, **more: str) -> dict[str, Any]:
    names = ("before", "after", "saved", "percent", "average_before", "average_after")
    return {**{name: _hundredths(getattr(saving, name)) for name in names}, "items": saving.items, **more}


def _cell(name: str, value: Fraction | None) -> int | None:
    """Fees come in fen, which are hundredths already."""
    return None if value is None else int(value) if name == "fee" else _hundredths(value)


def _hundredths(value: Fraction | None) -> int | None:
    """A figure for a column of money, which holds hundredths: averages and percentages have two decimals as well."""
    return None if value is None else round(100 * value)


def _text(key: str, heading: str, width: int = 24) -> Column:
    return Column(key, heading, width=width)


def _count(key: str, heading: str) -> Column:
    return Column(key, heading, Kind.INTEGER, width=12)


def _figure(key: str, heading: str) -> Column:
    return Column(key, heading, Kind.MONEY)
