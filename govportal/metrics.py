"""Numbers for Prometheus: requests by route name, memory of each process, and gauges read when somebody asks.

Several web processes answer on one port; with PROMETHEUS_MULTIPROC_DIR set they count into shared files and any of them
answers for all.
"""

import os
import time
from collections.abc import Callable, Iterable
from ipaddress import ip_address, ip_network

import psutil
from django.conf import settings
from django.db.models import Min
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from core import clock
from core.models import Delivery, DeliveryState
from core.queries.calendar import missing_years

REQUESTS = Counter("govportal_requests", "Requests answered", ["method", "route", "status"])
SECONDS = Histogram(
    "govportal_request_seconds",
    "Time to answer a request",
    ["route"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0),
)
MEMORY = Gauge("govportal_resident_bytes", "Resident memory of a web process", multiprocess_mode="liveall")


class CountRequests:
    """Middleware that counts each answer under its route's name, so that addresses with numbers stay one line."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.process = psutil.Process(os.getpid())

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        route = (match.view_name if match else None) or "unmatched"
        REQUESTS.labels(request.method or "", route, str(response.status_code)).inc()
        SECONDS.labels(route).observe(time.perf_counter() - begun)
        MEMORY.set(self.process.memory_info().rss)
        return response


def _deliveries(state: DeliveryState) -> Callable[[], float]:
    return lambda: Delivery.objects.filter(state=state).count()


def _oldest_delivery_seconds() -> float:
    oldest = Delivery.objects.filter(state=DeliveryState.WAITING).aggregate(at=Min("run_after"))["at"]
    return max(0.0, (clock.now() - oldest).total_seconds()) if oldest else 0.0


# Read at each scrape; every entry must be answered by an index.
GAUGES: dict[str, tuple[str, Callable[[], float]]] = {
    "govportal_outbox_waiting": ("Deliveries waiting for a worker", _deliveries(DeliveryState.WAITING)),
    "govportal_outbox_parked": ("Deliveries given up until an operator looks", _deliveries(DeliveryState.PARKED)),
    "govportal_outbox_oldest_seconds": ("Age of the oldest due delivery", _oldest_delivery_seconds),
    "govportal_calendar_years_missing": (
        "Years whose working calendar should be loaded by now",
        lambda: len(missing_years(clock.today())),
    ),
}


class _Gauges(Collector):
    def collect(self) -> Iterable[Metric]:
        for name, (words, read) in GAUGES.items():
            yield GaugeMetricFamily(name, words, value=read())


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """All numbers as text, for the addresses in settings.METRICS_NETWORKS; strangers get 404."""
    address = ip_address(request.META.get("REMOTE_ADDR") or "0.0.0.0")
    if not any(address in ip_network(network) for network in settings.METRICS_NETWORKS):
        raise Http404
    registry: CollectorRegistry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)
    gauges = CollectorRegistry()
    gauges.register(_Gauges())
    return HttpResponse(generate_latest(registry) + generate_latest(gauges), content_type=CONTENT_TYPE_LATEST)
