"""A bad rating is answered: looked into, put right, called back, within five working days (E-05, E-06, S-31)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core.clock import SimulatedClock
from core.outbox import drain
from core.refusal import Refusal
from identity.actors import Actor
from identity.models import Party
from notices.queries import visible_to as messages_to
from supervision.models import Alarm, Callback, CallbackOutcome
from supervision.queries import callbacks_visible_to
from supervision.services import rate_case, record_callback, sweep_callbacks
from tests import world
from tests.cases.walks import PHONE, at, declined, move
from tests.client import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time", "calendar")]
FORM = {"finding": "窗口等候过长", "measure": "增开一个窗口", "outcome": "content"}


@pytest.fixture
def leader() -> Actor:
    return world.staff("分管领导岗")


def badly_rated(owner: Actor, level: int = 5) -> Callback:
    case = declined(owner)
    rate_case(case, level=level, text="等太久", by=owner)
    return Callback.objects.get(rating__case=case)


def answer(callback: Callback, leader: Actor, outcome: CallbackOutcome = CallbackOutcome.CONTENT) -> Callback:
    return record_callback(callback, finding="窗口等候过长", measure="增开一个窗口", outcome=outcome, by=leader)


@pytest.mark.parametrize(("level", "ordered"), [(1, 0), (2, 0), (3, 0), (4, 1), (5, 1)])
def test_e01_only_the_last_two_levels_order_a_call_back(owner: Actor, level: int, ordered: int) -> None:
    rate_case(declined(owner), level=level, by=owner)
    assert Callback.objects.count() == Alarm.objects.filter(rule="S-31").count() == ordered


def test_e06_it_is_due_five_working_days_later_and_the_leaders_are_told(owner: Actor, leader: Actor) -> None:
    callback = badly_rated(owner)
    assert callback.due_at == at(2026, 3, 10, 0), "the midnight that ends Monday the 9th"
    drain(["interactive"])
    (message,) = messages_to(leader)
    assert "S-31" in message.text and message.link == reverse("supervision:callback", args=[callback.pk])
    assert owner.name not in message.text and "等太久" not in message.text


def test_a_card_is_drawn_once_when_nobody_answered(owner: Actor, leader: Actor, time: SimulatedClock) -> None:
    """S-31: within a sweep of falling due."""
    badly_rated(owner)
    swept = []
    for moment in (at(2026, 3, 9, 23), at(2026, 3, 10, 0), at(2026, 3, 11), at(2026, 6, 1)):
        move(time, moment)
        swept.append(sweep_callbacks())
    assert swept == [0, 1, 0, 0]
    assert list(Alarm.objects.filter(rule="S-31").order_by("pk").values_list("level", flat=True)) == [
        "warning", "yellow"
    ]  # fmt: skip


def test_an_answered_one_draws_no_card(owner: Actor, leader: Actor, time: SimulatedClock) -> None:
    answer(badly_rated(owner), leader)
    move(time, at(2026, 6, 1))
    assert sweep_callbacks() == 0 and not Alarm.objects.filter(level="yellow").exists()


def test_who_is_still_not_content_is_called_once_more_and_not_again(
    owner: Actor, leader: Actor, time: SimulatedClock
) -> None:
    """5.1: 不满意 → 再整改一次."""
    first = badly_rated(owner)
    time.advance(timedelta(days=1))
    answer(first, leader, CallbackOutcome.STILL_BAD)
    second = Callback.objects.get(round=2)
    assert second.due_at == at(2026, 3, 11, 0) and second.rating == first.rating
    answer(second, leader, CallbackOutcome.STILL_BAD)
    assert Callback.objects.count() == 2
    first.refresh_from_db()
    assert (first.outcome, first.done_by_id) == ("still_bad", leader.staff_id)


def test_it_is_answered_once_in_words_by_the_leaders_of_its_department(owner: Actor, leader: Actor) -> None:
    callback = badly_rated(owner)
    strangers = (world.staff("分管领导岗", "住建局"), world.staff("窗口受理岗"), world.staff("监察岗", "监委"))
    for actor in strangers:
        with pytest.raises(Refusal) as refused:
            answer(callback, actor)
        assert refused.value.code == "not_yours"
    with pytest.raises(Refusal) as refused:
        record_callback(callback, finding=" ", measure="x", outcome=CallbackOutcome.CONTENT, by=leader)
    assert refused.value.code == "finding"
    answer(callback, leader)
    with pytest.raises(Refusal) as refused:
        answer(callback, leader)
    assert (refused.value.code, refused.value.conflict) == ("done", True)


def test_e04_who_rated_is_shown_to_leaders_and_supervisors_only(owner: Actor, leader: Actor) -> None:
    badly_rated(owner)
    supervisor = world.staff("监察岗", "监委")
    assert [callbacks_visible_to(actor).count() for actor in (leader, supervisor)] == [1, 1]
    others = (world.staff("窗口受理岗"), world.staff("科室审查岗"), world.staff("分管领导岗", "住建局"), owner)
    assert [callbacks_visible_to(actor).count() for actor in others] == [0] * 4


def test_the_leader_sees_the_phone_to_call_and_answers_on_the_page(owner: Actor, leader: Actor) -> None:
    callback = badly_rated(owner)
    href = reverse("supervision:callback", args=[callback.pk])
    client = signed_in(leader)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-CN"
    page = client.get(href).content.decode()
    assert PHONE in page and "等太久" in page and "非常不满意" in page
    assert callback.rating.case.reads.count() == 1, "the look is recorded"
    assert client.post(href, {**FORM, "finding": ""}).status_code == 422
    assert client.post(href, FORM).headers["Location"] == reverse("supervision:callbacks")
    page = client.get(href).content.decode()
    assert PHONE not in page and "增开一个窗口" in page and "<textarea" not in page
    assert "等太久" not in client.get(reverse("supervision:callbacks")).content.decode()


def test_the_supervisor_reads_without_the_phone_and_cannot_answer(owner: Actor) -> None:
    """S-02."""
    callback = badly_rated(owner)
    client = signed_in(world.staff("监察岗", "监委"))
    href = reverse("supervision:callback", args=[callback.pk])
    assert PHONE not in client.get(href).content.decode()
    client.post(href, FORM)
    callback.refresh_from_db()
    assert callback.done_at is None
    assert Party.objects.get(pk=owner.self_party_id).code not in client.get(href).content.decode()
