"""Elder mode and language are kept, and never lead a visitor elsewhere."""

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_elder_mode_is_kept_and_shown_on_every_page() -> None:
    client = Client()
    answer = client.post(reverse("portal:elder"), {"elder": "1", "next": "/dev/components/"})
    assert answer["Location"] == "/dev/components/"
    assert 'data-elder="true"' in client.get("/dev/components/").content.decode()


def test_elder_mode_ends_when_it_is_switched_off() -> None:
    client = Client()
    client.post(reverse("portal:elder"), {"elder": "1"})
    client.post(reverse("portal:elder"), {"elder": "0"})
    assert "data-elder" not in client.get("/dev/components/").content.decode()


def test_the_way_back_stays_on_this_site() -> None:
    answer = Client().post(reverse("portal:elder"), {"elder": "1", "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"


def test_a_link_cannot_change_what_a_visitor_prefers() -> None:
    assert Client().get(reverse("portal:elder")).status_code == 405


@pytest.mark.parametrize("preference", ["portal:elder", "set_language"])
def test_preferences_need_no_token_so_that_pages_can_be_cached_whole(preference: str) -> None:
    careful = Client(enforce_csrf_checks=True)
    assert careful.post(reverse(preference), {"elder": "1", "language": "en"}).status_code in (204, 302)


def test_a_page_for_anybody_carries_nobodys_token() -> None:
    assert "csrf-token" not in Client().get("/dev/components/").content.decode()
