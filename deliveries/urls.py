"""Addresses of deliveries."""

from django.urls import path

from deliveries import api, views

app_name = "deliveries"
urlpatterns = [
    path("desk/parcels/accounts/", views.accounts, name="accounts"),
    path("api/v1/carriers/<slug:code>/events/", api.CarrierEvents.as_view(), name="carrier_events"),
]
