"""Compression of limits: what law allows against what is promised, in working days (T-01)."""

from django.db.models import Case, Count, Expression, F, IntegerField, Q, QuerySet, Sum, Value, When

from items.models import ItemKind, ItemVersion
from items.rules.limits import PARTS_OF, working_days
from items.rules.savings import Saving

COMPARABLE = Q(statutory_days__gt=0) & (Q(kind=ItemKind.INSTANT) | Q(promised_days__isnull=False))
"""What law sets a limit for, and the body promises one or decides on the spot."""


def in_parts(name: str) -> Expression:
    """A limit (`statutory` or `promised`) in parts of a working day; null without a limit."""
    cases = [When(**{f"{name}_unit": unit}, then=F(f"{name}_days") * Value(part)) for unit, part in PARTS_OF.items()]
    return Case(*cases, output_field=IntegerField())


PROMISED = Case(When(kind=ItemKind.INSTANT, then=Value(0)), default=in_parts("promised"), output_field=IntegerField())
"""Decided on the spot takes no time."""


def with_limits(versions: QuerySet[ItemVersion]) -> QuerySet[ItemVersion]:
    """Those whose limits can be compared, with `statutory_parts` and `promised_parts` (parts of a working day)."""
    return versions.filter(COMPARABLE).annotate(statutory_parts=in_parts("statutory"), promised_parts=PROMISED)


def compression_by_department(versions: QuerySet[ItemVersion]) -> dict[int, Saving]:
    """Working days allowed and promised, by department, in one statement; the hall is the total of them."""
    grouped = with_limits(versions).order_by().values(department=F("item__department_id"))
    summed = grouped.annotate(items=Count("pk"), before=Sum("statutory_parts"), after=Sum("promised_parts"))
    rows = summed.values_list("department", "items", "before", "after")
    return {key: Saving(items, working_days(before), working_days(after)) for key, items, before, after in rows}


def saving_of(version: ItemVersion) -> Saving:
    """The compression of one version of `with_limits`."""
    before, after = version.statutory_parts, version.promised_parts  # type: ignore[attr-defined]
    return Saving(1, working_days(before), working_days(after))
