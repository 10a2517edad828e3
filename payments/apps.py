"""Wiring of payments: registers reactors and registries, nothing else."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Payments on its floor."""

    name = "payments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from payments import integrity  # noqa: F401, PLC0415 – models exist only once apps are ready
        from payments.menu import register_places  # noqa: PLC0415
        from payments.pages.looks import register_payment_badges  # noqa: PLC0415

        register_payment_badges()
        register_places()
