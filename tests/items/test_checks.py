"""What may not be published, and the sentence that says why (I-15, I-20)."""

import re
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.refusal import Refusal
from items.findings import SENTENCES, finding_words, place_words
from items.formnotes import FINDINGS
from items.models import Item, ItemVersion
from items.rules.checks import Finding, Surroundings, errors, findings
from items.rules.checks.routes import stage_days
from items.rules.shapes import Shape, normal
from items.services.importing import import_item
from tests import world
from tests.items.definitions.broken import BROKEN, also, put, seat, sound
from tests.items.definitions.brokenprices import BROKEN_PRICES
from tests.items.definitions.unusual import PLEDGE, SOUND

FAULTY = BROKEN | BROKEN_PRICES
AROUND = Surroundings(
    licences=frozenset({"消防证明", "营业执照"}),
    facts={"answer.area": "number", "answer.mode": "text", "answer.level": "text"},
)


@pytest.mark.parametrize("name", FAULTY)
def test_a_broken_definition_has_exactly_its_fault(name: str) -> None:
    """I-15, I-20 (H32): the fault is found at its place, and no other error is told besides."""
    shape, code, place = FAULTY[name]
    found = errors(shape, AROUND)
    assert (code, place) in [(each.code, each.place) for each in found], found
    assert {each.code for each in found} <= {code, *ALONG_WITH.get(name, ())}, found


ALONG_WITH = {
    "no materials": ("adds_unknown", "drops_unknown"),
    "stage nobody sits in": ("dead_end",),
    "promise missing": ("stages_too_long",),
    "material twice": ("drops_unknown",),
    "anything else": ("drops_unknown",),
}
"""What cannot but be wrong as well."""


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_definition_raises_nothing(name: str) -> None:
    """No false alarm, not even a hint (H32)."""
    assert findings(SOUND[name], AROUND) == []


def test_there_are_at_least_sixty_of_each() -> None:
    assert len(FAULTY) >= 60 and len(SOUND) >= 60
    told = {code for _shape, code, _place in FAULTY.values()}
    around = {
        *("bad_implementing_code", "other_name", "other_type", "level_not_allowed", "not_a_leaf"),
        *("basis_of_directory_missing", "division_missing", "body_unknown", "post_unknown", "service_not_listed"),
    }
    hints = {"deferrable_in_vain", "pledgeable_in_vain", "nothing_to_pledge", "nobody_sits"}
    rare = {"handling_too_many", "window_without_place"}
    forms = set(FINDINGS)  # each tried in tests/items/test_form_checks.py
    chains = {"whole_unknown", "whole_too_long"}  # tried in tests/items/test_chains.py
    assert set(SENTENCES) == told | around | hints | rare | forms | chains


@pytest.mark.parametrize(
    ("around", "code", "place"),
    [
        (Surroundings(uscc="11320582MB800011X3", level=4), "bad_implementing_code", "base_code"),
        (Surroundings(services=frozenset({"图纸审查"})), "service_not_listed", "intermediaries.1.name"),
        (Surroundings(level=7), "division_missing", "power_division"),
        (Surroundings(entry_name="食品许可", entry_type="01"), "other_name", "name"),
        (Surroundings(entry_name=sound()["name"], entry_type="07"), "other_type", "type"),
        (
            Surroundings(posts={"": frozenset({"窗口受理岗", "科室审查岗"})}),
            "post_unknown",
            "routes.1.stages.3.seats.1.post_name",
        ),
    ],
)
def test_the_surroundings_of_an_item_are_asked_too(around: Surroundings, code: str, place: str) -> None:
    """I-05, I-15, 1.10."""
    assert (code, place) in [(found.code, found.place) for found in errors(sound(), around)]


def test_the_directory_decides_levels_leaves_and_basis() -> None:
    """I-01, I-05, 1.10."""
    shape = sound()
    row: dict[str, Any] = {"entry_name": shape["name"], "entry_type": "01"}
    said = {
        "level_not_allowed": Surroundings(**row, level=4, entry_levels=frozenset({2, 3})),
        "not_a_leaf": Surroundings(**row, has_children=True),
        "basis_of_directory_missing": Surroundings(**row, entry_laws=frozenset({"食品安全法", "行政许可法"})),
    }
    for code, around in said.items():
        assert [found.code for found in errors(shape, around)] == [code]
    lawful = Surroundings(**row, level=4, entry_levels=frozenset({4}), entry_laws=frozenset({"食品安全法"}))
    assert errors(shape, lawful) == []


def test_only_listed_intermediary_services_pass() -> None:
    """H97; without a list nobody knows."""
    assert errors(sound(), Surroundings(services=frozenset({"环境检测"}))) == errors(sound(), Surroundings()) == []


def test_a_seat_of_an_unknown_body_is_found() -> None:
    shape = put("routes.1.stages.2.seats.1", seat("科室审查岗", department="火星局"))
    around = Surroundings(posts={"": frozenset({"窗口受理岗", "分管领导岗"})})
    assert [found.code for found in errors(shape, around)] == ["body_unknown"]


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        (put("materials.2.deferrable", True), "deferrable_in_vain"),
        (put("materials.2.pledgeable", True), "pledgeable_in_vain"),
        (also(*PLEDGE, ("materials.2.pledgeable", False)), "nothing_to_pledge"),
        (put("routes.1.stages.2.seats.1.when", {"fact": "answer.area", "op": "gt", "value": 5}), "nobody_sits"),
    ],
)
def test_a_hint_hinders_nothing(shape: Shape, code: str) -> None:
    assert [found.code for found in findings(shape, AROUND)] == [code]
    assert errors(shape, AROUND) == []


def test_every_sentence_is_told_in_chinese_with_the_name_of_its_place() -> None:
    for _name, (shape, code, place) in FAULTY.items():
        found = next(each for each in errors(shape, AROUND) if (each.code, each.place) == (code, place))
        with translation.override("zh-hans"):
            for words in (finding_words(found), place_words(place)):
                assert re.search("[一-鿿]", words) and "%(" not in words, words
        assert re.fullmatch(r"[A-Z]-\d\d", found.rule)


def test_a_place_in_a_table_is_told_by_its_row_and_column() -> None:
    with translation.override("en"):
        assert place_words("materials.2.basis") == "Application materials, row 2, Basis for asking"
        assert finding_words(Finding("missing", "materials.2.basis")) == "Basis for asking is missing"


def test_every_problem_is_told_at_once() -> None:
    shape = {**sound(), "legal_basis": [], "hours": "", "coverage": ""}
    assert [found.place for found in errors(shape)] == ["legal_basis", "coverage", "hours"]


@given(st.lists(st.lists(st.integers(0, 30), min_size=1, max_size=4), min_size=1, max_size=6), st.integers(1, 60))
def test_parallel_seats_take_as_long_as_the_slowest_and_stages_add_up(days: list[list[int]], promised: int) -> None:
    """T-03."""
    stages = [
        {"stage": f"会审{number}", "seats": [{"post": f"岗{place}", "days": one} for place, one in enumerate(stage)]}
        for number, stage in enumerate(days)
    ]
    shape = {**sound(), "promised_days": promised, "statutory_days": None}
    shape["routes"] = normal({"route": stages})["routes"]
    assert [stage_days(stage) for stage in shape["routes"][0]["stages"]] == [max(stage) for stage in days]
    assert bool(errors(shape)) is (sum(map(max, days)) > promised)


@pytest.mark.django_db
def test_an_item_is_called_what_the_directory_calls_it() -> None:
    """I-15: name and type are those of the directory entry (1.10)."""
    known = world.item()
    shape = world.item_shape(base_code=known.item.entry.base_code)
    with pytest.raises(Refusal) as refused:
        import_item(shape, department=known.item.department)
    assert refused.value.code == "unpublishable" and known.name in refused.value.sentence
    assert known.item.versions.count() == 1


@pytest.mark.django_db
def test_an_item_with_a_problem_is_refused_and_nothing_of_it_stays() -> None:
    body = world.department()
    with pytest.raises(Refusal, match="缺少设定依据") as refused:
        import_item(world.item_shape(legal_basis=[]), department=body)
    assert refused.value.code == "unpublishable"
    assert not ItemVersion.objects.exists() and not Item.objects.exists()
