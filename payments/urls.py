"""Addresses of money, by audience."""

from django.urls import path

from payments.views import clerk, notices, payer, watching

app_name = "payments"
urlpatterns = [
    path("space/payments/", payer.charges, name="space"),
    path("space/payments/<int:charge_id>/", payer.charge, name="space_charge"),
    path("desk/fees/", clerk.charges, name="desk"),
    path("desk/fees/<int:charge_id>/", clerk.charge, name="desk_charge"),
    path("desk/fees/<int:charge_id>/<slug:name>/", clerk.deed, name="desk_deed"),
    path("supervision/ledger/", watching.ledger, name="ledger"),
    path("supervision/payments/", watching.reconciliation, name="reconciliation"),
    path("supervision/payments/<int:difference_id>/", watching.difference, name="difference"),
    path("api/v1/payments/<slug:code>/notices/", notices.notice, name="notice"),
]
