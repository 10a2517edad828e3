"""The trial carrier for tests of cases whose results and originals travel."""

from tests.deliveries.conftest import carrier, carrier_process

__all__ = ["carrier", "carrier_process"]
