"""A carrier for the tests of deliveries."""

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from tests.deliveries.carrier import TrialCarrier, running_carrier


@pytest.fixture(scope="session")
def carrier_process() -> Iterator[TrialCarrier]:
    """One process for all tests; it cannot reach the hall."""
    with running_carrier() as carrier:
        yield carrier


@pytest.fixture
def carrier(carrier_process: TrialCarrier, settings: Settings) -> TrialCarrier:
    """The only carrier of the hall, well behaved."""
    carrier_process.behave(mode="well", end="signed", wrong=False)
    settings.CARRIERS = carrier_process.terms()
    return carrier_process
