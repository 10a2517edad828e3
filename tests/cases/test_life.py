"""The life of a case in any order of deeds, against a small model of what the law allows (2.2, 2.3, C-01 to C-24)."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from core.clock import SimulatedClock, running_at
from core.services.calendar import seed_calendar
from identity.actors import SYSTEM
from tests.brokenness import broken
from tests.cases.lifefaults import Faults, Outside
from tests.cases.lifeturns import ActsOfTwo, Hearings, Supplements, Withdrawals
from tests.cases.walks import at


class WholeLife(ActsOfTwo, Supplements, Hearings, Withdrawals, Outside, Faults):
    """Everything together, asking every invariant of the house when a life ends."""

    def teardown(self) -> None:
        found = broken() if hasattr(self, "case") else {}
        super().teardown()
        assert found == {}


@pytest.mark.slow
@pytest.mark.django_db
def test_whatever_is_done_to_a_case_in_whatever_order_ends_where_the_law_says() -> None:
    with running_at(SimulatedClock(at(2026, 3, 2))):
        seed_calendar(range(2025, 2027), by=SYSTEM)
    run_state_machine_as_test(
        WholeLife,
        settings=settings(
            max_examples=20,
            stateful_step_count=16,
            phases=[Phase.explicit, Phase.generate, Phase.target],
            suppress_health_check=list(HealthCheck),
        ),
    )
