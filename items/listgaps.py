"""The differences between an official list and the catalogue in the reader's language (H95–H98, D63)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from items.elements import element
from items.models import LIVE_STATES, IntermediaryService, ListKind, ListRow
from items.queries import shown_versions
from items.rules.listrows import Fault
from items.rules.lists import Carried, Gap, Listed, gaps

GAP_WORDS: Mapping[str, str | Promise] = {
    "not_in_force": gettext_lazy("on the list, but not in force"),
    "not_in_list": gettext_lazy("in force, but not on the list: no power outside the list"),
    "other_name": gettext_lazy("the catalogue calls it “%(name)s”"),
    "other_type": gettext_lazy("the catalogue has it as %(type)s"),
    "other_body": gettext_lazy("the catalogue has it with %(body)s"),
    "no_duties": gettext_lazy("no responsibilities are named"),
    "no_accountable": gettext_lazy("no accountable unit is named"),
    "service_not_listed": gettext_lazy("asks for the intermediary service “%(service)s”, which is not on the list"),
    "service_not_asked": gettext_lazy("no item in force asks for this intermediary service"),
}
FAULT_WORDS: Mapping[str, str | Promise] = {
    "empty": gettext_lazy("Row %(row)d, %(column)s: empty"),
    "too_long": gettext_lazy("Row %(row)d, %(column)s: “%(value)s…” is too long"),
    "unknown_body": gettext_lazy("Row %(row)d, %(column)s: nobody knows the body “%(value)s”"),
    "unknown_type": gettext_lazy("Row %(row)d, %(column)s: “%(value)s” is no type of items"),
    "wrong_type": gettext_lazy("Row %(row)d, %(column)s: “%(value)s” does not belong on this list"),
    "bad_code": gettext_lazy("Row %(row)d, %(column)s: “%(value)s” is not a base code"),
    "code_of_other_type": gettext_lazy("Row %(row)d, %(column)s: %(value)s belongs to another type"),
    "twice": gettext_lazy("Row %(row)d, %(column)s: %(value)s stands on the list twice"),
}


def gaps_of(kind: ListKind) -> list[Gap]:
    """Every difference between this list and the items in force, suspended ones included."""
    rows = ListRow.objects.filter(kind=kind).select_related("department")
    return gaps(kind, [_listed(row) for row in rows], _carried())


def _listed(row: ListRow) -> Listed:
    return Listed(row.department.key, row.base_code, row.name, row.type, row.accountable, tuple(row.details))


def _carried() -> Iterable[Carried]:
    asked: dict[int, list[str]] = defaultdict(list)
    services = IntermediaryService.objects.filter(version__state__in=LIVE_STATES)
    for version_id, name in services.values_list("version_id", "name"):
        asked[version_id].append(name)
    columns = ("pk", "item__department__key", "item__entry__base_code", "name", "item__entry__type")
    for pk, body, code, name, type_ in shown_versions().values_list(*columns):
        yield Carried(body, code, name, type_, tuple(asked[pk]))


def gap_words(gap: Gap) -> str:
    """The sentence of a difference."""
    words = dict(gap.words)
    if "type" in words:
        words["type"] = element("type").term_of(words["type"])
    return str(GAP_WORDS[gap.code]) % words


def fault_words(fault: Fault) -> str:
    """The sentence of what is wrong with a row of a file."""
    words = {"row": fault.row, "column": fault.column, "value": fault.value}
    return str(FAULT_WORDS[fault.code]) % words
