"""Addresses of the hall: window, kiosk, screens."""

app_name = "hall_devices"
urlpatterns: list[object] = []
