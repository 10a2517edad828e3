"""Wiring of cases: registers reactors and registries, nothing else."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases on its floor."""

    name = "cases"
    default_auto_field = "django.db.models.BigAutoField"
