"""The heartbeats of money: each looks into the rows for what is due."""

from celery import shared_task

from core import clock
from payments.services.asking import ask_gateways, send_refunds
from payments.services.reconciling import due_reconciliations, reconcile


@shared_task(ignore_result=True)
def sweep_payments() -> None:
    """Ask gateways about payments nobody told us of, and tell them what to give back."""
    ask_gateways()
    send_refunds()


@shared_task(ignore_result=True)
def sweep_reconciliations() -> None:
    """Compare with gateways what is due to be compared."""
    for code, day, final in due_reconciliations(clock.now()):
        reconcile(code, day, final=final)
