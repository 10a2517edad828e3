"""Addresses of live streams for pages."""

from urllib.parse import urlencode

from django.conf import settings

from core.streams import make_stream_token


def stream_href(channel: str) -> str:
    """Where a page listens to `channel`, with the token that allows it. The caller has checked why it may."""
    return f"{settings.LIVE_URL}{channel}?{urlencode({'token': make_stream_token(channel)})}"
