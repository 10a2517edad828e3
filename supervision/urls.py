"""Addresses of supervision."""

from django.urls import path

from supervision import orderviews, views

app_name = "supervision"
urlpatterns = [
    path("supervision/", views.dashboard, name="dashboard"),
    path("supervision/alarms/", views.alarms, name="alarms"),
    path("supervision/callbacks/", views.callbacks, name="callbacks"),
    path("supervision/callbacks/<int:callback_id>/", views.callback, name="callback"),
    path("supervision/cases/", views.cases, name="cases"),
    path("supervision/cases/<int:case_id>/", views.case_file, name="case"),
    path("supervision/cases/<int:case_id>/order/", orderviews.issue, name="issue_order"),
    path("supervision/orders/", orderviews.orders, name="orders"),
    path("supervision/orders/<int:order_id>/", orderviews.order, name="order"),
    path("supervision/orders/<int:order_id>/paper/", orderviews.paper, name="order_paper"),
    path("space/cases/<int:case_id>/rate/", views.rate, name="rate"),
]
