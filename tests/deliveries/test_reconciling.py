"""Carriers' statements against our parcels, day by day (H70, H71, H72)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from deliveries.carriers import CarrierAway, terms_of
from deliveries.models import Heard, Parcel, Reconciliation
from deliveries.services.reconciling import reconcile, reconcile_recent_days
from deliveries.services.tracking import ask, ask_silent_parcels, hear
from identity.models import Role
from tests import world
from tests.architecture.access_town import administrator
from tests.client import signed_in
from tests.deliveries.carrier import TrialCarrier, ordered

pytestmark = pytest.mark.django_db


def kinds(run: Reconciliation, *parcels: Parcel) -> list[tuple[str, str, str]]:
    """What differs about these parcels."""
    lines = run.lines.filter(waybill__in=[parcel.waybill for parcel in parcels])
    return [(line.kind, line.ours, line.theirs) for line in lines.order_by("waybill", "kind")]


def today(carrier: TrialCarrier) -> Reconciliation:
    terms = terms_of("trial")
    assert terms is not None
    return reconcile(terms, clock.today())


def test_h72_parcels_both_sides_know_alike_agree(carrier: TrialCarrier) -> None:
    parcel = ordered()
    run = today(carrier)
    assert (run.parcels, run.matching) == (1, 1) and kinds(run, parcel) == []


def test_h72_another_state_is_a_difference_until_the_track_was_asked_for(carrier: TrialCarrier) -> None:
    parcel = ordered()
    carrier.advance(parcel.waybill, 4)
    assert kinds(today(carrier), parcel) == [("state", "ordered", "signed")]
    assert ask_silent_parcels() == 1
    assert kinds(today(carrier), parcel) == []


def test_h72_a_parcel_the_carrier_does_not_name_is_missing(carrier: TrialCarrier) -> None:
    parcel = ordered()
    Parcel.objects.filter(pk=parcel.pk).update(waybill="SY-ELSEWHERE")
    parcel.refresh_from_db()
    assert kinds(today(carrier), parcel) == [("missing", "ordered", "")]


def test_h72_a_wrong_price_and_a_parcel_nobody_sent_are_found(carrier: TrialCarrier) -> None:
    parcel = ordered()
    carrier.behave(wrong=True)
    run = today(carrier)
    assert run.lines.filter(waybill="SY0000000000000", kind="unknown").exists()
    Parcel.objects.filter(pk=parcel.pk).update(price=1100)
    assert [(kind, ours) for kind, ours, _theirs in kinds(today(carrier), parcel)] == [("price", "1100")]


def test_days_are_compared_once_a_day_while_something_differs(carrier: TrialCarrier) -> None:
    assert reconcile_recent_days() == 7
    assert reconcile_recent_days() == 0
    carrier.behave(mode="down")
    Reconciliation.objects.all().delete()
    with pytest.raises(CarrierAway):
        reconcile_recent_days()


def test_the_page_of_accounts_names_differences_and_late_parcels(carrier: TrialCarrier) -> None:
    """H72: for the hall's manager and supervisors."""
    late, parcel = ordered(), ordered()
    Parcel.objects.filter(pk=late.pk).update(created_at=clock.now() - timedelta(days=8))
    carrier.advance(parcel.waybill, 1)
    today(carrier)
    for actor in (administrator(Role.HALL_MANAGER), world.staff("监察岗", "监委")):
        page = signed_in(actor).get(reverse("deliveries:accounts")).content.decode()
        assert late.waybill in page and parcel.waybill in page and "试运行快递" in page
    assert signed_in(world.staff("窗口受理岗")).get(reverse("deliveries:accounts")).status_code == 404


def test_a_parcel_that_ended_is_no_longer_asked_for(carrier: TrialCarrier) -> None:
    parcel = ordered()
    carrier.advance(parcel.waybill, 4)
    ask(parcel)
    parcel.refresh_from_db()
    assert parcel.ask_at is None
    assert hear(parcel, [], heard=Heard.ASKED) == 0
