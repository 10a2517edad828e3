"""Pick-up codes: hashed, unlike each other, and not to be guessed."""

from datetime import timedelta

import pytest
from django.db import connection

from core.clock import SimulatedClock
from core.refusal import Refusal
from deliveries.models import DeliveryWay, ResultDelivery
from deliveries.rules.proofs import Proof
from deliveries.services.handing import CODE_TRIES, check_code, code_of, complete_delivery, give_code, plan_delivery

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned() -> ResultDelivery:
    return plan_delivery(DeliveryWay.WINDOW, recipient="王秀英")


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**8:08d}"


def test_a_code_is_told_to_its_owner_and_kept_nowhere(planned: ResultDelivery) -> None:
    code = give_code(planned)
    assert len(code) == 8 and code.isdigit() and code_of(planned) == code
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM deliveries_resultdelivery AS t WHERE id = %s", [planned.pk])
        assert code not in cursor.fetchone()[0]
    check_code(planned, code)


def test_a_new_code_voids_the_former_one(planned: ResultDelivery) -> None:
    former = give_code(planned)
    assert give_code(planned) != former
    with pytest.raises(Refusal, match="取件码"):
        check_code(planned, former)


def test_five_wrong_codes_lock_for_half_an_hour_even_the_right_one(
    planned: ResultDelivery, time: SimulatedClock
) -> None:
    """As with the query code (C-32)."""
    code = give_code(planned)
    for _try in range(CODE_TRIES):
        with pytest.raises(Refusal) as refused:
            check_code(planned, wrong(code))
        assert refused.value.code == "wrong_code"
    with pytest.raises(Refusal) as refused:
        check_code(planned, code)
    assert refused.value.code == "code_locked"
    time.advance(timedelta(minutes=31))
    check_code(planned, code)


def test_a_hand_over_that_happened_has_no_code_any_more(planned: ResultDelivery, time: SimulatedClock) -> None:
    give_code(planned)
    done = complete_delivery(planned, Proof("window", "王秀英"), at=time.now())
    assert code_of(done) == ""
    assert ResultDelivery.objects.get().pk == planned.pk
