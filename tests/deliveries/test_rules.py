"""What a proof must say, and what differs between statements and our books."""

import pytest

from deliveries.models import DeliveryWay
from deliveries.rules.comparing import Difference, Differing, Line, differences
from deliveries.rules.proofs import NEEDED, Proof, gaps

FULL = {
    **{"recipient": "王秀英", "recipient_code": "x", "relation": "self", "identity_check": "card", "place": "A12窗口"},
    **{"deliverer": "职员1", "refusal": "拒绝签收", "witness": "张三"},
}


@pytest.mark.parametrize("way", [way.value for way in DeliveryWay])
def test_d16_every_way_of_delivery_says_what_it_must(way: str) -> None:
    assert gaps(Proof(way, **FULL, signed_on_paper=True), signature=False) == []
    for name in NEEDED[way]:
        assert gaps(Proof(way, **{**FULL, name: ""}, signed_on_paper=True), signature=False) == [name]


def test_d16_what_is_handed_over_directly_is_signed_for_on_paper_or_on_a_device() -> None:
    assert gaps(Proof("window", **FULL), signature=False) == ["signature"]
    assert gaps(Proof("window", **FULL), signature=True) == []


def test_d16_what_is_left_needs_a_reason_and_a_witness_but_no_signature() -> None:
    assert gaps(Proof("left", recipient="王秀英", place="家", deliverer="职员1"), signature=False) == [
        "refusal",
        "witness",
    ]


def test_h72_a_statement_that_says_what_we_have_differs_in_nothing() -> None:
    lines = [Line("SY1", "signed", 1200), Line("SY2", "ordered", 1200)]
    assert differences(lines, reversed(lines)) == []


def test_h72_unknown_missing_other_state_and_other_price_are_told_apart() -> None:
    ours = [Line("SY1", "out", 1200), Line("SY2", "signed", 1200), Line("SY3", "signed", 1200)]
    theirs = [Line("SY1", "signed", 1500), Line("SY3", "signed", 1200), Line("SY9", "signed", 1200)]
    assert differences(ours, theirs) == [
        Differing(Difference.PRICE, "SY1", "1200", "1500"),
        Differing(Difference.STATE, "SY1", "out", "signed"),
        Differing(Difference.MISSING, "SY2", ours="signed"),
        Differing(Difference.UNKNOWN, "SY9", theirs="signed"),
    ]
