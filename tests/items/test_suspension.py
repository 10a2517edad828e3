"""A suspended item takes no new applications and says why; whatever was filed before goes on (I-13)."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from cases.models import CaseState, Channel
from cases.services.drafts import save_draft, start_draft
from cases.services.intake import accept_case, return_at_precheck
from cases.services.submission import submit_case
from core.models import EventRow
from core.refusal import Refusal
from identity.actors import SYSTEM
from items.models import ItemVersion, VersionState
from items.services.importing import import_item
from items.services.publishing import publish_version
from items.services.suspending import resume_version, suspend_version
from tests import world
from tests.client import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time", "calendar")]
REASON = "办理系统升级改造"


def guide_of(version: ItemVersion) -> str:
    return reverse("portal:guide", args=[version.item.implementing_code])


def page(version: ItemVersion) -> str:
    answer = Client().get(guide_of(version))
    assert answer.status_code == 200
    return answer.content.decode()


def successor_of(version: ItemVersion) -> ItemVersion:
    shape = world.item_shape(name=version.name, base_code=version.item.entry.base_code)
    return publish_version(import_item(shape, department=version.item.department), by=SYSTEM)


def test_the_guide_of_a_suspended_item_says_since_when_and_why_and_offers_no_application() -> None:
    """I-13: the portal shows reason and date."""
    version = world.item()
    apply = reverse("cases:begin", args=[version.pk])
    assert apply in page(version) and REASON not in page(version)
    suspend_version(version, reason=REASON, by=SYSTEM)
    text = page(version)
    assert text.count(REASON) == 1 and "3月2日" in text and "暂停" in text
    assert apply not in text and "在线申请" not in text.partition("<main")[2]
    resume_version(version, by=SYSTEM)
    assert apply in page(version) and REASON not in page(version)


def test_a_suspended_item_is_not_offered_in_lists_or_search() -> None:
    version = world.item()
    suspend_version(version, reason=REASON, by=SYSTEM)
    for address in (reverse("portal:items"), f"{reverse('portal:search')}?q={version.name}"):
        assert guide_of(version) not in Client().get(address).content.decode()


def test_nobody_begins_an_application_of_a_suspended_item() -> None:
    """I-13: the way in leads to the guide, which says why."""
    version, owner = world.item(), world.citizen()
    suspend_version(version, reason=REASON, by=SYSTEM)
    for ask in (signed_in(owner).get, signed_in(owner).post):
        assert ask(reverse("cases:begin", args=[version.pk]))["Location"] == guide_of(version)
    version.refresh_from_db()
    with pytest.raises(Refusal) as refused:
        start_draft(version, by=owner, channel=Channel.WEB)
    assert refused.value.code == "not_open" and REASON in refused.value.sentence


def test_a_draft_is_kept_and_filed_when_the_item_is_open_again() -> None:
    """I-13: what was typed is not lost; the last page says clearly why it cannot be filed now."""
    version, owner = world.item(form=[]), world.citizen()
    draft = world.draft(version, owner)
    suspend_version(version, reason=REASON, by=SYSTEM)
    save_draft(draft, by=owner, contact={"contact_name": "林晓", "contact_phone": "13900000001"})
    client, address = signed_in(owner), reverse("cases:apply_check", args=[draft.pk])
    assert client.get(address).status_code == 200
    answer = client.post(address, {"truthful": "on"})
    assert answer.status_code == 422 and REASON in answer.content.decode()
    with pytest.raises(Refusal) as refused:
        submit_case(draft, by=owner)
    assert (refused.value.code, refused.value.conflict) == ("suspended", True)
    assert REASON in refused.value.sentence
    draft.refresh_from_db()
    assert draft.state == CaseState.DRAFT and draft.contact_name == "林晓"
    resume_version(version, by=SYSTEM)
    assert submit_case(draft, by=owner).case.state == CaseState.SUBMITTED


def test_a_draft_on_a_former_version_waits_as_well() -> None:
    """I-13: it is the item that is suspended, not only its newest version."""
    version, owner = world.item(), world.citizen()
    draft = world.draft(version, owner)
    suspend_version(successor_of(version), reason=REASON, by=SYSTEM)
    with pytest.raises(Refusal) as refused:
        submit_case(draft, by=owner)
    assert refused.value.code == "suspended"


def test_running_cases_of_a_suspended_item_go_on() -> None:
    """I-13: also one that was returned at the precheck and is filed again."""
    version, owner, clerk = world.item(), world.citizen(), world.staff("窗口受理岗")
    running, returned = (submit_case(world.draft(version, owner), by=owner).case for _place in range(2))
    fault = returned.materials.first()
    return_at_precheck(returned, faults={fault.pk: "不清晰，请重新扫描"}, by=clerk)
    suspend_version(version, reason=REASON, by=SYSTEM)
    assert accept_case(running, by=clerk).state == CaseState.IN_REVIEW
    world.fill(returned, owner)
    assert submit_case(returned, by=owner).case.state == CaseState.SUBMITTED


def test_a_new_version_opens_a_suspended_item_again() -> None:
    """I-12, I-13."""
    version = world.item()
    suspend_version(version, reason=REASON, by=SYSTEM)
    second = successor_of(version)
    version.refresh_from_db()
    assert (version.state, second.state) == (VersionState.SUPERSEDED, VersionState.PUBLISHED)
    assert reverse("cases:begin", args=[second.pk]) in page(second)


def test_suspending_needs_a_reason_and_an_item_in_force_and_both_are_in_the_history() -> None:
    version = world.item()
    with pytest.raises(Refusal) as refused:
        suspend_version(version, reason="  ", by=SYSTEM)
    assert refused.value.code == "reason"
    suspend_version(version, reason=REASON, by=SYSTEM)
    with pytest.raises(Refusal) as refused:
        suspend_version(version, reason=REASON, by=SYSTEM)
    assert refused.value.code == "not_in_force"
    resume_version(version, by=SYSTEM)
    with pytest.raises(Refusal) as refused:
        resume_version(version, by=SYSTEM)
    assert refused.value.code == "not_suspended"
    told = EventRow.objects.filter(stream="item", stream_id=version.item_id).order_by("sequence")
    assert [row.name for row in told] == ["items.VersionPublished", "items.VersionSuspended", "items.VersionResumed"]
    assert told[1].data["reason"] == REASON


def test_the_command_suspends_and_resumes_by_the_code_of_the_item() -> None:
    version = world.item()
    code = version.item.implementing_code
    call_command("suspend_item", code, because=REASON, stdout=StringIO())
    assert ItemVersion.objects.get(pk=version.pk).state == VersionState.SUSPENDED
    call_command("suspend_item", code, resume=True, stdout=StringIO())
    assert ItemVersion.objects.get(pk=version.pk).state == VersionState.PUBLISHED
    for wrong in ({"resume": True}, {"because": " "}):
        with pytest.raises(CommandError):
            call_command("suspend_item", code, **wrong, stdout=StringIO())
    with pytest.raises(CommandError):
        call_command("suspend_item", "unknown", because=REASON, stdout=StringIO())
