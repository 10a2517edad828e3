"""Wiring of deliveries: registers reactors and registries, nothing else."""

from django.apps import AppConfig


class DeliveriesConfig(AppConfig):
    """Deliveries on its floor."""

    name = "deliveries"
    default_auto_field = "django.db.models.BigAutoField"
