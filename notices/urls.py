"""Addresses of messages."""

from django.urls import path

from notices import views

app_name = "notices"
urlpatterns = [
    path("messages/", views.inbox, name="inbox"),
    path("messages/<int:message_id>/open/", views.open_message, name="open"),
]
