"""The heartbeat of deadlines: one short task that reads only what is due."""

from celery import shared_task

from cases.services.archiving import order_due_packages
from cases.services.publishing import publish_due
from cases.services.renewing import deem_renewals
from cases.services.retention import propose_removals
from cases.services.sweeping import sweep_clocks
from identity.actors import SYSTEM

BATCHES = 20


@shared_task(ignore_result=True)
def sweep_due_clocks() -> None:
    """Tell about clocks that fell due, in batches, until none is left or the task has run long enough."""
    for _batch in range(BATCHES):
        if sweep_clocks() == 0:
            return


@shared_task(ignore_result=True)
def sweep_undecided_renewals() -> None:
    """XKF 50: what nobody decided before the licence ran out counts as renewed."""
    deem_renewals(by=SYSTEM)


@shared_task(ignore_result=True)
def publish_decisions() -> None:
    """Make public what is due (T-20), in batches, as long as a batch brings something."""
    for _batch in range(BATCHES):
        if publish_due() == 0:
            return


@shared_task(ignore_result=True)
def pack_ended_cases() -> None:
    """Have the files of cases packed that ended some days ago (2.10), in batches, as long as a batch brings
    something."""
    for _batch in range(BATCHES):
        if order_due_packages() == 0:
            return


@shared_task(ignore_result=True)
def propose_retention_acts() -> None:
    """Propose what was kept long enough (10.5); nothing goes before a person approves it."""
    propose_removals()
