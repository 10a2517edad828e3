"""How long a material may follow after acceptance (容缺受理, 2.4). Pure."""

from core.deadlines import Limit, Unit


def longest_deferral(*, allowed: bool, days: int, promised: Limit) -> int:
    """Working days at most: the item's own number, never more than its promise; 0 where nothing may follow later.

    Five of seven natural days count as working days; a promise of hours leaves no room.
    """
    if not allowed:
        return 0
    room = {Unit.WORKING_DAYS: promised.amount, Unit.NATURAL_DAYS: promised.amount * 5 // 7}.get(promised.unit, 0)
    return min(days, room)
