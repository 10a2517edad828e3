"""My data and who looked at them: every look of staff at a case is written down and shown to its applicant."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case
from core.clock import SimulatedClock, running_at
from identity.actors import Actor
from identity.models import Party
from spaces.services import learn_fact
from tests import world
from tests.cases.walks import accepted
from tests.client import signed_in
from tests.identity.people import later

pytestmark = pytest.mark.usefixtures("calendar")
PAGE = reverse("cases:my_data")


def page(actor: Actor) -> str:
    return signed_in(actor).get(PAGE).content.decode()


def looked_at(case: Case, by: Actor) -> None:
    assert signed_in(by).get(reverse("cases:desk_case", args=[case.pk])).status_code == 200


def test_a_look_of_staff_appears_with_who_and_why() -> None:
    owner, clerk = world.citizen(), world.staff("窗口受理岗")
    case = accepted(owner)
    assert "还没有人查看过" in page(owner)
    looked_at(case, clerk)
    text = page(owner)
    assert clerk.name in text and case.version.name in text
    assert reverse("cases:space_case", args=[case.pk]) in text


def test_ones_own_visits_are_no_looks() -> None:
    owner = world.citizen()
    case = accepted(owner)
    signed_in(owner).get(reverse("cases:space_case", args=[case.pk]))
    assert "还没有人查看过" in page(owner)


def test_looks_at_somebody_elses_cases_are_not_mine_to_see() -> None:
    clerk, stranger = world.staff("窗口受理岗"), world.citizen()
    looked_at(accepted(world.citizen()), clerk)
    assert clerk.name not in page(stranger)


def test_looks_at_an_enterprises_cases_show_in_its_identity_only() -> None:
    person, clerk = world.citizen(), world.staff("窗口受理岗")
    boss = world.acting_for(person, world.enterprise(person))
    looked_at(accepted(boss), clerk)
    assert clerk.name in page(boss) and clerk.name not in page(person)


def test_the_space_leads_there_and_counts_this_months_looks() -> None:
    owner = world.citizen()
    with running_at(SimulatedClock(datetime(2025, 11, 20, 2, tzinfo=UTC))) as time:
        case = accepted(owner)
        looked_at(case, world.staff("窗口受理岗"))
        looked_at(case, world.staff("窗口受理岗"))
        space = signed_in(owner).get("/space/").content.decode()
        assert f'href="{PAGE}"' in space and "本月被查看2次" in space
        later(time, days=12)
        assert "本月被查看0次" in signed_in(owner).get("/space/").content.decode()


def test_numbers_are_masked_and_the_source_of_each_fact_is_named() -> None:
    owner = world.citizen(name="林晓", level=4)
    party = Party.objects.get(pk=owner.self_party_id)
    learn_fact(party, "address", "张家港市杨舍镇沙洲路8号", source="人口库", verified=True)
    text = page(owner)
    assert "林晓" in text and party.code not in text and party.phone not in text
    assert party.masked_code in text and "沙洲路8号" in text and "人口库" in text and "4级" in text


def test_facts_of_others_stay_with_them() -> None:
    other = Party.objects.get(pk=world.citizen().self_party_id)
    learn_fact(other, "address", "别人的地址", source="人口库", verified=True)
    assert "别人的地址" not in page(world.citizen())


def test_many_looks_page_by_key_without_loss() -> None:
    owner = world.citizen()
    case = accepted(owner)
    clerks = [world.staff("窗口受理岗") for _number in range(22)]
    for clerk in clerks:
        looked_at(case, clerk)
    client: Client = signed_in(owner)
    first = client.get(PAGE).content.decode()
    after = first.partition("?after=")[2].partition('"')[0]
    second = client.get(PAGE, {"after": after}).content.decode()
    seen = [[clerk.name for clerk in clerks if f">{clerk.name} " in text] for text in (first, second)]
    assert [len(names) for names in seen] == [20, 2]
    assert sorted(seen[0] + seen[1]) == sorted(clerk.name for clerk in clerks)


@pytest.mark.parametrize("number", [1, 15])
def test_the_page_asks_as_often_for_many_looks_as_for_one(number: int, django_assert_max_num_queries: object) -> None:
    owner = world.citizen()
    case = accepted(owner)
    for _look in range(number):
        looked_at(case, world.staff("窗口受理岗"))
    client = signed_in(owner)
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        client.get(PAGE)
