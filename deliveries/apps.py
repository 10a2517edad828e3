"""Wiring of deliveries: registers reactors and registries, nothing else."""

from django.apps import AppConfig

from core.events import react


class DeliveriesConfig(AppConfig):
    """Deliveries on its floor."""

    name = "deliveries"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from deliveries import integrity  # noqa: F401, PLC0415 – models exist only once apps are ready
        from deliveries.badges import register_parcel_badges  # noqa: PLC0415
        from deliveries.events import ParcelOrdered  # noqa: PLC0415
        from deliveries.menu import register_places  # noqa: PLC0415
        from deliveries.reactors import ask_carrier_to_take_ordered_parcel, parcel_lane  # noqa: PLC0415

        react(ParcelOrdered, ask_carrier_to_take_ordered_parcel, queue="exchange", lane=parcel_lane)
        register_parcel_badges()
        register_places()
