"""What a row of a spreadsheet of applications says, and when two rows say the same."""

from hypothesis import given
from hypothesis import strategies as st

from cases.rules.batches import Part, application_of, key_of

COLUMNS = {"A": ("kind", ""), "B": ("name", ""), "C": ("code", ""), "D": ("answer", "place"), "E": ("material", "7")}
TEXTS = st.dictionaries(st.sampled_from(sorted(COLUMNS)), st.text(max_size=12))


def test_every_column_is_sorted_by_what_it_is_about() -> None:
    said = application_of(COLUMNS, {"A": "个人", "B": " 林晓 ", "C": "1", "D": "沙洲中路", "E": "有"})
    assert (said.kind, said.name, said.code, said.phone) == ("个人", "林晓", "1", "")
    assert said.answers == {"place": "沙洲中路"} and said.papers == {7}
    assert said.column(Part.ANSWER, "place") == "D" and said.column(Part.PHONE) == "C", (
        "no such column: that of the code"
    )


@given(TEXTS)
def test_the_key_follows_what_is_applied_for_and_not_what_was_brought(cells: dict[str, str]) -> None:
    said = application_of(COLUMNS, cells)
    assert key_of(1, said) == key_of(1, application_of(COLUMNS, {**cells, "E": "有", "B": "改名"}))
    assert key_of(1, said) != key_of(2, said)
    assert key_of(1, said) != key_of(1, application_of(COLUMNS, {**cells, "D": f"{cells.get('D', '')}x"}))
