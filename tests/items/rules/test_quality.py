"""What completeness counts (I-16): mandatory elements, conditional ones that apply, optional ones apart."""

from typing import Any

import pytest

from items.elements import ELEMENTS, Need, element
from items.rules.quality import CONDITIONS, completeness, is_filled, sections_asked
from items.rules.shapes import blank
from tests.items.definitions.broken import sound


def missing(level: int = 4, **changes: Any) -> set[str]:
    return set(completeness({**sound(), **changes}, level).missing)


def test_a_sound_item_is_complete() -> None:
    counted = completeness(sound(), 4)
    assert counted.missing == () and counted.percent == 100 and counted.filled == counted.asked > 20


@pytest.mark.parametrize("key", ["conditions", "hours", "consult_phone", "legal_basis", "materials", "routes"])
def test_a_mandatory_element_that_is_blank_is_missing(key: str) -> None:
    assert missing(**{key: element(key).blank}) == {key}


@pytest.mark.parametrize(
    ("changes", "level", "key"),
    [
        ({"visits": 2, "visit_reason": ""}, 4, "visit_reason"),
        ({"body_kind": "3", "entrusted_by": ""}, 4, "entrusted_by"),
        ({"power_division": ""}, 7, "power_division"),
        ({"run_level": "province", "run_system": ""}, 4, "run_system"),
        ({"court": ""}, 4, "court"),
    ],
)
def test_a_conditional_element_is_asked_when_its_condition_holds(changes: dict[str, Any], level: int, key: str) -> None:
    assert key in missing(level, **changes)


def test_a_conditional_element_is_not_asked_when_its_condition_does_not_hold() -> None:
    assert missing(visits=0, visit_reason="", body_kind="1", entrusted_by="", power_division="") == set()
    assert missing(type="20", court="", review_body="", power_source="") == set()


def test_what_authorities_do_by_themselves_needs_nothing_that_applications_need() -> None:
    none = {key: element(key).blank for key in ("materials", "routes", "conditions", "channels", "desks", "results")}
    assert missing(initiated_by="authority", statutory_days=None, promised_days=None, **none) == set()


def test_extras_are_asked_of_their_types_only() -> None:
    """1.6."""
    assert "punishments" in missing(type="02", punishments="")
    assert "punishments" not in missing(type="01", punishments="")
    assert "extras" in sections_asked("02") and "extras" not in sections_asked("01")


def test_optional_elements_never_lower_the_percentage() -> None:
    bare = {each.key: each.blank for each in ELEMENTS if each.need is Need.MAY}
    counted, full = completeness({**sound(), **bare}, 4), completeness(sound(), 4)
    assert counted.percent == 100 and counted.asked == full.asked
    assert counted.optional_filled < full.optional_filled


def test_a_table_is_filled_when_every_mandatory_column_of_each_row_is() -> None:
    rows = sound()["materials"]
    assert is_filled(element("materials"), rows)
    assert not is_filled(element("materials"), [*rows, {**rows[0], "basis": " "}])


def test_nobody_s_item_misses_everything_but_what_is_always_answered() -> None:
    counted = completeness(blank(), 4)
    assert {"name", "legal_basis", "consult_phone"} <= set(counted.missing) and "kiosk" not in counted.missing


def test_every_condition_is_of_an_element_that_is_not_simply_optional() -> None:
    assert all(element(key).need is not Need.MAY for key in CONDITIONS)
