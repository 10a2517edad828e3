"""Addresses of supervision."""

from django.urls import path

from supervision import views

app_name = "supervision"
urlpatterns = [
    path("supervision/", views.dashboard, name="dashboard"),
    path("supervision/alarms/", views.alarms, name="alarms"),
    path("supervision/callbacks/", views.callbacks, name="callbacks"),
    path("supervision/callbacks/<int:callback_id>/", views.callback, name="callback"),
    path("supervision/cases/", views.cases, name="cases"),
    path("supervision/cases/<int:case_id>/", views.case_file, name="case"),
    path("space/cases/<int:case_id>/rate/", views.rate, name="rate"),
]
