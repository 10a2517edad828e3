"""Pages for frames of other sites (C08): what they show, and who may frame them."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from portal.views import embed
from tests import world
from tests.cases.walks import filed
from tests.statements import statements_of

pytestmark = pytest.mark.usefixtures("calendar")
ITEMS, PROGRESS = "/embed/items/", "/embed/progress/"


def ancestors(path: str) -> tuple[str, str]:
    """Whom the page lets frame it, in both headers."""
    answer = Client().get(path)
    policy = dict(part.strip().partition(" ")[::2] for part in answer["Content-Security-Policy"].split(";"))
    return policy["frame-ancestors"], answer.headers.get("X-Frame-Options", "")


def test_every_site_may_frame_the_list_and_none_the_rest() -> None:
    assert ancestors(ITEMS) == ("*", "")
    assert ancestors(PROGRESS) == ancestors("/progress/") == ancestors("/items/") == ("'none'", "DENY")


def test_listed_sites_may_frame_progress(settings: Settings) -> None:
    settings.EMBED_PROGRESS_ORIGINS = ["https://www.example.gov.cn", "https://*.example.org"]
    settings.EMBED_ITEMS_ORIGINS = []
    assert ancestors(PROGRESS) == ("https://www.example.gov.cn https://*.example.org", "")
    assert ancestors(ITEMS) == ("'none'", "DENY")


def test_the_list_is_narrowed_like_that_of_the_portal() -> None:
    one, other = world.item(), world.item("住建局")
    page = Client().get(ITEMS, {"department": other.item.department_id}).content.decode()
    assert other.name in page and one.name not in page
    assert Client().get(ITEMS, {"department": "999999"}).status_code == 404


def test_a_long_list_goes_on_behind_a_key_and_keeps_its_words() -> None:
    for _number in range(embed.PAGE + 1):
        version = world.item()
    first = Client().get(ITEMS, {"lang": "en", "audience": "person"})
    href = first.context["next_href"]
    assert version.name not in first.content.decode() and "lang=en" in href
    assert version.name in Client().get(f"{ITEMS}{href}").content.decode()


def test_one_item_costs_as_many_statements_as_many() -> None:
    world.item()
    one = len(statements_of(lambda: Client().get(ITEMS)))
    for _number in range(5):
        world.item()
    assert len(statements_of(lambda: Client().get(ITEMS))) == one


def test_pages_for_frames_speak_the_language_that_is_asked_for() -> None:
    english, chinese = (Client().get(f"{PROGRESS}?lang={code}").content.decode() for code in ("en", "zh-hans"))
    assert '<html lang="en">' in english and "Where is my case?" in english
    assert '<html lang="zh-hans">' in chinese and "Where is my case?" not in chinese
    assert Client().get(f"{PROGRESS}?lang=xx").status_code == 200


def test_pages_for_frames_load_no_script_and_set_no_cookie() -> None:
    for path in (ITEMS, PROGRESS):
        answer = Client().get(path)
        assert "<script" not in answer.content.decode() and not answer.cookies
        assert '<base target="_blank">' in answer.content.decode()


def test_progress_in_a_frame_needs_number_and_code_and_names_nobody() -> None:
    """C-33. A browser sends no cookie into the frame, so none is needed to post."""
    receipt = filed()
    visitor = Client(enforce_csrf_checks=True)
    right = visitor.post(PROGRESS, {"number": receipt.case.receipt_no, "code": receipt.query_code})
    assert right.status_code == 200 and receipt.case.version.name in right.content.decode()
    assert receipt.case.applicant_name not in right.content.decode()
    code = f"{(int(receipt.query_code) + 1) % 1_000_000:06d}"
    wrong = visitor.post(PROGRESS, {"number": receipt.case.receipt_no, "code": code})
    assert wrong.status_code == 422 and receipt.case.version.name not in wrong.content.decode()
    assert "no-store" in wrong["Cache-Control"]
