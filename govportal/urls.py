"""Root of all addresses; each app owns its own."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from govportal import health, metrics

OPEN: dict[str, list[type]] = {"permission_classes": [], "authentication_classes": []}
DOCS = "govportal/api_docs.html"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz/live", health.live, name="health-live"),
    path("healthz/ready", health.ready, name="health-ready"),
    path("metrics", metrics.metrics, name="metrics"),
    path("api/schema/", SpectacularAPIView.as_view(**OPEN), name="schema"),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(template_name=DOCS, **OPEN), name="docs"),
    # Without a token, so that anonymous pages are the same for everybody and can be cached whole.
    path("i18n/setlang/", csrf_exempt(set_language), name="set_language"),
    path("", include("portal.urls")),
    path("", include("items.urls")),
    path("", include("deliveries.urls")),
    path("", include("payments.urls")),
    path("", include("cases.urls")),
    path("", include("linkage.urls")),
    path("", include("supervision.urls")),
    path("", include("notices.urls")),
    path("", include("hall_devices.urls")),
]

handler400 = "portal.views.errors.bad_request"
handler403 = "portal.views.errors.permission_denied"
handler404 = "portal.views.errors.page_not_found"
handler500 = "portal.views.errors.server_error"
