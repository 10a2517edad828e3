"""Supervision orders: issued, answered, settled, with their paper D-22 (3.5, S-41, S-44)."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case
from cases.queries.visibility import visible_to as cases_visible_to
from cases.services.anonymising import anonymise
from cases.services.issuing import deliver_result
from core.clock import SimulatedClock
from core.outbox import drain
from core.refusal import Refusal
from core.services.emptying import NOBODY
from deliveries.models import DeliveryWay
from identity.actors import Actor
from notices.queries import visible_to as messages_to
from supervision.models import Alarm, AlarmLevel, OrderState, SupervisionOrder
from supervision.orders import answer_order, extend_order, issue_order, settle_order, sweep_orders
from supervision.queries import orders_visible_to
from tests import world
from tests.brokenness import broken
from tests.cases.archived import packed
from tests.cases.paperwork import content_of, words_of
from tests.cases.results import issued
from tests.cases.walks import accepted, at, move
from tests.client import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time", "calendar")]
MATTER = "该办件审查环节超期三个工作日，请说明原因并提出整改措施"
ANSWER = {"explanation": "承办人员请假，未及时交接工作", "measure": "已明确顶岗人员，当日完成审查"}


@pytest.fixture
def watcher() -> Actor:
    return world.staff("监察岗", "监委")


@pytest.fixture
def leader() -> Actor:
    return world.staff("分管领导岗")


@pytest.fixture
def case() -> Case:
    return accepted()


def ordered(case: Case, watcher: Actor, level: AlarmLevel = AlarmLevel.YELLOW, **more: object) -> SupervisionOrder:
    return issue_order(case, level=level, matter=MATTER, by=watcher, **more)  # type: ignore[arg-type]


def refused(deed: object, *given: object, **more: object) -> str:
    with pytest.raises(Refusal) as refusal:
        deed(*given, **more)  # type: ignore[operator]
    return refusal.value.code


def state_of(order: SupervisionOrder) -> str:
    return SupervisionOrder.objects.values_list("state", flat=True).get(pk=order.pk)


@pytest.mark.parametrize(
    ("level", "day"),
    [
        (AlarmLevel.WARNING, date(2026, 3, 3)),
        (AlarmLevel.YELLOW, date(2026, 3, 4)),
        (AlarmLevel.RED, date(2026, 3, 5)),
    ],
)
def test_s41_the_level_says_until_when_it_is_answered(case: Case, watcher: Actor, level: AlarmLevel, day: date) -> None:
    """S-41: one, two, three working days from Monday 2 March 2026."""
    order = ordered(case, watcher, level)
    assert (order.answer_by, order.department_id) == (day, case.department_id)
    assert ordered(accepted(), watcher, level, until=date(2026, 3, 16)).answer_by == date(2026, 3, 16)


def test_d22_the_paper_is_numbered_and_sealed_by_the_body_that_issued_it(case: Case, watcher: Actor) -> None:
    """D-22, S-02: the case itself gets no paper and no other state."""
    before = Case.objects.filter(pk=case.pk).values().get()
    drain(["interactive", "pdf"])
    papers = case.documents.count()
    order = ordered(case, watcher)
    drain(["interactive", "pdf"])
    order.refresh_from_db()
    assert order.file is not None and order.number is not None
    assert order.number.endswith("政督〔2026〕000001号")
    text = words_of(content_of(order.file))
    for part in ("督办通知书", order.number, order.issuer.name, case.department.name, MATTER, "2026年3月4日"):
        assert part in text, part
    assert Case.objects.filter(pk=case.pk).values().get() == before and case.documents.count() == papers
    assert broken() == {}


def test_s40_leaders_are_told_of_it_and_supervision_of_the_answer(case: Case, watcher: Actor, leader: Actor) -> None:
    """S-40."""
    order = ordered(case, watcher)
    drain(["interactive"])
    page = reverse("supervision:order", args=[order.pk])
    (told,) = [one for one in messages_to(leader) if one.kind == "cases.OrderMoved"]
    assert told.link == page
    answer_order(order, **ANSWER, by=leader)
    drain(["interactive"])
    assert [one.link for one in messages_to(watcher) if one.kind == "cases.OrderMoved"] == [page]
    settle_order(order, accept=True, by=watcher)
    drain(["interactive"])
    assert len([one for one in messages_to(leader) if one.kind == "cases.OrderMoved"]) == 2


def test_an_answer_is_accepted_or_sent_back_once_and_then_ends_in_a_red_card(
    case: Case, watcher: Actor, leader: Actor, time: SimulatedClock
) -> None:
    """3.5, S-41: once more within the days of its level, then the matter goes up."""
    order = ordered(case, watcher)
    assert refused(settle_order, order, accept=True, by=watcher) == "not_answered"
    answer_order(order, **ANSWER, by=leader)
    assert refused(answer_order, order, **ANSWER, by=leader) == "not_open"
    assert refused(settle_order, order, accept=False, remark="不够", by=watcher) == "remark"
    move(time, at(2026, 3, 10))
    settle_order(order, accept=False, remark="没有说明怎样防止再次发生", by=watcher)
    order.refresh_from_db()
    assert (order.state, order.due_at, order.answer_by) == (OrderState.SENT_BACK, at(2026, 3, 13, 0), date(2026, 3, 4))
    answer_order(order, **ANSWER, by=leader)
    settle_order(order, accept=False, remark="仍然没有整改措施，不予认可", by=watcher)
    assert state_of(order) == OrderState.FAILED
    assert Alarm.objects.get(case=case, rule="S-41").level == AlarmLevel.RED
    assert refused(answer_order, order, **ANSWER, by=leader) == "not_open" and broken() == {}
    second = ordered(case, watcher)
    answer_order(second, **ANSWER, by=leader)
    settle_order(second, accept=True, by=watcher)
    assert state_of(second) == OrderState.ACCEPTED and broken() == {}


def test_s41_the_time_is_extended_once_and_before_it_has_passed(
    case: Case, watcher: Actor, time: SimulatedClock
) -> None:
    """S-41."""
    order, reason = ordered(case, watcher), "涉及外单位资料，需要补充时间"
    assert refused(extend_order, order, reason="忙", by=watcher) == "remark"
    assert extend_order(order, reason=reason, by=watcher).due_at == at(2026, 3, 7, 0)
    assert refused(extend_order, order, reason=reason, by=watcher) == "extended_before"
    late = ordered(accepted(), watcher)
    move(time, at(2026, 3, 6))
    assert refused(extend_order, late, reason=reason, by=watcher) == "too_late"


def test_s41_nobody_answers_in_time_and_one_card_is_drawn(case: Case, watcher: Actor, time: SimulatedClock) -> None:
    """S-41."""
    order = ordered(case, watcher)
    swept = []
    for moment in (at(2026, 3, 4, 23), at(2026, 3, 5, 0), at(2026, 3, 6)):
        move(time, moment)
        swept.append(sweep_orders())
    assert swept == [0, 1, 0]
    card = Alarm.objects.get(case=case, rule="S-41")
    assert (card.level, card.department_id) == (AlarmLevel.YELLOW, order.department_id) and broken() == {}


def test_s44_two_bodies_of_supervision_may_each_open_one(case: Case, watcher: Actor) -> None:
    """S-44: but none two at once."""
    other = world.staff("监察岗", "市监局")
    ordered(case, watcher)
    assert refused(ordered, case, watcher) == "open_before"
    second = ordered(case, other)
    assert refused(settle_order, second, accept=True, by=watcher) == "forbidden"


def test_only_supervision_issues_only_the_responsible_body_answers(case: Case, watcher: Actor, leader: Actor) -> None:
    """S-02: strangers do nothing and see nothing."""
    assert refused(ordered, case, leader) == "forbidden"
    order = ordered(case, watcher)
    for stranger in (world.staff("分管领导岗", "住建局"), world.staff("窗口受理岗"), watcher):
        assert refused(answer_order, order, **ANSWER, by=stranger) == "forbidden"
    assert refused(settle_order, order, accept=True, by=leader) == "forbidden"
    assert refused(extend_order, order, reason="需要更多时间说明情况", by=leader) == "forbidden"
    assert orders_visible_to(leader).get() == order and orders_visible_to(watcher).get() == order
    for stranger in (world.staff("分管领导岗", "住建局"), world.staff("窗口受理岗"), world.citizen()):
        assert not orders_visible_to(stranger).exists()


def test_bad_words_days_and_cards_are_refused(case: Case, watcher: Actor, leader: Actor) -> None:
    elsewhere = accepted()
    card = Alarm.objects.create(
        **{"case": elsewhere, "rule": "S-05", "level": "yellow", "department": elsewhere.department},
        **{"due_at": at(2026, 3, 2), "raised_at": at(2026, 3, 2)},
    )
    given = {"level": AlarmLevel.RED, "by": watcher}
    assert refused(issue_order, case, matter=" 短 ", **given) == "matter"
    assert refused(issue_order, case, matter=MATTER, alarm=card, **given) == "alarm"
    for day in (date(2026, 3, 2), date(2026, 3, 1), date(2026, 3, 7), date(2026, 4, 2), date(9999, 12, 31)):
        assert refused(issue_order, case, matter=MATTER, until=day, **given) == "until", day
    order = ordered(case, watcher)
    assert refused(answer_order, order, explanation="短", measure=ANSWER["measure"], by=leader) == "explanation"
    assert refused(answer_order, order, explanation=ANSWER["explanation"], measure=" ", by=leader) == "measure"
    assert SupervisionOrder.objects.count() == 1


class TestThePages:
    """Issued, answered and settled on the pages of supervision."""

    def test_from_the_case_to_the_settled_order(self, case: Case, watcher: Actor, leader: Actor) -> None:
        """S-41, S-44."""
        desk, body = signed_in(watcher), signed_in(leader)
        form = f"/supervision/cases/{case.pk}/order/"
        assert form in desk.get(f"/supervision/cases/{case.pk}/").content.decode()
        assert form not in body.get(f"/supervision/cases/{case.pk}/").content.decode()
        sent = desk.post(form, {"level": "red", "matter": MATTER, "until": "", "alarm": ""})
        order = SupervisionOrder.objects.get()
        page = f"/supervision/orders/{order.pk}/"
        assert sent.status_code == 302 and sent.headers["Location"] == page
        drain(["interactive", "pdf"])
        assert page in desk.get("/supervision/orders/").content.decode()
        assert page in desk.get(f"/supervision/cases/{case.pk}/").content.decode()
        shown = body.get(page).content.decode()
        assert MATTER in shown and 'name="explanation"' in shown and f"{page}paper/" in shown
        paper = body.get(f"{page}paper/")
        assert b"".join(paper.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
        assert body.post(page, {**ANSWER, "deed": "answer"}).status_code == 302
        judged = desk.get(page).content.decode()
        assert ANSWER["measure"] in judged and 'value="accept"' in judged and 'value="send_back"' in judged
        assert desk.post(page, {"deed": "accept", "remark": ""}).status_code == 302
        assert state_of(order) == OrderState.ACCEPTED
        assert "<form" not in desk.get(page).content.decode().split("gp-alarmgrid")[1]

    def test_what_was_typed_is_kept_and_what_nobody_means_changes_nothing(
        self, case: Case, watcher: Actor, leader: Actor
    ) -> None:
        desk, body = signed_in(watcher), signed_in(leader)
        form = f"/supervision/cases/{case.pk}/order/"
        usual = {"level": "red", "matter": MATTER, "until": "", "alarm": ""}
        for typed in (
            *({}, {"level": "black"}, {"matter": "短"}, {"matter": "长" * 1001}, {"matter": MATTER + "\0"}),
            *({"until": "soon"}, {"until": "2026-03-07"}, {"until": "2020-01-01"}, {"alarm": "7"}, {"alarm": "' OR 1"}),
        ):
            answer = desk.post(form, usual | typed if typed else {})
            assert answer.status_code == 422, typed
            if typed and "matter" not in typed:
                assert MATTER in answer.content.decode()
        assert not SupervisionOrder.objects.exists()
        order = ordered(case, watcher)
        page = f"/supervision/orders/{order.pk}/"
        for typed in ({}, {"explanation": "短", "measure": ANSWER["measure"]}, {**ANSWER, "measure": "长" * 1001}):
            answer = body.post(page, typed)
            assert answer.status_code == 422 and not order.answers.exists()
        assert ANSWER["explanation"] in answer.content.decode()
        answer_order(order, **ANSWER, by=leader)
        for typed in ({}, {"deed": "delete"}, {"deed": "send_back", "remark": "短"}):
            assert desk.post(page, typed).status_code == 422
        assert body.post(page, ANSWER).status_code == 302 and order.answers.count() == 1
        assert state_of(order) == OrderState.ANSWERED

    def test_strangers_find_nothing(self, case: Case, watcher: Actor) -> None:
        """S-02."""
        order = ordered(case, watcher)
        drain(["pdf"])
        for actor in (world.staff("分管领导岗", "住建局"), world.staff("窗口受理岗"), world.citizen()):
            client = signed_in(actor)
            for tail in (f"orders/{order.pk}/", f"orders/{order.pk}/paper/", f"cases/{case.pk}/order/"):
                assert client.get(f"/supervision/{tail}").status_code in {302, 404}, tail
                assert client.post(f"/supervision/{tail}", ANSWER).status_code in {302, 404, 405}, tail
        assert not order.answers.exists()
        assert Client().get(f"/supervision/orders/{order.pk}/").status_code == 302


def test_the_applicant_learns_nothing_of_it(case: Case, watcher: Actor) -> None:
    """It is a matter between bodies."""
    owner = world.citizen(name="王秀英")
    mine = accepted(owner)
    ordered(mine, watcher)
    drain(["interactive", "pdf"])
    assert cases_visible_to(owner).filter(pk=mine.pk).exists()
    page = signed_in(owner).get(f"/space/cases/{mine.pk}/").content.decode()
    assert MATTER not in page and "督办" not in page


def test_an_anonymous_case_leaves_no_words_in_its_orders(watcher: Actor, leader: Actor) -> None:
    """10.5."""
    owner = world.citizen(name="王秀英")
    case = deliver_result(issued(owner), way=DeliveryWay.ELECTRONIC, recipient="王秀英", by=owner)
    order = ordered(case, watcher)
    answer_order(order, **ANSWER, by=leader)
    settle_order(order, accept=True, by=watcher)
    drain(["interactive", "pdf"])
    packed(case)
    anonymise(Case.objects.get(pk=case.pk))
    order.refresh_from_db()
    assert (order.matter, order.file_id, order.answers.get().measure) == (NOBODY, None, NOBODY)
    assert broken() == {}
