"""What django-viewflow really does, one test per trap: the library may change, these promises may not."""

from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.urls import URLPattern, URLResolver, get_resolver
from viewflow.workflow import Flow
from viewflow.workflow.base import Node
from viewflow.workflow.lock import SelectForUpdateLock
from viewflow.workflow.nodes import View

from cases.models import Case
from cases.services.issuing import withdraw_case
from core.refusal import Refusal
from core.services.calendar import seed_calendar
from identity.actors import SYSTEM
from identity.models import Post
from linkage.flows import ApprovalFlow
from linkage.models import Review, Run, Step
from tests import world
from tests.brokenness import broken
from tests.client import signed_in
from tests.linkage.panels import APPROVE, OBJECT, accepted, open_reviews, panel_item, reviewer_of, speak
from tests.together import at_once

ROOT = Path(__file__).resolve().parent.parent.parent
NODES = ["approved", "gather", "refused", "review", "seat_review", "start"]
on_calendar = pytest.mark.usefixtures("calendar")


class TestOneLock:
    """1: the library's default is no lock at all, its stock lock sleeps between tries."""

    def test_the_flow_waits_in_the_database_for_the_row_of_the_run_and_tries_once(self) -> None:
        lock = ApprovalFlow.lock_impl
        assert isinstance(lock, SelectForUpdateLock)
        assert (lock.nowait, lock.attempts) == (False, 1)

    @pytest.mark.django_db
    def test_whoever_waits_gives_up_after_three_seconds(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SHOW lock_timeout")
            assert cursor.fetchone() == ("3s",)

    @pytest.mark.django_db(transaction=True)
    @pytest.mark.parametrize("held", [Case, Run])
    def test_a_held_lock_is_answered_as_a_conflict_and_nothing_is_recorded(self, held: type[models.Model]) -> None:
        seed_calendar(range(2024, 2027), by=SYSTEM)
        (review,) = open_reviews(accepted(world.item()))
        reviewer = signed_in(reviewer_of(review))
        with transaction.atomic():
            list(held._default_manager.select_for_update(no_key=held is Case))
            (answer,) = at_once(
                lambda: reviewer.post(f"/desk/reviews/{review.pk}/", {"deed": "approve", "opinion": "符合条件"})
            )
        assert answer.status_code == 409
        review.refresh_from_db()
        assert (review.verdict, review.closed_at) == ("", None)
        assert broken() == {}


class TestTwoNoInheritance:
    """2: a subclass corrupts the boundary events of its parent."""

    def test_every_flow_is_a_child_of_the_library_s_flow_and_has_no_children(self) -> None:
        ours = [flow for flow in Flow.__subclasses__() if not flow.__module__.startswith("viewflow")]
        assert ours == [ApprovalFlow]
        assert ApprovalFlow.__bases__ == (Flow,)
        assert ApprovalFlow.__subclasses__() == []


class TestThreeNoDoorOfTheLibrary:
    """3: its own pages are open to every signed-in user; permissions of nodes are questions, not gates."""

    def test_no_address_leads_to_a_page_of_the_library(self) -> None:
        pages = [page for page in _pages(get_resolver()) if "viewflow" in page]
        assert pages == []

    def test_no_node_is_a_page(self) -> None:
        assert [node.name for node in ApprovalFlow.instance.nodes() if isinstance(node, View)] == []

    @on_calendar
    def test_a_signed_in_stranger_cannot_complete_a_review_by_any_means(self) -> None:
        (review,) = open_reviews(accepted(world.item()))
        for stranger in (world.citizen(), world.staff("科室审查岗", "住建局"), world.staff("窗口受理岗")):
            answer = signed_in(stranger).post(f"/desk/reviews/{review.pk}/", {"deed": "approve", "opinion": ""})
            assert answer.status_code == 404
            with pytest.raises(Refusal):
                speak(review, APPROVE, by=stranger)
        assert Step.objects.get(review=review).status == "NEW"


@on_calendar
class TestFourFanOut:
    """4: the free package cannot split by data; our start, review and gather nodes make one task per seat."""

    def test_a_panel_gets_one_task_per_seat_each_with_a_token_of_its_own(self) -> None:
        case = accepted(panel_item("ALL"))
        steps = Step.objects.filter(review__in=open_reviews(case))
        assert {step.review_id for step in steps} == {review.pk for review in open_reviews(case)}
        tokens = {str(step.token) for step in steps}
        start = Step.objects.get(process__case=case, flow_task__endswith=".start")
        assert len(tokens) == 5 and all(token.startswith(f"start/{start.pk}_") for token in tokens)

    def test_a_single_seat_takes_the_short_way_without_a_join(self) -> None:
        case = accepted(world.item())
        (step,) = Step.objects.filter(process__case=case, finished=None)
        assert (step.flow_task.name, str(step.token)) == ("review", "start")

    def test_after_the_join_the_token_is_whole_again(self) -> None:
        case = accepted(panel_item("ALL", "资规局", "住建局"))
        for review in open_reviews(case):
            speak(review, APPROVE)
        (step,) = Step.objects.filter(process__case=case, finished=None)
        assert str(step.token) == "start"


@on_calendar
class TestFiveClosingEarly:
    """5: a join that closes early cancels its untouched siblings, but a sibling stored as started blocks it."""

    @pytest.mark.parametrize(("rule", "voices"), [("ANY", 1), ("VETO", 1), ("AT_LEAST(2)", 2)])
    def test_silent_siblings_are_cancelled_with_their_reviews(self, rule: str, voices: int) -> None:
        case = accepted(panel_item(rule))
        reviews = open_reviews(case)
        for review in reviews[:voices]:
            speak(review, OBJECT if rule == "VETO" else APPROVE)
        statuses = [Step.objects.get(review=review).status for review in reviews]
        assert statuses == ["DONE"] * voices + ["CANCELED"] * (5 - voices)
        assert not Review.objects.filter(pk__in=[review.pk for review in reviews], closed_at=None).exists()
        assert broken() == {}

    def test_a_step_is_claimed_and_done_in_one_go_so_that_none_is_left_started(self) -> None:
        case = accepted(panel_item("ALL"))
        speak(open_reviews(case)[0], APPROVE)
        waiting = Step.objects.filter(process__case=case).exclude(status="DONE").order_by("pk")
        found = [(step.flow_task.name, step.status) for step in waiting]
        assert sorted(found) == [("gather", "STARTED"), *[("seat_review", "NEW")] * 4]


@on_calendar
class TestSixNothingOfAFailureIsKept:
    """6: background failures would store the frame's variables, names and numbers of people, in `task.data`."""

    def test_a_step_that_fails_is_undone_whole(self) -> None:
        case = accepted(world.item())
        (review,) = open_reviews(case)
        Post.objects.filter(department=case.department, name="分管领导岗").update(name="改名岗")
        with pytest.raises(Refusal) as refused:
            speak(review, APPROVE)
        assert refused.value.code == "no_post"
        step = Step.objects.get(review=review)
        assert (step.status, step.started, step.process.status) == ("NEW", None, "NEW")

    def test_there_is_no_column_in_which_the_engine_could_keep_anything(self) -> None:
        for model in (Run, Step):
            assert not {field.name for field in model._meta.get_fields()} & {"data", "artifact", "comments"}

    def test_no_node_works_in_the_background(self) -> None:
        kinds = {node.name: node.task_type for node in ApprovalFlow.instance.nodes()}
        assert not {kind for kind in kinds.values() if kind in {"JOB", "TIMER"}}


class TestSevenDeadlinesAreOurs:
    """7: its timers know nothing of paused clocks."""

    def test_the_flow_has_no_events_of_time(self) -> None:
        names = {type(node).__name__.lower() for node in ApprovalFlow.instance.nodes()}
        assert not {name for name in names if "timer" in name or "event" in name or "job" in name}

    @on_calendar
    def test_no_step_is_scheduled(self) -> None:
        accepted(panel_item("ALL"))
        assert not Step.objects.filter(status="SCHEDULED").exists()


class TestEightNamesAreStored:
    """8: names of nodes and of the flow are stored as text; a change here is a migration of data."""

    def test_the_nodes_are_these(self) -> None:
        assert sorted(node.name for node in ApprovalFlow.instance.nodes()) == NODES

    @on_calendar
    def test_the_stored_names_are_these(self) -> None:
        accepted(panel_item("ALL", "资规局", "住建局"))
        with connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT flow_task FROM linkage_step ORDER BY 1")
            tasks = [row[0] for row in cursor.fetchall()]
            cursor.execute("SELECT DISTINCT flow_class FROM linkage_run")
            flows = [row[0] for row in cursor.fetchall()]
        assert tasks == ["linkage/flows.ApprovalFlow.seat_review", "linkage/flows.ApprovalFlow.start"]
        assert flows == ["linkage/flows.ApprovalFlow"]


class TestNineIntegerKeys:
    """9: the library's own pointer to what a task is about is a 32-bit integer."""

    @pytest.mark.parametrize("model", [Case, Run, Review, Step])
    def test_keys_are_integers(self, model: type[models.Model]) -> None:
        assert isinstance(model._meta.pk, models.IntegerField)

    def test_the_seed_of_a_step_is_a_foreign_key_that_the_database_checks(self) -> None:
        assert isinstance(Step._meta.get_field("review"), models.OneToOneField)
        assert "seed" not in {field.name for field in Step._meta.get_fields()}


class TestTenKeptAtArmsLength:
    """10: AGPL with a linking exception: pinned, wrapped, never patched."""

    def test_the_installed_version_is_the_pinned_one(self) -> None:
        pinned = [line for line in (ROOT / "requirements/base.in").read_text().splitlines() if "viewflow" in line]
        assert pinned == [f"django-viewflow=={version('django-viewflow')}"]

    def test_only_the_engine_drives_the_flow(self) -> None:
        words = ("linkage.flows", "linkage.nodes")
        users = {
            str(path.relative_to(ROOT))
            for app in apps.get_app_configs()
            if Path(app.path).parent == ROOT
            for path in Path(app.path).rglob("*.py")
            if any(f"from {word} import" in path.read_text(encoding="utf-8") for word in words)
        }
        assert users == {"linkage/engine.py", "linkage/flows.py"}

    def test_our_nodes_add_methods_but_replace_nothing_of_the_library(self) -> None:
        assert {base.__module__.partition(".")[0] for base in Node.__mro__} <= {"viewflow", "builtins"}
        assert not (ROOT / "viewflow").exists()


@on_calendar
def test_a_withdrawn_run_leaves_no_task_of_any_kind_open() -> None:
    """5 and 8 together: cancelling works on stored names and closes the waiting join as well."""
    case = accepted(panel_item("ALL", "资规局", "住建局", "人防办"))
    speak(open_reviews(case)[0], APPROVE)
    withdraw_case(case, by=world.citizen())
    assert set(Step.objects.filter(process__case=case).values_list("status", flat=True)) == {"DONE", "CANCELED"}


def _pages(resolver: URLResolver) -> Iterator[str]:
    """The module and name behind every address."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _pages(pattern)
        elif isinstance(pattern, URLPattern):
            view = getattr(pattern.callback, "view_class", pattern.callback)
            yield f"{view.__module__}.{getattr(view, '__qualname__', type(view).__name__)}"
