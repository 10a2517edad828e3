"""Addresses of the product and one more: a bare view to compare guides with."""

from django.urls import path

from bench.searching import bare
from govportal.urls import urlpatterns as product

urlpatterns = [path("bare/", bare), *product]
