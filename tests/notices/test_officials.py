"""Officials who keep the catalogue read in their inbox what waits for them and what changed above them (I-11, H25)."""

from datetime import date, timedelta

import pytest

from core.clock import SimulatedClock
from core.outbox import drain
from identity.actors import SYSTEM, Actor
from identity.models import Duty
from items.models import DirectoryEntry
from items.services.directory import basis_rows, change_entry, create_entry
from items.services.drafting import open_draft
from items.services.handing import move_draft
from items.tasks import keep_plans
from notices.models import Message
from notices.queries import visible_to
from tests import world
from tests.items.test_drafts import ADMIN, HEAD, LEGAL
from tests.items.test_quality import YEAR

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time", "calendar")]


def titles(actor: Actor) -> list[str]:
    drain(["interactive"])
    return [message.title for message in visible_to(actor)]


def changed(entry: DirectoryEntry, name: str) -> None:
    columns = ("base_code", "type", "local_code", "levels", "lead", "effective_on")
    given = {name: getattr(entry, name) for name in columns} | {"name": name, "basis": basis_rows(entry)}
    change_entry(entry, given, number=entry.number, by=SYSTEM)


def test_a_draft_that_waits_with_its_department_is_told_to_its_administrators_and_head(time: SimulatedClock) -> None:
    """I-11."""
    version = world.item()
    admin, head, elsewhere = world.staff(ADMIN), world.staff(HEAD), world.staff(ADMIN, "住建局")
    draft = open_draft(version.item, by=admin, reason="修法", law_changed_on=date(2026, 2, 1))
    keep_plans()
    assert titles(admin) == titles(head) == ["草稿逾期未办"] and titles(elsewhere) == []
    message = Message.objects.filter(account_id=admin.account_id).get()
    assert version.name in message.text and "2月21日" in message.text and message.link.endswith(f"/{draft.pk}/")
    keep_plans()
    assert len(titles(admin)) == 1, "said once"


def test_a_draft_that_waits_for_legal_review_is_told_to_the_legal_office(time: SimulatedClock) -> None:
    admin, head, legal = world.staff(ADMIN), world.staff(HEAD), world.staff(LEGAL, "司法局")
    draft = open_draft(world.item().item, by=admin, reason="修法")
    draft.content["conditions"] = ["另有规定的从其规定"]
    draft.save(update_fields=["content"])
    move_draft(draft, "hand_over", by=admin)
    move_draft(draft, "agree", by=head)
    time.advance(timedelta(days=11))
    keep_plans()
    assert titles(legal) == ["草稿逾期未办"] and titles(admin) == []


def test_items_nobody_reviewed_are_told_to_their_administrators_in_one_message(time: SimulatedClock) -> None:
    """I-16."""
    world.item(), world.item()
    admin, elsewhere = world.staff(ADMIN), world.staff(ADMIN, "住建局")
    time.advance(YEAR)
    keep_plans()
    assert titles(admin) == ["有事项待复核"] and titles(elsewhere) == []
    message = Message.objects.get(account_id=admin.account_id)
    assert "2 个事项" in message.text and "review=overdue" in message.link


def test_a_changed_directory_row_is_told_to_the_bodies_that_carry_it_out() -> None:
    """H25."""
    version = world.item()
    admin, elsewhere, former = world.staff(ADMIN), world.staff(ADMIN, "住建局"), world.staff(ADMIN)
    Duty.objects.filter(staff__account_id=former.account_id).update(until=date(2026, 3, 1))
    changed(version.item.entry, "食品经营备案")
    assert titles(admin) == ["目录清单有变更"] and titles(elsewhere) == [] and titles(former) == []


def test_a_new_row_nobody_carries_out_is_told_to_nobody() -> None:
    world.staff(ADMIN)
    create_entry({"base_code": "000131900000", "name": "小餐饮登记", "type": "01", "basis": []}, by=SYSTEM)
    drain(["interactive"])
    assert not Message.objects.exists()
