"""Numbered blanks the demonstration's market bureau keeps for business licences (Z20)."""

from identity.models import Department
from identity.queries import actor_of
from spaces.models import LicenceType, StockDeed
from spaces.queries.stock import stock_staff
from spaces.services.kinds import set_stock_rules
from spaces.services.stock import hand_out_blanks, propose_removal, receive_blanks, spoil_blank

KIND, FIRST, LAST = "营业执照", "YZ3205820001", "YZ3205820500"
HANDED, SPOILED, LEAST = 40, ("YZ3205820003", "打印机卡纸，证书折损"), 100


def fill_stock(department: Department) -> int:
    """A delivery of which some were handed out and one was spoiled, whose destruction waits for a second person; how
    many blanks. Needs a business licence that was given."""
    keeper = stock_staff(department.pk).select_related("account")[0]
    by, kind = actor_of(keeper.account), LicenceType.objects.get(name=KIND, publisher__in=[department, None])
    set_stock_rules(kind, needs_stock=True, least_stock=LEAST)
    act = receive_blanks(kind, department, first=FIRST, last=LAST, by=by)
    hand_out_blanks(kind, department, first=FIRST, count=HANDED, receiver=keeper, by=by)
    number, reason = SPOILED
    spoil_blank(kind, department, number=number, reason=reason, by=by)
    propose_removal(kind, department, deed=StockDeed.DESTROY, first=number, count=1, reason=reason, by=by)
    return act.count
