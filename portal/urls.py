"""Addresses of the public face."""

from django.conf import settings
from django.urls import path

from portal.views import gallery, preferences

app_name = "portal"
urlpatterns = [
    path("preferences/elder/", preferences.choose_elder_mode, name="elder"),
]
if getattr(settings, "TRIAL", False):
    urlpatterns.append(path("dev/components/", gallery.components, name="components"))
