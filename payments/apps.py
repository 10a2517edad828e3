"""Wiring of payments: registers reactors and registries, nothing else."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Payments on its floor."""

    name = "payments"
    default_auto_field = "django.db.models.BigAutoField"
