"""Items found by pinyin, by initials and by both mixed, while they are still being typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from items.queries import search_versions
from items.rules.spelling import MOST_WAYS, mixed_spellings, readings_of, spellings, typed_prefix
from tests import world


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("银行", [["yin"], ["hang"]]),
        ("行政", [["xing"], ["zheng"]]),
        ("重庆", [["chong"], ["qing"]]),
        ("旅馆", [["lv"], ["guan"]]),
    ],
)
def test_a_character_is_read_as_the_word_around_it_is(text: str, readings: list[list[str]]) -> None:
    assert readings_of(text) == readings


def test_where_no_word_decides_every_usual_reading_counts() -> None:
    assert {"chang", "zhang"} <= set(readings_of("长")[0])


def test_a_text_is_spelled_from_each_of_its_characters_on() -> None:
    found = spellings("食品许可")
    assert set(found.first) == {"shipinxuke", "spxk"}
    assert {"pinxuke", "pxk", "xuke", "xk", "ke", "k"} == set(found.later)
    assert found.lines == (" shi pin xu ke",)


@pytest.mark.parametrize(
    ("letters", "initials"), [("shipinjy", "spjy"), ("spjingying", "spjy"), ("shipjy", "spjy"), ("shpjy", "spjy")]
)
def test_letters_are_split_into_syllables_and_initials(letters: str, initials: str) -> None:
    assert initials in {mixed.initials for mixed in mixed_spellings(letters)}


@pytest.mark.parametrize("letters", ["spjyxk", "s", "shi", ""])
def test_what_is_only_initials_or_one_syllable_is_not_mixed(letters: str) -> None:
    assert mixed_spellings(letters) == []


@given(st.text("abcghijnosuxyz", max_size=80))
def test_splitting_whatever_is_typed_stays_small(letters: str) -> None:
    assert len(mixed_spellings(letters)) <= MOST_WAYS
    assert letters.startswith(typed_prefix(letters))


@pytest.mark.django_db
class TestCatalogue:
    @pytest.fixture(autouse=True)
    def items(self) -> None:
        world.item(name="食品经营许可")
        world.item(name="商品房预售许可")
        world.item(name="个人银行账户服务", result=None)

    @pytest.mark.parametrize(
        "typed",
        [
            *(
                "shipinjingyingxuke",
                "shipinjingying",
                "shipinjing",
                "shipinj",
                "shipinjy",
                "spjyxk",
                "spjy",
                "spjingying",
            ),
            *("shpjy", "shi'pin'jing", "ＳＰＪＹ", "SPJYXK", "shi pin jing ying", "jingyingxuke", "食品jyxk"),
        ],
    )
    def test_letters_find_the_item(self, typed: str) -> None:
        assert search_versions(typed)[0].name == "食品经营许可"

    def test_a_polyphone_is_found_by_its_reading_in_the_word(self) -> None:
        assert [found.name for found in search_versions("yinhang")] == ["个人银行账户服务"]
        assert [found.name for found in search_versions("gryh")] == ["个人银行账户服务"]
        assert search_versions("yinxing") == []

    def test_initials_that_stand_nowhere_find_nothing(self) -> None:
        assert search_versions("qqqq") == search_versions("zzyyxx") == []

    def test_mixed_letters_must_fit_the_very_syllables(self) -> None:
        assert [found.name for found in search_versions("shangpinf")] == ["商品房预售许可"]
        assert search_versions("shangjyx") == []
