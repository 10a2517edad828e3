"""Live: the small process that holds open streams (server-sent events) and passes on what arrives from Redis.

`GET /live/<channel>?token=…` answers 403 without a valid token (core.streams), 429 when the channel is full. A stream
starts with the reconnection time, beats every 15 seconds and ends after an hour, so that the token is looked at again.
While the broker is away streams end at once: browsers come back by themselves after an end, but not after an error.
No Django app is loaded here: only settings, signing and Redis.
"""

import asyncio
import logging.config
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from django.conf import settings
from redis import RedisError
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from core.streams import StreamTokenInvalid, check_stream_token, checked_channel
from govportal.live_hub import Hub, Listener

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "govportal.settings.trial")

HEARTBEAT_SECONDS = 15
STREAM_SECONDS = 60 * 60
RETRY_MILLISECONDS = 2000


async def stream(request: Request) -> Response:
    """Messages of one channel for as long as the client listens."""
    channel = request.path_params["channel"]
    hub: Hub = request.app.state.hub
    try:
        check_stream_token(request.query_params.get("token", ""), checked_channel(channel))
    except (StreamTokenInvalid, ValueError):
        return PlainTextResponse("forbidden", status_code=403)
    if hub.listeners(channel) >= settings.LIVE_LISTENERS_PER_CHANNEL:
        return PlainTextResponse("too many listeners", status_code=429, headers={"Retry-After": "10"})
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_lines(hub, channel), media_type="text/event-stream", headers=headers)


async def _lines(hub: Hub, channel: str) -> AsyncIterator[str]:
    try:
        listener = await hub.join(channel)
    except (RedisError, TimeoutError):
        yield f"retry: {RETRY_MILLISECONDS}\n: the broker is away\n\n"
        return
    try:
        yield f"retry: {RETRY_MILLISECONDS}\n\n"
        async with asyncio.timeout(STREAM_SECONDS):
            while (text := await next_text(listener)) is not None:
                yield text
    except TimeoutError:
        return
    finally:
        hub.leave(listener)


async def next_text(listener: Listener) -> str | None:
    """What to write next: a message, a heartbeat, or None when the stream is over."""
    try:
        text = await asyncio.wait_for(listener.get(), HEARTBEAT_SECONDS)
    except TimeoutError:
        return ": heartbeat\n\n"
    return None if text is None else "".join(f"data: {line}\n" for line in text.splitlines()) + "\n"


async def alive(_: Request) -> Response:
    """For supervisors: the process answers."""
    return PlainTextResponse("ok")


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    logging.config.dictConfig(settings.LOGGING)
    app.state.hub = Hub(settings.REDIS_URL)
    try:
        yield
    finally:
        await app.state.hub.close()


application = Starlette(
    routes=[Route("/healthz/live", alive), Route("/live/{channel}", stream)],
    middleware=[Middleware(CORSMiddleware, allow_origins=settings.LIVE_ORIGINS, allow_methods=["GET"])],
    lifespan=_lifespan,
)
