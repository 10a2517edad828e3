"""Fixtures of the tests of money."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.payments.dues import SECRET, TrialGateway, trial_gateway


@pytest.fixture(autouse=True)
def known_gateway(settings: Settings) -> None:
    """The hall knows the trial gateway, which nobody started: whoever speaks to it finds it away."""
    settings.PAYMENT_GATEWAYS = {
        "trial": {
            "adapter": "payments.gateways.trial.TrialGateway",
            "url": "http://127.0.0.1:1",
            "secret": SECRET,
        }
    }


@pytest.fixture(scope="session")
def gateway_process() -> Iterator[TrialGateway]:
    """The trial gateway, one process for all tests."""
    with trial_gateway() as found:
        yield found


@pytest.fixture
def running_gateway(gateway_process: TrialGateway, settings: Settings, known_gateway: None) -> TrialGateway:
    """The hall knows the process that runs."""
    settings.PAYMENT_GATEWAYS = gateway_process.settings
    return gateway_process
