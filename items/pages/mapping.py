"""The mapping step of an import: what each column of a foreign sheet may be, and reading what was chosen."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from items.elements import Kind
from items.models import BookImport, SheetProfile
from items.rules import cells
from items.rules.cells import Unreadable
from items.rules.mapping import Profile, codes_of, element_of, profile_from
from items.rules.othernames import HEADINGS, target_names
from items.workbooks.foreign import ColumnView, SheetView

MOST_WORDS = 30
CODED = (Kind.CODE, Kind.CODES)
FIRST = ("code", "body", "name", "base_code", "type")


def mapping_page(book: BookImport, view: SheetView, profiles: Iterable[SheetProfile]) -> dict[str, Any]:
    """Context of the mapping step: `columns` with their choices, samples and foreign words, `profiles` to take over."""
    profile = profile_from(book.definition or {})
    options = _options()
    return {
        "book": book,
        "view": view,
        "columns": [_column(column, profile, options) for column in view.columns],
        "profile": profile,
        "types": [{"value": code, "label": term} for code, term in codes_of("type").terms.items()],
        "fixed_type": profile.fixed.get("type", ""),
        "profiles": list(profiles),
    }


def chosen_profile(posted: Mapping[str, str], view: SheetView) -> Profile:
    """The profile somebody chose on the page; unknown targets and codes are left out."""
    known = target_names()
    columns: dict[str, str] = {}
    codes: dict[str, dict[str, str]] = {}
    for column in view.columns:
        target = posted.get(f"column-{column.at}", "")
        if target not in known or not column.heading:
            continue
        columns[column.heading] = target
        for number, word in enumerate(_unknown_words(column, target)):
            code = posted.get(f"word-{column.at}-{number}", "")
            if code in codes_of(target).terms:
                codes.setdefault(target, {})[word] = code
    fixed = {"type": posted["fixed_type"]} if posted.get("fixed_type") in codes_of("type").terms else {}
    return Profile(
        sheet=view.name,
        columns=columns,
        codes=codes,
        fixed=fixed,
        plain_days="working" if posted.get("plain_days") == "working" else "natural",
        self_made=posted.get("self_made") == "on",
    )


def target_words(target: str) -> str:
    """What a target is called in the list of choices."""
    special = {
        "code": _("Code of any kind (older ones are kept)"),
        "body": _("Department"),
        "statutory": _("Statutory limit with its unit"),
        "promised": _("Promised limit with its unit"),
    }
    if target in special:
        return special[target]
    each = element_of(target)
    if each is None:
        return target
    if "." in target:
        table = element_of(target.partition(".")[0])
        return f"{table.term if table else ''} · {each.term}"
    return _("%(term)s (whole list in one cell)") % {"term": each.term} if each.kind is Kind.ROWS else each.term


def _options() -> list[dict[str, Any]]:
    """The choices in groups: what says which item it is, the common ones, the rest."""
    names = target_names()
    readable = [target for target in names if _readable(target)]
    common = [target for target in HEADINGS if target in readable and target not in FIRST]
    rest = [target for target in readable if target not in FIRST and target not in common]
    groups = ((_("Which item"), FIRST), (_("Common elements"), common), (_("Other elements"), rest))
    return [
        {"label": label, "targets": [{"value": target, "label": target_words(target)} for target in targets]}
        for label, targets in groups
    ]


def _readable(target: str) -> bool:
    each = element_of(target)
    return each is None or each.kind is not Kind.ROWS or target in ("materials", "legal_basis", "results")


def _column(column: ColumnView, profile: Profile, options: list[dict[str, Any]]) -> dict[str, Any]:
    target = profile.columns.get(column.heading, "")
    suggested = column.suggestion is not None and column.suggestion.key == target
    return {
        "at": column.at,
        "letter": column.letter,
        "heading": column.heading,
        "samples": column.samples,
        "target": target,
        "options": options,
        "sure": suggested and column.suggestion is not None and column.suggestion.score >= 1,
        "guessed": suggested and column.suggestion is not None and column.suggestion.score < 1,
        "words": _words(column, target, profile) if target else [],
    }


def _words(column: ColumnView, target: str, profile: Profile) -> list[dict[str, Any]]:
    chosen = profile.codes.get(target, {})
    terms = [{"value": code, "label": term} for code, term in codes_of(target).terms.items()]
    return [
        {"number": number, "word": word, "code": chosen.get(word, ""), "terms": terms}
        for number, word in enumerate(_unknown_words(column, target))
    ]


def _unknown_words(column: ColumnView, target: str) -> list[str]:
    """Words of a column with a code list that the list does not know, in a fixed order."""
    each = element_of(target)
    if each is None or each.kind not in CODED or not each.codes:
        return []
    parts = sorted({part for word in column.words for part in _parts(word, each.kind)})
    return [part for part in parts if not _known(part, target)][:MOST_WORDS]


def _parts(word: str, kind: Kind) -> list[str]:
    return cells.split_values(word.replace("/", "、").replace("，", "、")) if kind is Kind.CODES else [word]


def _known(word: str, target: str) -> bool:
    try:
        cells.code_of(word, codes_of(target))
    except Unreadable:
        return False
    return True
