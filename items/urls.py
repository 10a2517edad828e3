"""Addresses of the catalogue's machine face."""

from django.urls import path

from items import api

app_name = "items"
urlpatterns = [
    path("api/v1/items/<slug:code>/form/schema.json", api.FormSchema.as_view(), name="form_schema"),
]
