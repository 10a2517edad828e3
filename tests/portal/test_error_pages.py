"""Behind every status code stands what happened, what was kept and what to do."""

import pytest
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from portal.views import errors
from tests import world
from tests.client import signed_in

PAGES = {
    400: errors.bad_request,
    403: errors.permission_denied,
    404: errors.page_not_found,
    409: errors.conflict,
    429: errors.too_many_requests,
    500: errors.server_error,
    503: errors.service_unavailable,
}


@pytest.fixture
def request_of_anybody() -> HttpRequest:
    request = RequestFactory().get("/somewhere/")
    SessionMiddleware(lambda _: HttpResponse()).process_request(request)
    return request


@pytest.mark.parametrize("status", PAGES)
def test_each_error_says_what_was_kept_and_whom_to_call(status: int, request_of_anybody: HttpRequest) -> None:
    with translation.override("zh-hans"):
        answer = PAGES[status](request_of_anybody)
    page = answer.content.decode()
    assert answer.status_code == status
    assert "保住了什么" in page
    assert "您可以怎么做" in page
    assert 'href="tel:12345"' in page


def test_a_conflict_tells_what_the_other_one_did(request_of_anybody: HttpRequest) -> None:
    assert "already decided" in errors.conflict(request_of_anybody, "This review is already decided.").content.decode()


@pytest.mark.parametrize(("status", "seconds"), [(429, "60"), (503, "30")])
def test_machines_are_told_when_to_come_back(status: int, seconds: str, request_of_anybody: HttpRequest) -> None:
    assert PAGES[status](request_of_anybody)["Retry-After"] == seconds


def test_a_form_with_an_old_token_is_told_from_a_forbidden_place(request_of_anybody: HttpRequest) -> None:
    with translation.override("zh-hans"):
        page = errors.csrf_failure(request_of_anybody).content.decode()
    assert "页面打开得太久了" in page
    assert "草稿" not in page, "whether a draft was saved is not known here"


@pytest.mark.parametrize(
    ("came_from", "again"), [("http://testserver/apply/7/details/", True), ("http://elsewhere/apply/7/details/", False)]
)
def test_the_page_of_an_old_token_leads_back_to_the_form_of_this_site_only(
    came_from: str, again: bool, request_of_anybody: HttpRequest
) -> None:
    request_of_anybody.META["HTTP_REFERER"] = came_from
    page = errors.csrf_failure(request_of_anybody).content.decode()
    assert ('href="/apply/7/details/"' in page) is again


@pytest.mark.django_db
def test_strangers_addresses_lead_to_our_page() -> None:
    answer = Client().get("/no/such/place/", headers={"accept-language": "zh-CN"})
    assert answer.status_code == 404
    assert "这个网址没有内容" in answer.content.decode()


@pytest.mark.django_db
def test_staff_are_led_back_to_the_workbench() -> None:
    answer = signed_in(world.staff("窗口受理岗")).get("/no/such/place/", headers={"accept-language": "zh-CN"})
    page = answer.content.decode()
    assert "回工作台" in page and "我的空间" not in page
