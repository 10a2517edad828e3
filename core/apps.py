"""Wiring of core: registers reactors and registries, nothing else."""

from importlib import import_module

from django.apps import AppConfig
from django.core.checks import register

from core.checks import check_keys


class CoreConfig(AppConfig):
    """Core on its floor."""

    name = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The checks and the invariants of core."""
        register(check_keys)
        tasks, outbox = import_module("core.tasks"), import_module("core.outbox")
        outbox.on_wake(tasks.wake)
        import_module("core.integrity")
