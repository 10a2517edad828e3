"""Wiring of hall_devices: registers reactors and registries, nothing else."""

from django.apps import AppConfig

from core.events import react


class HallDevicesConfig(AppConfig):
    """HallDevices on its floor."""

    name = "hall_devices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cases.pages.desk import add_marks, add_panel, add_ways_on  # noqa: PLC0415 – models exist only once apps are ready
        from cases.services.anonymising import add_forgetter  # noqa: PLC0415
        from hall_devices import integrity  # noqa: F401, PLC0415
        from hall_devices.forgetting import forget_visit  # noqa: PLC0415
        from hall_devices.menu import register_places  # noqa: PLC0415
        from hall_devices.pages.counter import how_identified, queue_panel, ways_on  # noqa: PLC0415
        from hall_devices.reactors import REACTORS  # noqa: PLC0415

        for event_type, handler in REACTORS:
            react(event_type, handler, queue="interactive")
        register_places()
        add_panel(queue_panel)
        add_marks(how_identified)
        add_ways_on(ways_on)
        add_forgetter(forget_visit)
