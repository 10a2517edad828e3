"""Wiring of identity: registers reactors and registries, nothing else."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Identity on its floor."""

    name = "identity"
    default_auto_field = "django.db.models.BigAutoField"
