"""An application by express mail without a visit, from parcel to parcel, over HTTP with the real carrier.

Its process tells the hall's own server what happened: well, twice, shuffled, or never.
"""

import re
from collections.abc import Callable, Iterator
from time import sleep

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from cases.models import Case, CaseState
from cases.services.intake import pass_precheck
from cases.services.issuing import issue_result
from cases.services.submission import submit_case
from deliveries.models import Heard, Parcel, ParcelEvent
from deliveries.services.tracking import ask_silent_parcels
from linkage.models import Verdict
from tests import world
from tests.brokenness import broken
from tests.cases.results import follow
from tests.cases.walks import decided
from tests.client import signed_in
from tests.deliveries.carrier import HOME, TrialCarrier, running_carrier

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("calendar")]
ENDS = {"name": HOME.name, "phone": HOME.phone, "address": HOME.address}


@pytest.fixture
def told_carrier(live_server: LiveServer, settings: Settings) -> Iterator[TrialCarrier]:
    """A carrier that can reach the hall."""
    with running_carrier(live_server.url) as carrier:
        settings.CARRIERS = carrier.terms()
        yield carrier


def within_ten_seconds(happened: Callable[[], bool]) -> bool:
    """The carrier tells from a thread of its own."""
    for _try in range(100):
        if happened():
            return True
        sleep(0.1)
    return False


def travels(carrier: TrialCarrier, parcel: Parcel, mode: str) -> None:
    """A parcel goes its way and the hall hears of it as the mode allows; what it never hears it asks for."""
    carrier.behave(mode=mode)
    carrier.advance(parcel.waybill, 4)
    if mode == "never":
        Parcel.objects.filter(pk=parcel.pk).update(ask_at=parcel.ordered_at)
        ask_silent_parcels()
    assert within_ten_seconds(lambda: Parcel.objects.get(pk=parcel.pk).state == "signed")
    sleep(0.3)
    assert ParcelEvent.objects.filter(parcel=parcel).count() == 4
    heard = Heard.ASKED if mode == "never" else Heard.TOLD
    assert set(ParcelEvent.objects.filter(parcel=parcel).values_list("heard", flat=True)) == {heard}
    follow()


def latest_parcel(case: Case) -> Parcel:
    return Parcel.objects.filter(of_case__case=case).latest("pk")


def done(client: Client, address: str, typed: dict[str, object]) -> None:
    answer = client.post(address, typed)
    assert answer.status_code == 302, re.sub(r"<[^>]+>|\s+", " ", answer.content.decode())


@pytest.mark.parametrize("mode", ["well", "twice", "shuffled", "never"])
def test_c21_c36_c42_an_application_by_express_mail_needs_no_visit(told_carrier: TrialCarrier, mode: str) -> None:
    """Parcel in, received, accepted, decided, result out by courier, signed for, delivered, closed."""
    applicant, clerk = world.citizen(name="王秀英"), world.staff("窗口受理岗")
    citizen, desk = signed_in(applicant), signed_in(clerk)
    case = submit_case(world.draft(world.item(visits=1), applicant), by=applicant).case
    pass_precheck(case, by=clerk)

    done(citizen, reverse("cases:mail_papers", args=[case.pk]), {**ENDS, "contents": ["申请书", "平面图"]})
    done(citizen, reverse("cases:choose_delivery", args=[case.pk]), {**ENDS, "way": "courier"})
    follow()
    inward = latest_parcel(case)
    travels(told_carrier, inward, mode)
    done(desk, reverse("cases:parcel", args=[inward.pk]), {"deed": "agree"})
    done(desk, reverse("cases:decide", args=[case.pk]), {"deed": "accept"})
    case = decided(Case.objects.get(pk=case.pk), Verdict.APPROVE)
    issue_result(case, by=world.staff("制证岗"))
    follow()

    outward = latest_parcel(case)
    assert outward.pk != inward.pk and outward.receiver_address == HOME.address
    travels(told_carrier, outward, mode)
    case.refresh_from_db()
    assert case.state == CaseState.CLOSED and case.delivery is not None and case.delivery.way == "courier"
    page = citizen.get(reverse("cases:space_case", args=[case.pk])).content.decode()
    assert str(inward.waybill) in page and str(outward.waybill) in page
    assert broken() == {}
