"""The project: settings, root urls, processes. It may import any floor; no floor imports it."""

from govportal.celery import app as celery_app

__all__ = ["celery_app"]
