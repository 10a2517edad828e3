"""Ratings: five levels, once, voluntary, by the applicant, after a result (E-01 … E-07)."""

import pytest
from django.urls import reverse

from cases.models import Case
from core.models import EventRow
from core.refusal import Refusal
from identity.actors import Actor
from supervision.models import Rating, Satisfaction
from supervision.services import TEXT_MAX, rate_case
from tests import world
from tests.cases.walks import accepted, declined
from tests.client import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


@pytest.fixture
def case(owner: Actor) -> Case:
    """A case with a result."""
    return declined(owner)


def refused(case: Case, by: Actor, level: int = 1, text: str = "") -> str:
    with pytest.raises(Refusal) as refusal:
        rate_case(case, level=level, text=text, by=by)
    return refusal.value.code


def test_e01_five_levels_of_which_the_last_two_are_bad() -> None:
    assert [level.value for level in Satisfaction] == [1, 2, 3, 4, 5]
    assert [level.value for level in Satisfaction if level.is_bad] == [4, 5]


def test_e02_a_case_is_rated_once(owner: Actor, case: Case) -> None:
    rate_case(case, level=2, tags=["quick"], text=" 很好 ", by=owner)
    assert refused(case, owner) == "rated_already"
    rating = Rating.objects.get()
    assert (rating.level, rating.tags, rating.text, rating.channel) == (2, ["quick"], "很好", "web")
    row = EventRow.objects.get(name="supervision.RatingGiven")
    assert row.data == {"case_id": case.pk, "level": 2, "bad": False}, "no text, no person"


@pytest.mark.parametrize("level", [0, 6, -1, 99])
def test_only_five_levels_exist(owner: Actor, case: Case, level: int) -> None:
    assert refused(case, owner, level) == "level"


def test_a_text_has_at_most_five_hundred_characters(owner: Actor, case: Case) -> None:
    """E-09."""
    assert refused(case, owner, text="长" * (TEXT_MAX + 1)) == "text"
    rate_case(case, level=1, text="长" * TEXT_MAX, by=owner)


def test_only_the_applicant_rates(case: Case) -> None:
    for actor in (world.citizen(), world.staff("窗口受理岗"), world.staff("监察岗", "监委")):
        assert refused(case, actor) == "not_yours"


def test_before_a_result_nothing_is_rated(owner: Actor) -> None:
    assert refused(accepted(owner), owner) == "not_yet"


def test_e07_an_unrated_case_stays_unrated(case: Case) -> None:
    assert not Rating.objects.exists()


def test_the_page_rates_in_one_step_and_offers_it_no_more(owner: Actor, case: Case) -> None:
    client = signed_in(owner)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-CN"
    href, page = reverse("supervision:rate", args=[case.pk]), reverse("cases:space_case", args=[case.pk])
    assert href in client.get(page).content.decode()
    assert client.post(href, {"level": "x"}).status_code == 422
    assert client.post(href, {"level": "3", "text": "还行"}).headers["Location"] == page
    assert href not in client.get(page).content.decode()
    assert client.post(href, {"level": "1"}).status_code == 422
    assert Rating.objects.get().level == 3
