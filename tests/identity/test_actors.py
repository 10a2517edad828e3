"""Who acts: `actor_of` makes of an account its present capacity: duties with dates, mandates, levels, three admins."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from core import clock
from core.refusal import Refusal
from identity.actors import ANYBODY, Actor
from identity.models import Account, AccountKind, Duty, Mandate, MandateState, Party, PartyKind, Post, Role, Staff
from identity.queries import actor_of
from identity.rules import effective_roles
from identity.services.clients import client_of, issue_api_key
from identity.services.duties import sit_at
from tests import world
from tests.client import signed_in
from tests.hall_devices import hall

pytestmark = pytest.mark.django_db


def account_of(actor: Actor) -> Account:
    return Account.objects.get(pk=actor.account_id)


def holding(actor: Actor, *, post: str, key: str = "市监局", since: date, until: date | None = None) -> Actor:
    """The same member of staff with one more duty."""
    held = Post.objects.get(department=world.department(key), name=post)
    Duty.objects.create(staff_id=actor.staff_id, post=held, since=since, until=until)
    return actor_of(account_of(actor))


def newcomer() -> Actor:
    """Somebody of staff who holds no post yet."""
    account = Account.objects.create(username="new", kind=AccountKind.STAFF, created_at=clock.now())
    staff = Staff.objects.create(account=account, department=world.department(), name="新人", number="N1")
    return Actor(kind="staff", account_id=account.pk, staff_id=staff.pk)


def test_without_an_account_anybody_acts() -> None:
    assert actor_of(None) == ANYBODY
    assert not ANYBODY.is_authenticated and not ANYBODY.is_citizen and not ANYBODY.is_staff


def test_a_disabled_account_is_anybody() -> None:
    account = account_of(world.staff("窗口受理岗"))
    account.is_active = False
    assert actor_of(account) == ANYBODY


def test_a_citizen_acts_for_himself_with_his_own_level() -> None:
    actor = world.citizen(level=2, name="林晓")
    assert (actor.is_citizen, actor.name, actor.assurance_level, actor.party_id) == (
        True,
        "林晓",
        2,
        actor.self_party_id,
    )
    assert [way.party_id for way in actor.can_act_for] == [actor.self_party_id]


@pytest.mark.parametrize("level", [0, 6])
def test_there_are_five_levels_of_assurance(level: int) -> None:
    """A-02."""
    with pytest.raises(IntegrityError), transaction.atomic():
        world.citizen(level=level)


def test_a_duty_that_ended_gives_no_role() -> None:
    today, actor = clock.today(), newcomer()
    assert (
        holding(actor, post="窗口受理岗", since=today - timedelta(30), until=today - timedelta(1)).roles == frozenset()
    )
    assert holding(actor, post="监察岗", since=today + timedelta(1)).roles == frozenset()
    assert holding(actor, post="科室审查岗", since=today, until=today).roles == {Role.REVIEWER}


def test_staff_without_a_post_see_no_workplace() -> None:
    client = signed_in(newcomer())
    assert client.get("/desk/cases/").status_code == 404
    assert client.get("/desk/reviews/").status_code == 404
    assert client.get("/supervision/").status_code == 404
    assert client.get("/desk/")["Location"] == "/"


def test_ending_a_duty_closes_the_workplace_at_once() -> None:
    actor = world.staff("窗口受理岗")
    client = signed_in(actor)
    assert client.get("/desk/cases/").status_code == 200
    Duty.objects.filter(staff_id=actor.staff_id).update(until=clock.today() - timedelta(1))
    assert client.get("/desk/cases/").status_code == 404


def test_duties_at_two_bodies_add_up() -> None:
    actor = holding(world.staff("窗口受理岗"), post="科室审查岗", key="住建局", since=date(2020, 1, 1))
    assert actor.roles == {Role.CLERK, Role.REVIEWER}
    assert actor.department_ids == {world.department("市监局").pk, world.department("住建局").pk}


def test_the_same_open_duty_is_held_once_and_never_ends_before_it_begins() -> None:
    actor = world.staff("窗口受理岗")
    with pytest.raises(IntegrityError), transaction.atomic():
        holding(actor, post="窗口受理岗", since=date(2021, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        holding(actor, post="监察岗", since=date(2021, 1, 2), until=date(2021, 1, 1))


def test_a_clerk_sits_at_a_window_of_his_own_department_only() -> None:
    actor, mine, foreign = world.staff("窗口受理岗"), hall.window("C01"), hall.window("C02")
    body = world.department()
    body.desks = [{"hall": "市政务服务中心", "floor": 3, "zone": "C区", "windows": ["C01"]}]
    body.save()
    sit_at(mine, by=actor)
    again = actor_of(account_of(actor))
    assert again.window_id == mine.pk and "C01" in again.place_label
    with pytest.raises(Refusal) as refusal:
        sit_at(foreign, by=actor)
    assert refusal.value.code == "foreign_window"


ADMINS = {"系统管理岗": Role.SYSTEM_ADMIN, "安全管理岗": Role.SECURITY_ADMIN, "审计管理岗": Role.AUDIT_ADMIN}


def administrator(*posts: str) -> Actor:
    actor = newcomer()
    for post in posts:
        Post.objects.get_or_create(department=world.department(), name=post, defaults={"roles": [ADMINS[post]]})
        actor = holding(actor, post=post, since=date(2020, 1, 1))
    return actor


@pytest.mark.parametrize("post", ADMINS)
def test_each_of_the_three_administrators_has_his_own_role_and_no_business(post: str) -> None:
    """10.3: system, security and audit administrators are separated."""
    actor = administrator(post)
    assert actor.roles == {ADMINS[post]}
    client = signed_in(actor)
    pages = ("/desk/cases/", "/desk/reviews/", "/supervision/", "/space/")
    assert [client.get(page).status_code for page in pages] == [404] * 4


@pytest.mark.parametrize(
    "pair", [("系统管理岗", "安全管理岗"), ("安全管理岗", "审计管理岗"), ("系统管理岗", "审计管理岗")]
)
def test_whoever_holds_two_administrators_posts_has_neither_role(pair: tuple[str, str]) -> None:
    assert administrator(*pair).roles == frozenset()


def test_other_roles_survive_a_clash_of_administrators() -> None:
    assert effective_roles(["clerk", "system_admin", "audit_admin"]) == {"clerk"}
    assert effective_roles(["clerk", "system_admin"]) == {"clerk", "system_admin"}


@pytest.mark.parametrize(
    "roles",
    [
        [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN],
        [Role.AUDIT_ADMIN, Role.SYSTEM_ADMIN],
        [Role.SECURITY_ADMIN, Role.AUDIT_ADMIN],
        [*ADMINS.values()],
    ],
)
def test_no_post_carries_two_administrators_roles(roles: list[Role]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(department=world.department(), name="全能岗", roles=roles)
    assert Post.objects.create(department=world.department(), name="单一岗", roles=[Role.CLERK, roles[0]]).pk


def mandate(agent: Actor, **changes: object) -> tuple[Party, Mandate]:
    """A firm and the mandate by which the agent may act for it."""
    firm = world.enterprise(world.citizen(name="许敏"))
    usual = {"since": date(2020, 1, 1), **changes}
    return firm, Mandate.objects.create(principal=firm, agent_id=agent.self_party_id, **usual)


def test_an_agent_acts_for_the_enterprise_only_when_he_says_so() -> None:
    """A-04: switching identity is explicit."""
    agent = world.citizen()
    firm, _given = mandate(agent)
    as_himself, for_firm = actor_of(account_of(agent)), actor_of(account_of(agent), acting_for=firm.pk)
    assert as_himself.party_id == agent.self_party_id
    assert [way.party_id for way in as_himself.can_act_for] == [agent.self_party_id, firm.pk]
    assert for_firm.acting is not None
    assert (for_firm.party_id, for_firm.acting.kind, for_firm.name) == (firm.pk, PartyKind.ENTERPRISE, agent.name)
    assert for_firm.self_party_id == agent.self_party_id


@pytest.mark.parametrize(
    "changes",
    [
        {"state": MandateState.REVOKED},
        {"until": date(2020, 12, 31)},
        {"since": date(2999, 1, 1)},
    ],
    ids=["revoked", "over", "not yet"],
)
def test_a_mandate_outside_its_time_lets_nobody_act(changes: dict[str, object]) -> None:
    agent = world.citizen()
    firm, _given = mandate(agent, **changes)
    actor = actor_of(account_of(agent), acting_for=firm.pk)
    assert actor.party_id == agent.self_party_id and len(actor.can_act_for) == 1


def test_the_last_day_of_a_mandate_still_counts() -> None:
    agent = world.citizen()
    firm, _given = mandate(agent, until=clock.today())
    assert actor_of(account_of(agent), acting_for=firm.pk).party_id == firm.pk


def test_nobody_acts_for_a_party_that_gave_him_no_mandate() -> None:
    stranger, firm = world.citizen(), world.enterprise(world.citizen(name="许敏"))
    assert actor_of(account_of(stranger), acting_for=firm.pk).party_id == stranger.self_party_id
    client = signed_in(stranger)
    assert client.post("/space/switch/", {"party": firm.pk}).status_code == 404


def test_a_revoked_mandate_ends_in_the_middle_of_a_session() -> None:
    agent = world.citizen()
    firm, given = mandate(agent)
    client = signed_in(agent)
    client.post("/space/switch/", {"party": firm.pk})
    assert firm.name in client.get("/space/").content.decode()
    Mandate.objects.filter(pk=given.pk).update(state=MandateState.REVOKED)
    page = client.get("/space/").content.decode()
    assert firm.name not in page and "您正以本人身份办事" in page


def test_a_connected_system_is_known_by_its_key_until_it_is_revoked() -> None:
    body = world.department()
    secret = issue_api_key("partner", body)
    actor = client_of(secret)
    assert actor is not None and (actor.kind, actor.department_ids) == ("client", {body.pk})
    assert client_of(secret + "x") is None
    account = Account.objects.get(username="partner")
    account.api_key.revoked_at = clock.now()
    account.api_key.save()
    assert client_of(secret) is None


def test_a_connected_system_never_opens_pages_of_people() -> None:
    issue_api_key("partner", world.department())
    actor = actor_of(Account.objects.get(username="partner"))
    client: Client = signed_in(actor)
    assert [client.get(page).status_code for page in ("/space/", "/desk/cases/")] == [404, 404]
