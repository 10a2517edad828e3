"""“Why this date?” – every clock of a case line by line, for whoever may see the case."""

import pytest
from django.test import Client

from cases.models import Case
from cases.services.decisions import begin_procedure, end_procedure, extend_decision
from core.clock import SimulatedClock
from core.outbox import drain
from identity.actors import Actor
from tests import world
from tests.cases.walks import accepted, at, move
from tests.client import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


@pytest.fixture
def applicant() -> Actor:
    return world.citizen(name="王秀英")


@pytest.fixture
def case(applicant: Actor, time: SimulatedClock) -> Case:
    """Accepted on 2 March, paused until the 5th, extended by three working days."""
    found = accepted(applicant)
    reviewer = world.staff("科室审查岗")
    begin_procedure(found, title="现场核查", days=5, basis="行政许可法 第四十五条", reason="核对现场", by=reviewer)
    move(time, at(2026, 3, 5))
    end_procedure(found, outcome="场所与图纸一致", by=reviewer)
    extend_decision(found, days=3, reason="案情复杂需要论证", by=world.staff("分管领导岗"))
    drain(["interactive", "pdf"])
    return found


def page(client: Client, case: Case) -> str:
    answer = client.get(f"/cases/{case.pk}/dates/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_applicant_reads_why_the_date_is_what_it_is(case: Case, applicant: Actor) -> None:
    """T-33, C-12 … C-14: every line with its ground, its proof and where the end lies since."""
    shown = page(signed_in(applicant), case)
    for words in ("核对现场", "场所与图纸一致", "案情复杂需要论证", "现场核查", "特别程序", "延长", "不计入"):
        assert words in shown, words
    promised = shown.split("承诺时限</h2>")[1].split("<tbody>")[1]
    places = [promised.index(day) for day in ("3月9日", "3月12日", "3月17日")]
    assert places == sorted(places)
    assert f"/space/cases/{case.pk}/papers/" in shown


def test_staff_read_names_where_the_applicant_reads_the_body(case: Case, applicant: Actor) -> None:
    reviewer = world.staff("科室审查岗")
    own, theirs = page(signed_in(applicant), case), page(signed_in(reviewer), case)
    entry = case.clocks.get(kind="promised").ledger.get(act="pause")
    assert entry.actor_label in theirs and entry.actor_label not in own
    assert case.department.name in own
    assert f"/desk/cases/{case.pk}/papers/" in theirs


def test_the_page_of_the_case_leads_there(case: Case, applicant: Actor) -> None:
    assert f"/cases/{case.pk}/dates/" in signed_in(applicant).get(f"/space/cases/{case.pk}/").content.decode()


def test_strangers_get_404_and_visitors_sign_in_first(case: Case, client: Client) -> None:
    assert signed_in(world.citizen()).get(f"/cases/{case.pk}/dates/").status_code == 404
    assert client.get(f"/cases/{case.pk}/dates/").status_code == 302
