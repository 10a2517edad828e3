"""Halls, their zones and windows."""

from django.db import models

from identity.models.organisation import Region


class Hall(models.Model):
    """A building where people are served at windows."""

    name = models.CharField(max_length=60, unique=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="halls")
    address = models.CharField(max_length=120)
    phone = models.CharField(max_length=20)
    hours = models.CharField(max_length=60)
    floors = models.PositiveSmallIntegerField(default=1)
    windows_total = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class Zone(models.Model):
    """A part of one floor with a purpose, such as 2楼A区 市场准入."""

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="zones")
    floor = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=20)
    purpose = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hall", "floor", "name"], name="zone_once_per_floor")]

    def __str__(self) -> str:
        return f"{self.hall} {self.floor} {self.name}"


class Window(models.Model):
    """A counter; its number is unique within its hall and floor."""

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="windows")
    number = models.CharField(max_length=8)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "number"], name="window_once_per_zone")]

    def __str__(self) -> str:
        return self.number
