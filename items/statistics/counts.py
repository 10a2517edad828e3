"""Items in force counted by what they are (H28, H34)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, QuerySet

from items.models import ItemVersion
from items.statistics.asked import MANY_VISITS, NO_DEPTH

COUNTED = """
WITH counted AS MATERIALIZED ({versions})
SELECT 'cell', department::text, type, count(*) FROM counted GROUP BY department, type
UNION ALL SELECT 'level', level::text, '', count(*) FROM counted GROUP BY level
UNION ALL SELECT 'place', place, '', count(*) FROM counted GROUP BY place
UNION ALL SELECT 'state', state, '', count(*) FROM counted GROUP BY state
UNION ALL SELECT 'kind', kind, '', count(*) FROM counted GROUP BY kind
UNION ALL SELECT 'visits', CASE WHEN visits > 1 THEN '{many}' ELSE visits::text END AS times, '', count(*)
    FROM counted GROUP BY times
UNION ALL SELECT 'audience', one, '', count(*) FROM counted, unnest(audience) AS one GROUP BY one
UNION ALL SELECT 'depth', one, '', count(*) FROM counted, unnest(online_depth) AS one GROUP BY one
UNION ALL SELECT 'depth', '{none}', '', count(*) FROM counted WHERE online_depth = '{{}}' HAVING count(*) > 0
"""
COLUMNS = {
    "department": F("item__department_id"),
    "type": F("item__entry__type"),
    "level": F("item__level"),
    "place": F("item__department__region__level"),
}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many items there are: `cells` by department and type, `by` each property by its values. An item counts once
    in each property, but in `audience` and `depth` once for each value it has.
    """

    cells: Mapping[tuple[int, str], int]
    by: Mapping[str, Mapping[str, int]]

    @property
    def total(self) -> int:
        return sum(self.cells.values())


def counts_of_items(versions: QuerySet[ItemVersion]) -> Counts:
    """The counts of these versions, in one statement; each is one item, for only one of an item is in force."""
    wanted = versions.order_by().values("visits", "kind", "state", "audience", "online_depth", **COLUMNS)
    try:
        sql, given = wanted.query.sql_with_params()
    except EmptyResultSet:
        return Counts({}, defaultdict(dict))
    cells: dict[tuple[int, str], int] = {}
    by: defaultdict[str, dict[str, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(COUNTED.format(versions=sql, many=MANY_VISITS, none=NO_DEPTH), given)
        for name, first, second, count in cursor:
            if name == "cell":
                cells[int(first), second] = count
            else:
                by[name][first] = count
    return Counts(cells, by)
