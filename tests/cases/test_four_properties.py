"""四性检测: every named check finds its own fault and no other; equal contents are equal packages (2.10)."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.archiving import archive_number, papers_needed, term_of, transfer_on
from cases.rules.fourproperties import CHECKS, PackageFacts, PieceFacts, is_safe, report_on
from cases.rules.packing import manifest_of, unzipped, zipped
from tests.cases.walks import at

PIECE = PieceFacts("papers/001-D-12.pdf", "application/pdf", "aa", "aa", 2, 2, True, False)
GOOD = PackageFacts(pieces=[PIECE], names=["papers/001-D-12.pdf", "manifest.json"],
                    listed=["papers/001-D-12.pdf", "manifest.json"])  # fmt: skip
HARMS = {
    "origin": replace(GOOD, missing_elements=["application.item"]),
    "unchanged": replace(GOOD, pieces=[replace(PIECE, digest="bb")]),
    "seals": replace(GOOD, pieces=[replace(PIECE, sealed=False)]),
    "signature": replace(GOOD, signature_faults=["signature.der"]),
    "history": replace(GOOD, gaps=["3"]),
    "papers": replace(GOOD, missing_papers=["D-12"]),
    "materials": replace(GOOD, missing_materials=["申请书"]),
    "list": replace(GOOD, names=[*GOOD.names, "papers/002-D-16.pdf"]),
    "digests": replace(GOOD, wrong_digests=["metadata.json"]),
    "pages": replace(GOOD, pieces=[replace(PIECE, listed_pages=3)]),
    "formats": replace(GOOD, pieces=[replace(PIECE, media_type="application/msword")]),
    "opens": replace(GOOD, pieces=[replace(PIECE, pages=0)]),
    "metadata": replace(GOOD, metadata_faults=["$.ending"]),
    "content": replace(GOOD, pieces=[replace(PIECE, active=True)]),
    "names": replace(GOOD, names=["../etc.pdf"], listed=["../etc.pdf"]),
    "stored": replace(GOOD, read_back=False),
}


def test_210_a_good_package_passes_every_check_of_the_four_properties() -> None:
    test = report_on(GOOD)
    assert test.passed and test.checks_passed == len(CHECKS) == len(HARMS)
    assert {result.kind for result in test.results} == {"authenticity", "integrity", "usability", "safety"}


@pytest.mark.parametrize("key", HARMS)
def test_210_each_check_finds_its_own_fault_and_no_other(key: str) -> None:
    test = report_on(HARMS[key])
    assert [result.key for result in test.results if not result.passed] == [key]
    assert not test.passed and test.checks_passed == len(CHECKS) - 1


def test_a_name_that_stands_twice_is_found() -> None:
    test = report_on(replace(GOOD, names=[*GOOD.names, "manifest.json"]))
    assert [result.key for result in test.results if not result.passed] == ["list"]


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "a/../b.pdf", "a\\b.pdf", "a/b/c.pdf", ".x", "文书.pdf", "a.pdf\n", ""]
)
def test_names_that_could_climb_out_are_not_safe(name: str) -> None:
    assert not is_safe(name) and is_safe("papers/001-D-12.pdf")


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}\.pdf", fullmatch=True), st.binary(max_size=50), min_size=1))
def test_equal_contents_are_equal_packages_in_any_order(contents: dict[str, bytes]) -> None:
    backwards = dict(reversed(contents.items()))
    assert zipped(contents, at(2026, 3, 2)) == zipped(backwards, at(2026, 3, 2))
    assert manifest_of(contents, {}, {}, {}) == manifest_of(backwards, {}, {}, {})
    assert dict(unzipped(zipped(contents, at(2026, 3, 2)))) == contents


@pytest.mark.parametrize(
    ("level", "day"), [(2, date(2047, 1, 1)), (3, date(2047, 1, 1)), (4, date(2037, 1, 1)), (5, date(2037, 1, 1))]
)
def test_210_cities_keep_their_files_twenty_years_counties_ten(level: int, day: date) -> None:
    assert transfer_on(date(2026, 3, 2), level) == day


def test_what_gave_a_right_is_kept_longer() -> None:
    assert (term_of(granted=True), term_of(granted=False)) == ("D30", "D10")
    number = archive_number(region="320582", body="31", year=2026, term="D30", serial=7)
    assert number == "320582-31-2026-D30-000007"


@pytest.mark.parametrize(
    ("state", "granted", "needed"),
    [
        ("closed", True, ["D-23", "D-03", "D-12", "D-16"]),
        ("closed", False, ["D-23", "D-03", "D-13", "D-16"]),
        ("closed", None, ["D-23", "D-03"]),
        ("terminated", None, ["D-23", "D-03", "D-15"]),
        ("withdrawn", None, ["D-23", "D-03"]),
    ],
)
def test_s30_each_ending_demands_its_papers(state: str, granted: bool | None, needed: list[str]) -> None:
    assert papers_needed(state, receipt="D-23", accepted=True, granted=granted) == needed
    assert papers_needed("declined", receipt="D-01", accepted=False, granted=None) == ["D-01", "D-04"]
    assert papers_needed("returned", receipt="", accepted=False, granted=None) == ["D-02"]
