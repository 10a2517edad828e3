"""Root of all addresses; each app owns its own."""

from django.urls import URLPattern, URLResolver, path

from govportal import health, metrics

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz/live", health.live, name="health-live"),
    path("healthz/ready", health.ready, name="health-ready"),
    path("metrics", metrics.metrics, name="metrics"),
]
