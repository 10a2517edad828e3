"""What people ask for most, from the counters case numbers are taken from: no case is read."""

from datetime import date

from django.db import connection

DAYS = 30
ACCEPTED = """
SELECT item.implementing_code, (
    SELECT sum(value) FROM core_counter
    WHERE key ~>=~ ('case:' || item.implementing_code || ':' || %(since)s)
      AND key ~<=~ ('case:' || item.implementing_code || ':' || %(until)s)) AS cases
FROM items_item AS item
"""
MOST = f"SELECT implementing_code FROM ({ACCEPTED}) AS counted WHERE cases > 0 ORDER BY cases DESC, 1 LIMIT %(most)s"


def most_accepted(*, since: date, until: date, most: int) -> list[str]:
    """Implementing codes of the items with the most accepted cases on these days, the most frequent first (I-04: every
    accepted case takes one number of its item and day)."""
    with connection.cursor() as cursor:
        cursor.execute(MOST, {"since": f"{since:%Y%m%d}", "until": f"{until:%Y%m%d}", "most": most})
        return [code for (code,) in cursor]
