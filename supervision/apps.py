"""Wiring of supervision: registers reactors and registries, nothing else."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """Supervision on its floor."""

    name = "supervision"
    default_auto_field = "django.db.models.BigAutoField"
