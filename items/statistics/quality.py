"""How complete, how right and how recently reviewed the catalogue is (I-16)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from fractions import Fraction

from django.conf import settings
from django.db.models import Count, DateTimeField, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Greatest

from core import clock
from core.workcalendar import SHANGHAI
from items.models import ItemConfirmation, ItemVersion, SpotFinding, SpotVerdict
from items.rules.quality import fresh_since, share


@dataclass(frozen=True, slots=True)
class Quality:
    """The counters of so many items: elements asked and filled, optional ones likewise, items last reviewed before the
    period and the oldest review, groups of elements judged and found right by finished spot checks.
    """

    items: int = 0
    asked: int = 0
    filled: int = 0
    optional_asked: int = 0
    optional_filled: int = 0
    incomplete: int = 0
    overdue: int = 0
    oldest: datetime | None = None
    judged: int = 0
    right: int = 0

    @property
    def complete(self) -> Fraction | None:
        """Percent of the elements that must be filled; None where nothing was counted yet."""
        return share(self.filled, self.asked)

    @property
    def optional(self) -> Fraction | None:
        return share(self.optional_filled, self.optional_asked)

    @property
    def accuracy(self) -> Fraction | None:
        """Percent of what spot checks judged; None where none was finished."""
        return share(self.right, self.judged)

    def __add__(self, other: "Quality") -> "Quality":
        summed = {name: getattr(self, name) + getattr(other, name) for name in SUMMED}
        oldest = min((one.oldest for one in (self, other) if one.oldest), default=None)
        return Quality(**summed, oldest=oldest)


COUNTED = ("asked", "filled", "optional_asked", "optional_filled")
SUMMED = ("items", *COUNTED, "incomplete", "overdue", "judged", "right")


def with_last_review(versions: QuerySet[ItemVersion]) -> QuerySet[ItemVersion]:
    """With `last_review`: when the version came into force, or its body last found nothing to change."""
    confirmed = ItemConfirmation.objects.filter(item=OuterRef("item")).order_by().values("item").annotate(at_=Max("at"))
    latest = Subquery(confirmed.values("at_"), output_field=DateTimeField())
    return versions.annotate(last_review=Greatest(F("published_at"), latest))


def review_is_overdue(months: int) -> Q:
    """Of versions with `last_review`: whether that lies before the period of so many months."""
    first = datetime.combine(fresh_since(clock.today(), months), time(), tzinfo=SHANGHAI)
    return Q(last_review__lt=first)


def overdue(versions: QuerySet[ItemVersion], months: int) -> QuerySet[ItemVersion]:
    """Those of versions with `last_review` that nobody looked at for so many months."""
    return versions.filter(review_is_overdue(months))


def quality_by_department(versions: QuerySet[ItemVersion]) -> dict[int, Quality]:
    """The counters of these versions in force by department, in two statements; the hall is the total."""
    rows = with_last_review(versions).order_by().values(department=F("item__department_id"))
    counted = rows.annotate(
        items=Count("pk"),
        **{f"{name}_": Sum(f"completeness__{name}", default=0) for name in COUNTED},
        incomplete=Count("pk", filter=Q(completeness__filled__lt=F("completeness__asked"))),
        overdue=Count("pk", filter=review_is_overdue(settings.CATALOGUE_REVIEW_MONTHS)),
        oldest=Min("last_review"),
    )
    names = ("items", *(f"{name}_" for name in COUNTED), "incomplete", "overdue", "oldest")
    found = {
        key: Quality(**dict(zip((name.removesuffix("_") for name in names), figures, strict=True)))
        for key, *figures in counted.values_list("department", *names)
    }
    for key, judged, right in _accuracy(versions):
        found[key] = replace(found[key], judged=judged, right=right)
    return found


def _accuracy(versions: QuerySet[ItemVersion]) -> QuerySet[SpotFinding, tuple[int, int, int]]:
    """Department, groups judged and groups right, of what spot checks finished within the period found."""
    first = datetime.combine(fresh_since(clock.today(), settings.CATALOGUE_REVIEW_MONTHS), time(), tzinfo=SHANGHAI)
    finished = SpotFinding.objects.filter(row__spot_check__finished_at__gte=first)
    of_these = finished.filter(row__version__item__in=versions.order_by().values("item"))
    grouped = of_these.values(department=F("row__version__item__department_id")).order_by()
    counts = grouped.annotate(judged=Count("pk"), right=Count("pk", filter=Q(verdict=SpotVerdict.RIGHT)))
    return counts.values_list("department", "judged", "right")


def reviewed_at(version: ItemVersion) -> datetime:
    """The `last_review` of a version that has it."""
    moment: datetime = version.last_review  # type: ignore[attr-defined]
    return moment


def days_since(moment: datetime) -> int:
    """Calendar days from that day to today, in Shanghai."""
    return (clock.today() - clock.local(moment).date()).days


def total_quality(found: Mapping[int, Quality]) -> Quality:
    """All departments together."""
    return sum(found.values(), Quality())
