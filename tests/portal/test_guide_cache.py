"""Guide pages are kept whole: no statement on a hit, never stale, never more than there are places for."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from redis.exceptions import ConnectionError as Away

from core.clock import SimulatedClock, running_at
from core.models import Delivery, DeliveryState
from core.outbox import drain
from core.refusal import Refusal
from govportal.settings.base import cache_at
from identity.actors import SYSTEM
from identity.models import Hall, Region
from identity.services.places import change_department, change_hall
from items.models import ItemVersion
from items.services.importing import import_item
from items.services.publishing import publish_version
from items.services.suspending import resume_version, suspend_version
from portal import guide_cache
from tests import world
from tests.cases.walks import at
from tests.client import signed_in

pytestmark = pytest.mark.django_db
QUESTION = {
    "ask": "是否有厨房？",
    "options": [{"label": "有", "adds": ["排烟证明"]}, {"label": "没有", "adds": []}],
}
PAPERS = [world.material("申请书"), world.material("排烟证明", required=False)]


@pytest.fixture(autouse=True)
def midday(time: SimulatedClock) -> Iterator[None]:
    yield


def address(version: ItemVersion) -> str:
    return reverse("portal:guide", args=[version.item.implementing_code])


def statements(client: Client, href: str, **asked: object) -> tuple[int, str]:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(href, asked)
    assert answer.status_code == 200
    return len(captured), answer.content.decode()


def kept(href: str, **asked: object) -> bool:
    return statements(Client(), href, **asked)[0] == 0


def test_the_second_visitor_costs_no_statement_and_sees_the_same() -> None:
    href = address(world.item())
    drawn, first = statements(Client(), href)
    hit, second = statements(Client(), href)
    assert drawn > 0 and hit == 0 and first == second


def test_a_hit_touches_neither_session_nor_account() -> None:
    href = address(world.item())
    Client().get(href)
    answer = Client().get(href)
    assert "sessionid" not in answer.cookies and "csrftoken" not in answer.cookies
    assert not answer.wsgi_request.session.accessed
    assert {"Cookie", "Accept-Language"} <= {part.strip() for part in answer.headers["Vary"].split(",")}


def test_language_and_elder_mode_have_pages_of_their_own() -> None:
    href = address(world.item())
    Client().get(href)
    elder, english = Client(), Client(headers={"accept-language": "en"})
    elder.cookies["elder"] = "1"
    for client, mark in ((elder, 'data-elder="true"'), (english, '<html lang="en"')):
        drawn, text = statements(client, href)
        assert drawn > 0 and mark in text
        assert statements(client, href) == (0, text)


def test_answers_have_pages_of_their_own() -> None:
    version = world.item(situations=[QUESTION], materials=PAPERS)
    href, situation = address(version), version.situation_set.get()
    with_kitchen, without = situation.options.all()
    name = f"situation-{situation.pk}"
    _drawn, long = statements(Client(), href, **{name: with_kitchen.pk})
    _drawn, short = statements(Client(), href, **{name: without.pk})
    assert long != short
    assert statements(Client(), href, **{name: with_kitchen.pk}) == (0, long)


@pytest.mark.parametrize("asked", [{"utm": "x"}, {"situation-1": "x"}, {"situation-x": "1"}])
def test_other_words_in_the_address_show_the_page_as_it_stands(asked: dict[str, str]) -> None:
    href = address(world.item())
    Client().get(href)
    assert kept(href, **asked)


def test_invented_answers_are_never_kept() -> None:
    version = world.item(situations=[QUESTION], materials=PAPERS)
    href, before = address(version), 0
    Client().get(href)
    before = places_taken()
    for number in range(20):
        Client().get(href, {f"situation-{number + 10**6}": str(number + 1)})
        Client().get(href, {f"situation-{version.situation_set.get().pk}": str(number + 10**6)})
        Client().get(href, {"q": str(number)})
    assert places_taken() == before


def test_there_are_never_more_pages_than_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guide_cache, "PLACES", 3)
    hrefs = [address(world.item()) for _item in range(8)]
    for href in hrefs:
        statements(Client(), href)
    assert places_taken() <= 3
    assert all(statements(Client(), href)[1].count("<h1") == 1 for href in hrefs)


def test_unknown_codes_leave_nothing_behind() -> None:
    for number in range(5):
        assert Client().get(reverse("portal:guide", args=[f"{number:031d}"])).status_code == 404
    assert cache._cache.get_client().keys("*:guide:*") == []  # type: ignore[attr-defined]


def places_taken() -> int:
    client = cache._cache.get_client()  # type: ignore[attr-defined]
    return len(client.keys("*:guide:*:*")) - len(client.keys("*:guide:stamp:*"))


class TestFreshness:
    """I-17: what was published is shown at once."""

    @pytest.fixture
    def version(self) -> ItemVersion:
        version = world.item(name="食品经营许可")
        Client().get(address(version))
        assert kept(address(version))
        return version

    def test_a_new_version(self, version: ItemVersion) -> None:
        shape = world.item_shape(
            name="食品经营许可", base_code=version.item.entry.base_code, conditions=["已通过现场核查"]
        )
        body = version.item.department
        publish_version(import_item(shape, department=body), by=SYSTEM)
        assert "已通过现场核查" in statements(Client(), address(version))[1]

    def test_suspending_and_resuming(self, version: ItemVersion) -> None:
        suspend_version(version, reason="系统升级", by=SYSTEM)
        assert "系统升级" in statements(Client(), address(version))[1]
        resume_version(version, by=SYSTEM)
        assert "系统升级" not in statements(Client(), address(version))[1]

    def test_a_department_with_another_phone(self, version: ItemVersion) -> None:
        change_department(version.item.department, {"phone": "0512-29990777"}, by=SYSTEM)
        assert "0512-29990777" in statements(Client(), address(version))[1]

    def test_a_hall_with_other_hours(self, version: ItemVersion) -> None:
        region = Region.objects.get(code="320582")
        hall = Hall.objects.create(name="市政务服务中心", region=region, address="华昌路", phone="1", hours="上午")
        guide_cache.forget_all_guides()
        assert "上午" in statements(Client(), address(version))[1]
        change_hall(hall, {"hours": "全天不打烊"}, by=SYSTEM)
        assert "全天不打烊" in statements(Client(), address(version))[1]

    def test_another_item_keeps_its_page(self, version: ItemVersion) -> None:
        other = address(world.item())
        Client().get(other)
        suspend_version(version, reason="系统升级", by=SYSTEM)
        assert kept(other)

    def test_what_changes_while_a_page_is_drawn_makes_it_wrong(self, version: ItemVersion) -> None:
        request = Client().get(address(version), {"x": "1"}).wsgi_request
        request.META["QUERY_STRING"] = ""
        asked = guide_cache.asked_of(request, version.item.implementing_code)
        page, stamps = guide_cache.kept_page(request, asked)
        assert page is not None
        suspend_version(version, reason="系统升级", by=SYSTEM)
        guide_cache.keep_page(request, asked, Client().get(address(version), {"y": "1"}), stamps, valid=[])
        assert not kept(address(version))

    def test_a_page_drawn_before_the_change_is_there_for_others_is_wrong_from_then_on(
        self, version: ItemVersion, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            suspend_version(version, reason="系统升级", by=SYSTEM)
            Client().get(address(version))
            assert kept(address(version))
        assert not kept(address(version))

    def test_no_page_outlives_its_day(self, version: ItemVersion) -> None:
        assert guide_cache._seconds_left() == guide_cache.SECONDS
        with running_at(SimulatedClock(at(2026, 3, 2, 23) + timedelta(minutes=59))):
            assert guide_cache._seconds_left() == 60


class TestWithoutTheCache:
    @pytest.fixture(autouse=True)
    def away(self) -> Iterator[None]:
        with override_settings(CACHES={"default": cache_at("redis://127.0.0.1:1/0")}):
            yield

    def test_pages_are_drawn_and_items_published(self) -> None:
        version = world.item(name="食品经营许可")
        for _visit in range(2):
            drawn, text = statements(Client(), address(version))
            assert drawn > 0 and "食品经营许可" in text

    def test_a_change_is_told_again_until_the_cache_is_back(self) -> None:
        version = world.item()
        drain(["interactive"])
        waiting = Delivery.objects.filter(reactor__contains="make_sure", state=DeliveryState.WAITING)
        assert waiting.count() == 1
        with pytest.raises(Away):
            guide_cache.forget_guide(version.item.implementing_code)


def test_the_nonce_is_fresh_on_each_answer() -> None:
    href = address(world.item())
    request = Client().get(href, {"x": "1"}).wsgi_request
    request.META["QUERY_STRING"], request._csp_nonce = "", "drawn-with-this"
    asked = guide_cache.asked_of(request, href.split("/")[2])
    answer = Client().get(href, {"x": "1"})
    answer.content = answer.content.replace(b"<title>", b'<script nonce="drawn-with-this"></script><title>')
    _page, stamps = guide_cache.kept_page(request, asked)
    stamps = stamps if all(stamps) else guide_cache.first_stamps(asked.code)
    guide_cache.keep_page(request, asked, answer, stamps, valid=[])
    texts = [Client().get(href) for _visit in range(2)]
    nonces = [text.content.decode().partition('nonce="')[2].partition('"')[0] for text in texts]
    assert len({*nonces, "drawn-with-this"}) == 3
    assert all(f"'nonce-{n}'" in t.headers["Content-Security-Policy"] for n, t in zip(nonces, texts, strict=True))


def test_who_is_signed_in_sees_his_own_frame_and_leaves_nothing_in_the_cache() -> None:
    href = address(world.item())
    person = signed_in(world.citizen(name="林晓"))
    assert "林晓" in statements(person, href)[1]
    assert places_taken() == 0
    assert "林晓" not in statements(Client(), href)[1]
    assert "林晓" in statements(person, href)[1]


def test_a_command_changes_what_guides_say_of_a_place() -> None:
    body = world.department()
    call_command("change_place", "department", body.key, "--phone", "0512-29990888")
    body.refresh_from_db()
    assert body.phone == "0512-29990888"
    with pytest.raises(Refusal):
        change_department(body, {"uscc": "x"}, by=SYSTEM)
