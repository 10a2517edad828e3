"""Wiring of notices: registers reactors and registries, nothing else."""

from django.apps import AppConfig

from core.events import react


class NoticesConfig(AppConfig):
    """Notices on its floor."""

    name = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cases.services.anonymising import add_history_forgetter  # noqa: PLC0415 – models exist only once apps are ready
        from notices import integrity  # noqa: F401, PLC0415
        from notices.forgetting import forget_messages  # noqa: PLC0415
        from notices.menu import register_places  # noqa: PLC0415
        from notices.reactors import REACTORS  # noqa: PLC0415

        for event_types, handler in REACTORS:
            react(event_types, handler, queue="interactive")
        register_places()
        add_history_forgetter(forget_messages)
