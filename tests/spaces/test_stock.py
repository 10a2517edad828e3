"""Numbered blanks for licences: received, handed out, used once, every number accounted for (Z20)."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core.models import EventRow
from core.refusal import Refusal
from identity.actors import SYSTEM, Actor
from identity.models import Department, Staff
from spaces.models import Blank, BlankState, Licence, LicencePrint, LicenceType, StockAct, StockDeed
from spaces.queries.stock import accounts_of, next_blank, removals_waiting
from spaces.services.kinds import set_stock_rules
from spaces.services.printing import print_licence
from spaces.services.stock import (
    confirm_removal,
    drop_removal,
    give_back_blanks,
    hand_out_blanks,
    propose_removal,
    receive_blanks,
    spoil_blank,
)
from spaces.stockrules import NoRange, numbers_between
from tests import world
from tests.brokenness import broken
from tests.spaces.papers import licence
from tests.together import at_once, refusals

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time")]


class Stock:
    """A kind whose papers need blanks, at a body with two certificate makers and a leader."""

    def __init__(self) -> None:
        self.licence: Licence = licence(drawn=True)
        self.body: Department = self.licence.issuer
        self.kind = set_stock_rules(
            LicenceType.objects.get(code=self.licence.type_code), needs_stock=True, least_stock=5
        )
        self.leader, self.maker, self.other = (
            world.staff(post, self.body.key) for post in ("分管领导岗", "制证岗", "制证岗")
        )

    def receive(self, first: str = "JS000001", last: str = "JS000010") -> StockAct:
        return receive_blanks(self.kind, self.body, first=first, last=last, by=self.leader)

    def hand_out(self, first: str = "JS000001", count: int = 4, to: Actor | None = None) -> StockAct:
        receiver = Staff.objects.get(pk=(to or self.maker).staff_id)
        return hand_out_blanks(self.kind, self.body, first=first, count=count, receiver=receiver, by=self.leader)

    def printed(self, number: str = "JS000001", **more: str) -> LicencePrint:
        return print_licence(self.licence, blank_no=number, by=self.maker, **more)

    def counts(self) -> dict[str, int]:
        (account,) = accounts_of(self.leader)
        assert account.received == sum(account.counts.values())
        return {state: count for state, count in account.counts.items() if count}


@pytest.fixture
def stock() -> Stock:
    return Stock()


def photo() -> SimpleUploadedFile:
    """A picture of a spoiled blank."""
    kept = BytesIO()
    Image.new("RGB", (60, 40), "white").save(kept, "PNG")
    return SimpleUploadedFile("blank.png", kept.getvalue(), content_type="image/png")


def refusal_of(deed: object, /, *given: object, **more: object) -> str:
    with pytest.raises(Refusal) as refused:
        deed(*given, **more)  # type: ignore[operator]
    return refused.value.code


def test_z20_a_number_is_used_once_and_bound_to_its_licence(stock: Stock) -> None:
    stock.receive()
    stock.hand_out()
    made = stock.printed()
    used = Blank.objects.get(number="JS000001")
    assert (used.state, used.print, used.holder) == (BlankState.USED, made, None)
    assert refusal_of(stock.printed, reason="再印一份") == "blank_used"
    assert stock.counts() == {"stock": 6, "handed": 3, "used": 1}
    assert next_blank(stock.maker, stock.kind.code) == "JS000002"
    assert broken() == {}


def test_z20_printing_again_needs_a_reason(stock: Stock) -> None:
    stock.receive()
    stock.hand_out()
    stock.printed()
    assert refusal_of(stock.printed, "JS000002") == "reprint"
    assert Blank.objects.get(number="JS000002").state == BlankState.HANDED, "a refused print uses nothing"
    assert stock.printed("JS000002", reason="原件领取前污损").reason == "原件领取前污损"
    assert broken() == {}


def test_z20_only_whoever_has_a_blank_prints_on_it(stock: Stock) -> None:
    stock.receive()
    assert refusal_of(stock.printed) == "blank_not_yours", "a blank in stock belongs to nobody"
    stock.hand_out(to=stock.other)
    assert refusal_of(stock.printed) == "blank_not_yours"
    assert refusal_of(stock.printed, "JS000099") == "blank_unknown"
    assert refusal_of(print_licence, stock.licence, blank_no="JS000001", by=SYSTEM) == "blank_not_yours"
    assert not LicencePrint.objects.exists()


def test_a_kind_without_stock_prints_on_any_number(stock: Stock) -> None:
    """L-15: kinds that need no stock go on as before."""
    set_stock_rules(stock.kind, needs_stock=False, least_stock=9)
    stock.kind.refresh_from_db()
    assert stock.printed("X-1").blank_no == "X-1" and stock.kind.least_stock == 0


def test_z20_every_number_is_explained_whatever_happened_to_it(stock: Stock) -> None:
    """Received = in stock + handed out + used + spoiled + returned + destroyed."""
    stock.receive()
    stock.hand_out(count=5)
    stock.printed()
    spoil_blank(stock.kind, stock.body, number="JS000001", reason="打印机卡纸", by=stock.maker)
    spoilt = spoil_blank(stock.kind, stock.body, number="js000002", reason="裁切破损", photo=photo(), by=stock.maker)
    assert spoilt.photo is not None and spoilt.photo.media_type == "image/png"
    give_back_blanks(stock.kind, stock.body, first="JS000004", count=2, by=stock.maker)
    destroying = propose_removal(
        stock.kind, stock.body, deed=StockDeed.DESTROY, first="JS000001", count=2, reason="作废销毁", by=stock.maker
    )
    returning = propose_removal(
        stock.kind, stock.body, deed=StockDeed.RETURN, first="JS000009", count=2, reason="版式停用", by=stock.maker
    )
    assert list(removals_waiting(stock.leader)) == [destroying, returning]
    assert stock.counts() == {"stock": 7, "handed": 1, "spoiled": 2}, "nothing goes before a second person saw it"
    for act in (destroying, returning):
        assert refusal_of(confirm_removal, act, by=stock.maker) == "same_person"
        confirm_removal(act, by=stock.leader)
        assert refusal_of(confirm_removal, act, by=stock.leader) == "confirmed"
    assert stock.counts() == {"stock": 5, "handed": 1, "returned": 2, "destroyed": 2}
    moved = EventRow.objects.filter(stream="kind", name="spaces.BlanksMoved").values_list("data__deed", flat=True)
    assert sorted(moved) == ["destroy", "give_back", "hand_out", "receive", "return", "spoil", "spoil"]
    assert broken() == {}


def test_the_count_tells_when_a_number_went_without_a_word(stock: Stock) -> None:
    """The invariant can fail."""
    stock.receive()
    Blank.objects.filter(number="JS000003").update(state=BlankState.SPOILED)
    assert list(broken()) == ["10.1.7"]
    Blank.objects.filter(number="JS000003").delete()
    assert list(broken()) == ["10.1.7"]


def test_blanks_that_are_elsewhere_are_not_moved(stock: Stock) -> None:
    stock.receive()
    stock.hand_out(count=4)
    assert refusal_of(stock.hand_out, "JS000004", 2) == "not_there"
    assert refusal_of(stock.hand_out, "JS000010", 2) == "not_there", "a delivery ends with its last number"
    assert refusal_of(stock.hand_out, "9" * 5000, 1) == "not_there"
    assert refusal_of(stock.hand_out, "JS000005", 0) == "count"
    removing = {"deed": StockDeed.RETURN, "reason": "版式停用", "by": stock.maker}
    assert refusal_of(propose_removal, stock.kind, stock.body, first="JS000001", count=1, **removing) == "not_there"
    act = propose_removal(stock.kind, stock.body, first="JS000005", count=2, **removing)
    stock.hand_out("JS000005", 1)
    assert refusal_of(confirm_removal, act, by=stock.leader) == "not_there"
    drop_removal(act, by=stock.leader)
    assert refusal_of(confirm_removal, act, by=stock.leader) == "confirmed"
    assert stock.counts() == {"stock": 5, "handed": 5}
    assert broken() == {}


def test_only_the_keepers_of_the_body_touch_its_stock(stock: Stock) -> None:
    strangers = [world.staff("窗口受理岗", stock.body.key), world.staff("制证岗", "别处"), SYSTEM]
    for stranger in strangers:
        deed = lambda by: receive_blanks(stock.kind, stock.body, first="A001", last="A002", by=by)  # noqa: E731
        assert refusal_of(deed, stranger) == "forbidden"
    stock.receive()
    assert accounts_of(strangers[1]) == [] and list(removals_waiting(strangers[0])) == []
    assert refusal_of(stock.hand_out, to=world.staff("窗口受理岗", stock.body.key)) == "receiver"
    assert refusal_of(spoil_blank, stock.kind, stock.body, number="JS000001", reason=" 坏 ", by=stock.maker) == "reason"


def test_no_number_is_received_twice(stock: Stock) -> None:
    stock.receive()
    assert refusal_of(stock.receive, "JS000010", "JS000012") == "numbers"
    assert Blank.objects.count() == 10 and StockAct.objects.count() == 1


def test_few_blanks_left_are_hinted_at(stock: Stock) -> None:
    stock.receive()
    assert not accounts_of(stock.leader)[0].low
    stock.hand_out(count=6)
    for number in range(1, 7):
        stock.printed(f"JS00000{number}", reason="批量换发")
    assert accounts_of(stock.leader)[0].low


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        *(("JS1", "JS2", "number"), ("JS 001", "JS002", "number"), ("证001", "证002", "number"), ("", "", "number")),
        *(("A001", "B002", "prefix"), ("A001", "A0002", "prefix"), ("A009", "A001", "order")),
        *(("A00001", "A99999", "too_many"), ("9" * 5000, "9" * 5000, "number"), ("A001\n", "A002", "number")),
    ],
)
def test_what_is_no_range_is_not_received(first: str, last: str, code: str) -> None:
    with pytest.raises(NoRange, match=f"^{code}$"):
        numbers_between(first, last)


def test_a_range_keeps_its_leading_zeros() -> None:
    assert numbers_between("ZJG-0098", "ZJG-0101") == ["ZJG-0098", "ZJG-0099", "ZJG-0100", "ZJG-0101"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("calendar")
def test_two_printers_at_once_never_use_one_number() -> None:
    stock = Stock()
    stock.receive()
    stock.hand_out()
    second = licence(drawn=True)
    answers = at_once(
        *(lambda one=one: print_licence(one, blank_no="JS000001", by=stock.maker) for one in (stock.licence, second))
    )
    codes = [refusal.code for refusal in refusals(answers)]
    assert codes == ["blank_used"]
    assert LicencePrint.objects.count() == Blank.objects.filter(state=BlankState.USED).count() == 1
    assert broken() == {}
