"""Lists page by key: forth and back every row is seen once, whatever else the address asks."""

from urllib.parse import parse_qs

import pytest

from cases.queries.paging import Page, page_of
from identity.models import Region

pytestmark = pytest.mark.django_db


def regions(count: int) -> list[int]:
    made = Region.objects.bulk_create(
        Region(code=f"{number:06d}", name=f"区{number}", level="county") for number in range(count)
    )
    return sorted((one.pk for one in made), reverse=True)


def turn(page: Page[Region], href: str, size: int, prefix: str = "") -> Page[Region]:
    asked = {name: values[0] for name, values in parse_qs(href.removeprefix("?")).items()}
    return page_of(Region.objects.all(), asked, size=size, prefix=prefix)


@pytest.mark.parametrize(("count", "size"), [(0, 3), (1, 3), (3, 3), (4, 3), (9, 3), (10, 4)])
def test_walking_forth_and_back_shows_every_row_once(count: int, size: int) -> None:
    keys, page, forth = regions(count), page_of(Region.objects.all(), {}, size=size), []
    pages = [page]
    while page.next_href:
        page = turn(page, page.next_href, size)
        pages.append(page)
    forth = [row.pk for one in pages for row in one.rows]
    assert forth == keys
    for before in reversed(pages[:-1]):
        page = turn(page, page.previous_href, size)
        assert page.rows == before.rows
    assert page.previous_href == "" or len(pages) > 1


def test_the_first_page_has_nothing_newer_and_the_last_nothing_older() -> None:
    regions(5)
    first = page_of(Region.objects.all(), {}, size=3)
    last = turn(first, first.next_href, 3)
    assert (first.previous_href, last.next_href) == ("", "")
    assert turn(last, last.previous_href, 3).previous_href == ""


def test_tab_and_search_stay_and_two_lists_of_a_page_turn_apart() -> None:
    regions(5)
    asked = {"tab": "done", "after": "999999", "document_after": "7"}
    page = page_of(Region.objects.all(), asked, size=3)
    assert parse_qs(page.next_href[1:]) == {
        "tab": ["done"], "document_after": ["7"], "after": [str(page.rows[-1].pk)]
    }  # fmt: skip
    other = page_of(Region.objects.all(), {"after": "1"}, size=3, prefix="document_")
    assert len(other.rows) == 3 and "document_after=" in other.next_href and "after=1" in other.next_href


@pytest.mark.parametrize("text", ["", "x", "-1", "１２", "1;DROP TABLE"])
def test_a_made_up_key_is_no_key(text: str) -> None:
    keys = regions(2)
    assert [row.pk for row in page_of(Region.objects.all(), {"after": text, "before": text}).rows] == keys
