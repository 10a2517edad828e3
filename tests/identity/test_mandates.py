"""Mandates (A-04): the legal representative lets a person act for the enterprise for a time, and ends it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from core.models import EventRow
from core.outbox import drain
from core.refusal import Refusal
from identity.actors import Actor
from identity.models import Mandate, MandateState, Party
from identity.rules import latest_mandate_end
from identity.services.mandates import MandateOrder, end_mandate, grant_mandate
from identity.services.proof import send_proof_code
from notices.models import Message
from tests import world
from tests.client import signed_in
from tests.identity.people import last_code, pause_for

pytestmark = pytest.mark.django_db
GRANT, LIST, HERE = "/space/mandates/new/", "/space/mandates/", "10.0.0.1"


@pytest.fixture
def boss() -> Actor:
    """The legal representative, acting for his enterprise."""
    person = world.citizen(name="许敏")
    return world.acting_for(person, world.enterprise(person))


@pytest.fixture
def agent() -> Actor:
    return world.citizen(name="陈浩")


def number_of(actor: Actor) -> str:
    return Party.objects.get(pk=actor.self_party_id).code


def order(agent: Actor, **changes: Any) -> MandateOrder:
    usual = {"name": agent.name, "number": number_of(agent), "until": clock.today() + timedelta(90)}
    return MandateOrder(**{**usual, **changes})


def fresh_code(boss: Actor) -> str:
    phone = world.phone_of(boss)
    pause_for(phone, 86400)
    send_proof_code(by=boss, address=HERE)
    return last_code(phone)


def granted(boss: Actor, agent: Actor, **changes: Any) -> Mandate:
    return grant_mandate(order(agent, **changes), code=fresh_code(boss), by=boss, address=HERE)


def refused(boss: Actor, wanted: MandateOrder, code: str = "000000") -> str:
    with pytest.raises(Refusal) as refusal:
        grant_mandate(wanted, code=code, by=boss, address=HERE)
    return refusal.value.code


def firm_of(boss: Actor) -> Party:
    return Party.objects.get(pk=boss.party_id)


def test_an_agent_may_act_from_the_moment_he_is_given_a_mandate(boss: Actor, agent: Actor) -> None:
    firm = firm_of(boss)
    assert world.acting_for(agent, firm).party_id == agent.self_party_id
    mandate = granted(boss, agent)
    assert world.acting_for(agent, firm).party_id == firm.pk
    event = EventRow.objects.get(stream="mandate", stream_id=mandate.pk)
    assert (event.name, event.actor_id) == ("identity.MandateGranted", boss.account_id)
    assert event.data["agent_id"] == agent.self_party_id


def test_an_agent_is_found_by_his_phone_as_well(boss: Actor, agent: Actor) -> None:
    mandate = granted(boss, agent, number=world.phone_of(agent))
    assert mandate.agent_id == agent.self_party_id


def test_an_agent_is_told_in_his_inbox_when_it_begins_and_when_it_ends(boss: Actor, agent: Actor) -> None:
    mandate = granted(boss, agent)
    end_mandate(mandate, by=boss)
    drain(["interactive"])
    told = Message.objects.filter(party_id=agent.self_party_id).order_by("pk")
    assert [message.title for message in told] == ["您可以代企业办事", "授权已结束"]
    assert all(firm_of(boss).name in message.text for message in told)


def test_only_the_legal_representative_grants(boss: Actor, agent: Actor) -> None:
    granted(boss, agent)
    as_agent, as_himself = world.acting_for(agent, firm_of(boss)), world.acting_for(boss, Party(pk=0))
    wanted = order(world.citizen(name="周敏"))
    assert [refused(by, wanted) for by in (as_agent, as_himself)] == ["not_representative"] * 2
    clients = [signed_in(as_agent), signed_in(as_himself)]
    assert [client.get(GRANT).status_code for client in clients] == [404, 404]


def test_unknown_people_and_other_names_get_one_answer(boss: Actor, agent: Actor) -> None:
    unknown = world.fictional_id_number("320582", date(1991, 1, 1), 7)
    wanted = [order(agent, name="冒名"), order(agent, number=unknown), order(agent, number="13700009999")]
    assert [refused(boss, one) for one in wanted] == ["unknown_person"] * 3
    assert Mandate.objects.filter(legal_representative=False).count() == 0


def test_numbers_cannot_be_tried_out_one_after_the_other(boss: Actor, agent: Actor) -> None:
    tries = [refused(boss, order(agent, name=f"姓名{attempt}")) for attempt in range(11)]
    assert tries == ["unknown_person"] * 10 + ["too_many_tries"]


def test_a_mandate_needs_a_fresh_code_of_the_representatives_own_phone(boss: Actor, agent: Actor) -> None:
    """A-10: authorising is proven anew."""
    assert refused(boss, order(agent), code="") == "proof_missing"
    assert refused(boss, order(agent), code="000000") == "wrong_code"
    code = fresh_code(boss)
    grant_mandate(order(agent), code=code, by=boss, address=HERE)
    assert refused(boss, order(world.citizen(name="周敏")), code=code) == "wrong_code"


def test_the_term_lies_between_today_and_three_years(boss: Actor, agent: Actor) -> None:
    today = clock.today()
    assert refused(boss, order(agent, until=today - timedelta(1))) == "term"
    assert refused(boss, order(agent, until=latest_mandate_end(today) + timedelta(1))) == "term"
    assert granted(boss, agent, until=latest_mandate_end(today)).until == latest_mandate_end(today)


def test_a_term_begun_on_leap_day_ends_on_a_day_of_the_calendar() -> None:
    assert latest_mandate_end(date(2028, 2, 29)) == date(2031, 2, 28)
    assert latest_mandate_end(date(2026, 3, 2)) == date(2029, 3, 2)


def test_nobody_is_given_the_same_mandate_twice_or_his_own(boss: Actor, agent: Actor) -> None:
    granted(boss, agent)
    assert refused(boss, order(agent), code=fresh_code(boss)) == "granted_already"
    assert refused(boss, order(boss)) == "own_number"


def test_after_a_mandate_ended_another_can_be_granted(boss: Actor, agent: Actor) -> None:
    end_mandate(granted(boss, agent), by=boss)
    assert granted(boss, agent).state == MandateState.ACTIVE


def test_an_ended_mandate_is_over_at_once_and_ends_once(boss: Actor, agent: Actor) -> None:
    mandate, firm = granted(boss, agent), firm_of(boss)
    client = signed_in(world.acting_for(agent, firm))
    assert firm.name in client.get("/space/").content.decode()
    for _again in range(2):
        end_mandate(mandate, by=boss)
    assert firm.name not in client.get("/space/").content.decode()
    assert EventRow.objects.filter(name="identity.MandateEnded", stream_id=mandate.pk).count() == 1


def test_an_agent_lays_his_mandate_down_himself(boss: Actor, agent: Actor) -> None:
    mandate = granted(boss, agent)
    assert end_mandate(mandate, by=agent).state == MandateState.REVOKED


def test_strangers_and_other_agents_end_nothing(boss: Actor, agent: Actor) -> None:
    mandate, other = granted(boss, agent), world.citizen(name="周敏")
    granted(boss, other)
    for by in (world.citizen(), world.acting_for(other, firm_of(boss))):
        with pytest.raises(Refusal, match="无权") as refusal:
            end_mandate(mandate, by=by)
        assert refusal.value.code == "not_yours"
        assert signed_in(by).post(f"/space/mandates/{mandate.pk}/end/").status_code == 404


def test_the_legal_representative_is_not_changed_here(boss: Actor) -> None:
    """The register of enterprises says who represents in law."""
    own = Mandate.objects.get(principal_id=boss.party_id, legal_representative=True)
    with pytest.raises(Refusal) as refusal:
        end_mandate(own, by=boss)
    assert refusal.value.code == "representative"
    assert signed_in(boss).post(f"/space/mandates/{own.pk}/end/").status_code == 404


def typed(agent: Actor, code: str = "", **changes: Any) -> dict[str, Any]:
    until = (clock.today() + timedelta(30)).isoformat()
    return {"name": agent.name, "number": number_of(agent), "until": until, "words": "", "code": code, **changes}


def error_at(page: str, field: str) -> str:
    return page.partition(f'id="id_{field}_error"')[2].partition("</div>")[0]


def test_the_representative_grants_on_the_page_and_sees_the_agent(boss: Actor, agent: Actor) -> None:
    client = signed_in(boss)
    page = client.post(GRANT, typed(agent, deed="code")).content.decode()
    assert 'value="陈浩"' in page and number_of(agent) in page
    answer = client.post(GRANT, typed(agent, code=last_code(world.phone_of(boss))))
    assert answer["Location"] == LIST
    page = client.get(LIST).content.decode()
    assert "陈浩" in page and "全部事项" in page
    assert world.phone_of(agent) not in page and number_of(agent) not in page


def test_the_agent_sees_for_whom_he_may_act(boss: Actor, agent: Actor) -> None:
    granted(boss, agent)
    page = signed_in(agent).get(LIST).content.decode()
    assert firm_of(boss).name in page and "我可以代谁办事" in page
    assert firm_of(boss).name not in signed_in(world.citizen()).get(LIST).content.decode()


def test_a_mandate_can_be_limited_to_items_found_by_name(boss: Actor, agent: Actor) -> None:
    version, client = world.item(name="小吃店登记"), signed_in(boss)
    base = version.item.entry.base_code
    found = client.post(GRANT, typed(agent, words="小吃店", deed="find")).content.decode()
    assert f'value="{base}"' in found and "小吃店登记" in found
    client.post(GRANT, typed(agent, words="小吃店", items=[base], deed="code"))
    client.post(GRANT, typed(agent, words="小吃店", items=[base], code=last_code(world.phone_of(boss))))
    assert Mandate.objects.get(agent_id=agent.self_party_id).item_codes == [base]
    assert "小吃店登记" in client.get(LIST).content.decode()


def test_words_without_a_ticked_item_are_not_taken_for_all_items(boss: Actor, agent: Actor) -> None:
    world.item(name="小吃店登记")
    answer = signed_in(boss).post(GRANT, typed(agent, words="小吃店", code="123456"))
    assert answer.status_code == 422
    assert "至少勾选一个" in error_at(answer.content.decode(), "words")
    nothing = signed_in(boss).post(GRANT, typed(agent, words="没有的事", deed="find"))
    assert "没有找到符合的企业事项" in nothing.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name", "", "请填写"),
        ("number", "12345", "18位"),
        ("number", "320582198505050000", "校验"),
        ("number", "13700009999", "没有以此姓名和号码注册"),
        ("until", "明天", "日期"),
        ("until", "2020-01-01", "已经过去"),
        ("until", "2099-01-01", "最长三年"),
        ("code", "", "请填写"),
        ("code", "000000", "验证码"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_the_rest_is_kept(
    boss: Actor, agent: Actor, field: str, value: str, says: str
) -> None:
    answer = signed_in(boss).post(GRANT, {**typed(agent, code="123456"), field: value})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in error_at(page, field), error_at(page, field)
    assert value in page
    assert all(f'value="{kept}"' in page for name, kept in typed(agent).items() if kept and name != field)


def test_ending_is_asked_once_more(boss: Actor, agent: Actor) -> None:
    mandate, client = granted(boss, agent), signed_in(boss)
    address = reverse("portal:mandate_end", args=[mandate.pk])
    page = client.get(address).content.decode()
    assert "陈浩" in page
    mandate.refresh_from_db()
    assert mandate.state == MandateState.ACTIVE
    assert client.post(address)["Location"] == LIST
    assert client.get(address)["Location"] == LIST
    assert "已结束的授权" in client.get(LIST).content.decode()


def test_a_double_click_grants_once(boss: Actor, agent: Actor) -> None:
    client: Client = signed_in(boss)
    data = typed(agent, code=fresh_code(boss))
    assert [client.post(GRANT, data).status_code for _click in range(2)] == [302, 422]
    assert Mandate.objects.filter(agent_id=agent.self_party_id).count() == 1
