"""The page on which the issuing body withholds and restores a licence (6.4)."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case, CaseRead
from cases.services.issuing import issue_result
from core.models import EventRow
from core.outbox import drain
from identity.actors import Actor
from linkage.models import Verdict
from notices.queries import visible_to as messages_of
from spaces.models import Licence, LicenceState
from spaces.services import change_licence_state
from tests import world
from tests.brokenness import broken
from tests.cases.walks import accepted, decided
from tests.client import signed_in

pytestmark = pytest.mark.usefixtures("calendar")
ON_A_VALID_ONE = ("change", "print", "withhold", "transfer", "rescind", "revoke", "cancel")
REASON = "经查实以欺骗手段取得许可，依据食品安全法第一百二十四条"


@pytest.fixture
def owner() -> Actor:
    return world.citizen(name="王秀英")


@pytest.fixture
def case(owner: Actor) -> Case:
    """A case whose licence was issued."""
    return issue_result(decided(accepted(owner), Verdict.APPROVE), by=world.staff("制证岗"))


@pytest.fixture
def maker() -> Client:
    return signed_in(world.staff("制证岗"))


def page_of(case: Case) -> str:
    return reverse("cases:issued_licence", args=[case.licence_id or 0])


def deed_of(case: Case, deed: str) -> str:
    return reverse("cases:change_licence", args=[case.licence_id or 0, deed])


def state_of(case: Case) -> str:
    return Licence.objects.values_list("state", flat=True).get(pk=case.licence_id)


def offered(client: Client, case: Case) -> set[str]:
    """The deeds whose pages the licence's page leads to."""
    return set(re.findall(rf'href="{page_of(case)}(?:begin/)?(\w+)/"', client.get(page_of(case)).content.decode()))


def typed(reason: str = REASON) -> dict[str, str]:
    return {"reason": reason, "decided": "on"}


def test_64_a_withheld_licence_is_invalid_until_it_is_restored(case: Case, maker: Client) -> None:
    """6.4: the public page follows at once."""
    assert case.licence is not None
    public = Client(headers={"accept-language": "zh-CN"})
    verify = reverse("portal:verify", args=[case.licence.verify_code])
    assert offered(maker, case) == {*ON_A_VALID_ONE}
    answer = maker.post(deed_of(case, "withhold"), typed(), follow=True)
    assert answer.redirect_chain == [(page_of(case), 302)] and REASON in answer.content.decode()
    shown = public.get(verify).content.decode()
    assert "证照无效：暂扣" in shown and REASON in shown
    assert offered(maker, case) == {"restore", "rescind", "revoke", "cancel"}
    maker.post(deed_of(case, "restore"), typed("整改完成，恢复效力"))
    assert "证照有效" in public.get(verify).content.decode()
    assert offered(maker, case) == {*ON_A_VALID_ONE}


def test_every_change_is_written_down_with_reason_and_name_and_the_holder_is_told(
    case: Case, maker: Client, owner: Actor
) -> None:
    maker.post(deed_of(case, "withhold"), typed())
    drain(["interactive"])
    row = EventRow.objects.filter(stream="licence", stream_id=case.licence_id).latest("sequence")
    assert (row.data["state"], row.data["reason"]) == (LicenceState.WITHHELD, REASON)
    history = maker.get(page_of(case)).content.decode()
    assert f"{REASON} · {row.actor_label}" in history
    (told,) = [message for message in messages_of(owner) if message.kind == "spaces.LicenceStateChanged"]
    assert "暂扣" in told.title and REASON in told.text
    drain(["interactive"])
    assert broken() == {}


def test_the_case_leads_to_its_licence_only_for_those_who_answer_for_it(case: Case) -> None:
    """L-11: nobody else opens the licence, not even at the same window."""
    address = reverse("cases:desk_case", args=[case.pk])
    for post in ("制证岗", "分管领导岗"):
        client = signed_in(world.staff(post))
        assert page_of(case) in client.get(address).content.decode()
        assert client.get(page_of(case)).status_code == 200
    clerk = signed_in(world.staff("窗口受理岗"))
    assert page_of(case) not in clerk.get(address).content.decode()
    strangers = [clerk, signed_in(world.staff("制证岗", "住建局")), signed_in(world.staff("分管领导岗", "住建局"))]
    for stranger in strangers:
        assert stranger.get(page_of(case)).status_code == 404
        assert stranger.post(deed_of(case, "withhold"), typed()).status_code == 404
    assert state_of(case) == LicenceState.VALID


def test_the_body_that_only_took_the_case_in_does_not_touch_the_licence(case: Case) -> None:
    """L-11: the window of another body sees the case it took in; the licence stays with its issuer."""
    intake = world.staff("分管领导岗", "便民中心")
    Case.objects.filter(pk=case.pk).update(intake_department_id=intake.department_id)
    client = signed_in(intake)
    assert client.get(reverse("cases:desk_case", args=[case.pk])).status_code == 200
    assert client.get(page_of(case)).status_code == 404
    assert client.post(deed_of(case, "withhold"), typed()).status_code == 404


@pytest.mark.parametrize(
    ("reason", "words"),
    [("", "理由"), ("太短", "太短"), ("持证人13812345678已失联，依法暂扣", "13812345678"), ("长" * 201, "长" * 201)],
)
def test_a_bad_reason_changes_nothing_and_keeps_what_was_typed(
    case: Case, maker: Client, reason: str, words: str
) -> None:
    answer = maker.post(deed_of(case, "withhold"), typed(reason))
    page = answer.content.decode()
    assert answer.status_code == 422 and words in page
    assert re.search(r'<textarea[^>]*name="reason"[^>]*aria-invalid="true"', page)
    assert re.search(r'<input[^>]*name="decided"[^>]*checked', page)
    assert state_of(case) == LicenceState.VALID


def test_nothing_changes_without_a_signed_decision(case: Case, maker: Client) -> None:
    answer = maker.post(deed_of(case, "withhold"), {"reason": REASON})
    assert answer.status_code == 422 and REASON in answer.content.decode()
    assert state_of(case) == LicenceState.VALID


def test_whoever_comes_second_is_told_the_state_and_keeps_his_words(case: Case, maker: Client) -> None:
    assert case.licence is not None
    change_licence_state(case.licence, LicenceState.REVOKED, reason="另一人先办", by=world.staff("分管领导岗"))
    answer = maker.post(deed_of(case, "withhold"), typed())
    page = answer.content.decode()
    assert answer.status_code == 422 and "吊销" in page and REASON in page
    assert maker.get(deed_of(case, "withhold")).status_code == 302, "a stale link leads back to the licence"
    assert state_of(case) == LicenceState.REVOKED


def test_a_case_without_a_licence_and_an_unknown_deed_open_nothing(case: Case, maker: Client) -> None:
    other = accepted()
    assert maker.get(page_of(other)).status_code == 404
    assert maker.get(deed_of(case, "burn")).status_code == 404


def test_the_look_at_a_licence_is_recorded_for_the_applicant(case: Case, maker: Client) -> None:
    maker.get(page_of(case))
    assert CaseRead.objects.filter(case=case, why="证照管理").exists()
