"""What the window's screen and the taking in of one case cost in statements, however much is held and asked."""

import pytest
from django.urls import reverse

from cases.models import Case
from cases.services.gathering import fetch_everything, take_in_paper
from cases.services.intakes import open_intake
from core.services.files import store_file
from identity.models import Party
from items.models import ItemVersion
from spaces.models import TrustLevel
from spaces.services import keep_document
from tests import world
from tests.client import signed_in
from tests.spaces.papers import licence
from tests.statements import statements_of

pytestmark = pytest.mark.usefixtures("calendar")
SCREEN, OPENING, PAPER = 45, 30, 14


def asking_for(count: int) -> ItemVersion:
    """Half of what it asks is held in the space, the rest in the licence library."""
    spaces = [world.material(f"材料{place}") for place in range(count)]
    return world.item(
        materials=[*spaces, *(world.material(f"证{n}", source="government", licence=f"证{n}") for n in range(count))]
    )


def holder_of(version: ItemVersion, count: int) -> Party:
    party = Party.objects.get(pk=world.citizen().self_party_id)
    for place in range(count):
        stored = store_file(world.pdf(), name="a.pdf")
        keep_document(party, name=f"材料{place}", stored=stored, file_name="a.pdf", trust=TrustLevel.B)
    return party


def cost_of_screen(count: int) -> list[str]:
    clerk, version = world.staff("窗口受理岗"), asking_for(count)
    party = holder_of(version, count)
    (case,) = open_intake([version], applicant=party, by=clerk)
    for place in range(count):
        licence(party, name=f"证{place}")
    client, address = signed_in(clerk), reverse("cases:desk_case", args=[case.pk])
    assert client.get(address).status_code == 200
    return statements_of(lambda: client.get(address))


def test_the_screen_of_the_window_costs_the_same_with_two_materials_and_with_forty() -> None:
    few, many = cost_of_screen(1), cost_of_screen(20)
    assert len(few) == len(many) <= SCREEN, "\n".join(many)


def test_opening_a_case_at_the_window_costs_the_same_with_two_materials_and_with_forty() -> None:
    """C-03."""
    clerk, costs = world.staff("窗口受理岗"), []
    for count in (1, 20):
        version = asking_for(count)
        party = holder_of(version, count)
        open_intake([version], applicant=party, by=clerk)
        costs.append(
            statements_of(lambda version=version, party=party: open_intake([version], applicant=party, by=clerk))
        )
    assert len(costs[0]) == len(costs[1]) <= OPENING, "\n".join(costs[1])


def test_a_paper_costs_the_same_alone_and_in_a_case_that_asks_for_forty_materials() -> None:
    clerk, costs = world.staff("窗口受理岗"), []
    for count in (1, 20):
        (case,) = open_intake(
            [world.item(materials=[world.material(f"材料{place}") for place in range(count)])],
            applicant=Party.objects.get(pk=world.citizen().self_party_id),
            by=clerk,
        )
        costs.append(statements_of(lambda case=case: take_in_paper(case.materials.first(), by=clerk)))  # type: ignore[arg-type]
    assert len(costs[0]) == len(costs[1]) <= PAPER, "\n".join(costs[1])


def test_everything_fetched_is_at_hand() -> None:
    clerk, version = world.staff("窗口受理岗"), asking_for(2)
    party = holder_of(version, 2)
    (case,) = open_intake([version], applicant=party, by=clerk)
    for place in range(2):
        licence(party, name=f"证{place}")
    came, failed = fetch_everything(case, by=clerk)
    assert len(came) == 4 and failed == [] and all(one.is_at_hand for one in Case.objects.get().materials.all())
