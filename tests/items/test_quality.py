"""Quality of the catalogue (I-16): completeness counted at publishing, reviews, reminders, spot checks."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import override_settings

from core.clock import SimulatedClock
from core.models import EventRow
from core.refusal import Refusal
from identity.actors import SYSTEM, Actor
from items.models import Completeness, ItemConfirmation, ItemVersion, SpotCheck, SpotFinding
from items.queries import shown_versions
from items.rules.quality import sections_asked
from items.rules.sampling import drawn
from items.services.confirming import confirm_item, remind_of_reviews
from items.services.drafting import open_draft
from items.services.measuring import measure_uncounted
from items.services.spot_checks import draw_sample, finish_check, record_findings
from items.statistics.asked import versions_in_sight
from items.statistics.quality import overdue, quality_by_department, reviewed_at, total_quality, with_last_review
from items.tasks import keep_plans
from tests import world
from tests.brokenness import broken
from tests.items.test_drafts import ADMIN, HEAD, LEGAL, LISTS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time", "calendar")]
YEAR = timedelta(days=367)
"""More than a year, leap years too."""


def refusal(deed: Any, *given: Any, by: Actor, **named: Any) -> str:
    with pytest.raises(Refusal) as refused:
        deed(*given, by=by, **named)
    return refused.value.code


def late() -> list[int]:
    return list(overdue(with_last_review(shown_versions()), 12).order_by("pk").values_list("pk", flat=True))


def judged(check: SpotCheck, by: Actor, wrong: str = "") -> None:
    """Every group of every item right, but this one of the first item."""
    for row in check.rows.select_related("version__item__entry"):
        for name in sections_asked(row.version.item.entry.type):
            bad = name == wrong and row.order == 1
            record_findings(row, [(name, "wrong" if bad else "right", "依据已废止" if bad else "")], by=by)


class TestCompleteness:
    def test_is_counted_when_a_version_is_published_and_by_department(self) -> None:
        version = world.item(special_procedures=[], faq=[])
        counted = Completeness.objects.get(version=version)
        assert counted.missing == [] and counted.filled == counted.asked
        (found,) = quality_by_department(versions_in_sight(world.staff(LISTS))).values()
        assert (found.items, found.complete, found.incomplete) == (1, 100, 0)

    def test_that_was_never_counted_or_by_another_definition_is_counted_at_night(self) -> None:
        first, second = world.item(), world.item()
        Completeness.objects.filter(version=first).delete()
        Completeness.objects.filter(version=second).update(definition=0, filled=1)
        assert measure_uncounted() == 2 and measure_uncounted() == 0
        assert Completeness.objects.get(version=second).filled > 1

    def test_of_what_was_not_counted_yet_is_unknown(self) -> None:
        world.item()
        Completeness.objects.all().delete()
        (found,) = quality_by_department(versions_in_sight(world.staff(LISTS))).values()
        assert (found.items, found.complete) == (1, None)


class TestReviews:
    def test_publishing_and_saying_that_nothing_changes_are_reviews(self, time: SimulatedClock) -> None:
        version = world.item()
        time.advance(YEAR)
        assert late() == [version.pk]
        confirm_item(version.item, remark="已核对现行法律", by=world.staff(ADMIN))
        assert late() == []
        assert reviewed_at(with_last_review(shown_versions()).get()) == time.now()
        time.advance(YEAR)
        assert late() == [version.pk]

    def test_are_due_after_twelve_months_to_the_day(self, time: SimulatedClock) -> None:
        world.item()
        time.advance(timedelta(days=365))
        assert late() == []
        time.advance(timedelta(days=1))
        assert len(late()) == 1

    def test_are_said_by_the_administrators_of_the_body_with_a_remark(self) -> None:
        version = world.item()
        for by in (world.staff(ADMIN, "住建局"), world.staff(HEAD), world.staff(LISTS)):
            assert refusal(confirm_item, version.item, remark="核对", by=by) == "not_yours"
        assert refusal(confirm_item, version.item, remark="  ", by=world.staff(ADMIN)) == "remark"
        confirm_item(version.item, remark="核对", by=world.staff(ADMIN))
        assert EventRow.objects.filter(name="items.ItemConfirmed", stream_id=version.item_id).count() == 1

    def test_are_not_said_of_what_is_being_changed_or_not_in_force(self) -> None:
        version, by = world.item(), world.staff(ADMIN)
        open_draft(version.item, by=by)
        assert refusal(confirm_item, version.item, remark="核对", by=by) == "draft_open"
        ended = world.item()
        ItemVersion.objects.filter(pk=ended.pk).update(state="cancelled", ended_at=ended.published_at)
        assert refusal(confirm_item, ended.item, remark="核对", by=by) == "not_in_force"

    def test_are_never_changed_or_deleted(self) -> None:
        done = confirm_item(world.item().item, remark="核对", by=world.staff(ADMIN))
        for deed in (
            lambda: ItemConfirmation.objects.filter(pk=done.pk).update(remark="x"),
            lambda: ItemConfirmation.objects.filter(pk=done.pk).delete(),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                deed()


class TestReminders:
    def test_tell_each_body_once_of_what_nobody_looked_at(self, time: SimulatedClock) -> None:
        first, other = world.item(), world.item("住建局")
        world.item()
        assert remind_of_reviews() == 0
        time.advance(YEAR)
        keep_plans()
        keep_plans()
        told = EventRow.objects.filter(name="items.ItemsUnreviewed").order_by("stream_id")
        bodies = sorted([(first.item.department_id, 2), (other.item.department_id, 1)])
        assert [(row.stream_id, row.data["items"]) for row in told] == bodies

    def test_come_again_when_the_next_period_is_over(self, time: SimulatedClock) -> None:
        version = world.item()
        time.advance(YEAR)
        assert (remind_of_reviews(), remind_of_reviews()) == (1, 0)
        confirm_item(version.item, remark="核对", by=world.staff(ADMIN))
        time.advance(YEAR)
        assert (remind_of_reviews(), remind_of_reviews()) == (1, 0)

    @override_settings(CATALOGUE_REVIEW_MONTHS=6)
    def test_come_after_the_months_that_are_set(self, time: SimulatedClock) -> None:
        world.item()
        time.advance(timedelta(days=190))
        assert remind_of_reviews() == 1


class TestSpotChecks:
    def test_draw_by_chance_what_anybody_can_draw_again(self) -> None:
        keys = {world.item().item_id for _number in range(12)}
        check = draw_sample(items=4, by=world.staff(LEGAL))
        chosen = list(check.rows.order_by("order").values_list("version__item_id", flat=True))
        assert chosen == drawn(keys, 4, check.seed) and check.population == 12

    def test_draw_a_share_of_one_body_and_leave_out_what_is_not_in_force(self) -> None:
        for _number in range(5):
            world.item()
        world.item("住建局")
        check = draw_sample(department=world.department(), percent=30, by=world.staff(LISTS))
        assert (check.rows.count(), check.population) == (2, 5)
        assert set(check.rows.values_list("version__item__department__key", flat=True)) == {"市监局"}

    @pytest.mark.parametrize(
        ("size", "code"),
        [
            ({}, "size"),
            ({"items": 2, "percent": 5}, "size"),
            ({"percent": 101}, "size"),
            ({"items": 201}, "too_many"),
            ({"items": -1}, "size"),
        ],
    )
    def test_need_a_size(self, size: dict[str, int], code: str) -> None:
        world.item()
        assert refusal(draw_sample, by=world.staff(LISTS), **size) == code

    def test_of_nothing_are_refused(self) -> None:
        assert refusal(draw_sample, items=1, by=world.staff(LISTS)) == "nothing_in_force"

    def test_are_finished_when_every_group_is_judged_and_then_count(self) -> None:
        by = world.staff(LISTS)
        world.item(), world.item("住建局")
        check = draw_sample(items=2, by=by)
        assert refusal(finish_check, check, by=by) == "unjudged"
        judged(check, by, wrong="materials")
        assert total_quality(quality_by_department(versions_in_sight(by))).accuracy is None, "not before it is finished"
        finish_check(check, by=by)
        groups = len(sections_asked("01"))
        found = total_quality(quality_by_department(versions_in_sight(by)))
        assert (found.judged, found.right) == (2 * groups, 2 * groups - 1)
        assert "14" not in broken()

    def test_say_why_something_is_wrong(self) -> None:
        by = world.staff(LISTS)
        world.item()
        row = draw_sample(items=1, by=by).rows.get()
        assert refusal(record_findings, row, [("materials", "wrong", " ")], by=by) == "note"
        assert refusal(record_findings, row, [("extras", "right", "")], by=by) == "unknown"
        assert refusal(record_findings, row, [("materials", "maybe", "")], by=by) == "unknown"
        assert not SpotFinding.objects.exists()

    def test_that_are_finished_never_change(self) -> None:
        by = world.staff(LISTS)
        world.item()
        check = draw_sample(items=1, by=by)
        judged(check, by)
        finish_check(check, by=by)
        assert refusal(finish_check, check, by=by) == "finished"
        assert refusal(record_findings, check.rows.get(), [("materials", "right", "")], by=by) == "finished"
        for rows in (SpotFinding.objects.all(), check.rows.all(), SpotCheck.objects.all()):
            with pytest.raises(DatabaseError), transaction.atomic():
                rows.delete()

    def test_of_long_ago_no_longer_count(self, time: SimulatedClock) -> None:
        by = world.staff(LISTS)
        world.item()
        check = draw_sample(items=1, by=by)
        judged(check, by)
        finish_check(check, by=by)
        time.advance(YEAR)
        assert total_quality(quality_by_department(versions_in_sight(by))).judged == 0


def test_reminding_is_the_system_s_deed() -> None:
    assert remind_of_reviews(by=SYSTEM) == 0
