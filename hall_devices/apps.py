"""Wiring of hall_devices: registers reactors and registries, nothing else."""

from django.apps import AppConfig


class HallDevicesConfig(AppConfig):
    """HallDevices on its floor."""

    name = "hall_devices"
    default_auto_field = "django.db.models.BigAutoField"
