"""Wiring of core: registers reactors and registries, nothing else."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Core on its floor."""

    name = "core"
    default_auto_field = "django.db.models.BigAutoField"
