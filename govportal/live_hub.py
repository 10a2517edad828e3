"""One Redis subscription for a whole live process, spread over the listeners of each channel."""

import asyncio
import logging
from contextlib import suppress
from typing import Any

from redis import RedisError
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from core.streams import TOPIC_PREFIX, topic

logger = logging.getLogger(__name__)

WAITING_MESSAGES = 100
POLL_SECONDS = 5
CONFIRM_SECONDS = 5


class Listener:
    """One open stream. A listener too slow for its messages is ended; it comes back and reads the present state."""

    def __init__(self, channel: str) -> None:
        self.channel = channel
        self._queue: asyncio.Queue[str | None] = asyncio.Queue(WAITING_MESSAGES)

    async def get(self) -> str | None:
        """The next message; None ends the stream."""
        return await self._queue.get()

    def put(self, text: str) -> None:
        """Hand over a message, or end the stream when too many wait already."""
        try:
            self._queue.put_nowait(text)
        except asyncio.QueueFull:
            self.end()

    def end(self) -> None:
        """End the stream without the messages that still wait."""
        while not self._queue.empty():
            self._queue.get_nowait()
        self._queue.put_nowait(None)


class Channel:
    """Those who listen to one channel, and whether the broker has confirmed the subscription."""

    def __init__(self) -> None:
        self.listeners: set[Listener] = set()
        self.confirmed = asyncio.Event()


class Hub:
    """Listeners by channel. When the broker goes away all streams end: their clients return and read anew."""

    def __init__(self, url: str) -> None:
        never = Retry(NoBackoff(), 0)
        self._redis = Redis.from_url(url, socket_connect_timeout=2, retry=never)
        self._pubsub: PubSub | None = None
        self._reader: asyncio.Task[None] | None = None
        self._channels: dict[str, Channel] = {}
        self._changing = asyncio.Lock()
        self._dropping: set[asyncio.Task[None]] = set()

    def listeners(self, name: str) -> int:
        """How many listen to channel `name`."""
        return len(self._channels[name].listeners) if name in self._channels else 0

    async def join(self, name: str) -> Listener:
        """A listener who misses nothing from now on. Raises RedisError or TimeoutError while the broker is away."""
        listener = Listener(name)
        async with self._changing:
            if self._pubsub is None:
                self._pubsub = self._redis.pubsub()
            if name not in self._channels:
                await self._pubsub.subscribe(topic(name))
                self._channels[name] = Channel()
            channel = self._channels[name]
            channel.listeners.add(listener)
            if self._reader is None or self._reader.done():
                self._reader = asyncio.create_task(self._read(self._pubsub))
        try:
            await asyncio.wait_for(channel.confirmed.wait(), CONFIRM_SECONDS)
        except BaseException:
            self.leave(listener)
            raise
        return listener

    def leave(self, listener: Listener) -> None:
        """Forget `listener`; the last one of a channel ends its subscription. No await: callers may be cancelled."""
        channel = self._channels.get(listener.channel)
        if channel is not None:
            channel.listeners.discard(listener)
            if not channel.listeners:
                task = asyncio.create_task(self._drop(listener.channel))
                self._dropping.add(task)
                task.add_done_callback(self._dropping.discard)

    async def _drop(self, name: str) -> None:
        async with self._changing:
            if name in self._channels and not self._channels[name].listeners:
                del self._channels[name]
                if self._pubsub is not None:
                    with suppress(RedisError):
                        await self._pubsub.unsubscribe(topic(name))

    async def close(self) -> None:
        """End all streams and let go of the broker."""
        self._end_all()
        if self._reader is not None:
            self._reader.cancel()
        await self._redis.aclose()

    async def _read(self, pubsub: PubSub) -> None:
        try:
            while self._channels:
                message = await pubsub.get_message(timeout=POLL_SECONDS)
                if message is not None:
                    self._hand_over(message)
        except (RedisError, OSError) as reason:
            logger.warning("the broker went away: %s", reason)
            self._pubsub = None
            self._end_all()
            await pubsub.aclose()

    def _hand_over(self, message: dict[str, Any]) -> None:
        channel = self._channels.get(message["channel"].decode().removeprefix(TOPIC_PREFIX))
        if channel is None:
            return
        if message["type"] == "subscribe":
            channel.confirmed.set()
        elif message["type"] == "message":
            for listener in channel.listeners:
                listener.put(message["data"].decode())

    def _end_all(self) -> None:
        for channel in self._channels.values():
            channel.confirmed.set()
            for listener in channel.listeners:
                listener.end()
        self._channels.clear()
