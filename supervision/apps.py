"""Wiring of supervision: registers reactors and registries, nothing else."""

from django.apps import AppConfig

from core.events import react


class SupervisionConfig(AppConfig):
    """Supervision on its floor."""

    name = "supervision"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from supervision.reactors import REACTORS  # noqa: PLC0415 – models exist only once apps are ready

        for event_type, handler in REACTORS:
            react(event_type, handler)
