"""Wiring of linkage: registers reactors and registries, nothing else."""

from django.apps import AppConfig


class LinkageConfig(AppConfig):
    """Linkage on its floor."""

    name = "linkage"
    default_auto_field = "django.db.models.BigAutoField"
