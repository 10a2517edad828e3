"""What an event is and who wants to hear of it. Pure: writing and delivery live in `core.outbox`.

An app declares frozen past-tense dataclasses in its `events.py`; upper apps register reactors in `ready()`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, ClassVar, Protocol


class Doer(Protocol):
    """Whoever did it, as far as the history needs to know."""

    @property
    def kind(self) -> str: ...
    @property
    def account_id(self) -> int | None: ...
    @property
    def label(self) -> str: ...


@dataclass(frozen=True, kw_only=True)
class Event:
    """Base of all events. Fields are ids and scalars only, never model objects and never personal data.

    `stream` names the noun whose history this belongs to; `stream_id` its key. Sequence numbers run 1..n per stream.
    """

    stream: ClassVar[str] = ""

    @property
    def stream_id(self) -> int:
        return int(getattr(self, f"{self.stream}_id"))

    @classmethod
    def name(cls) -> str:
        return f"{cls.__module__.split('.')[0]}.{cls.__name__}"


@dataclass(frozen=True, slots=True)
class PastDoer:
    """Whoever did something earlier, for what follows from it."""

    kind: str
    account_id: int | None
    label: str


@dataclass(frozen=True, slots=True)
class Record:
    """One written event as reactors receive it; `at` is UTC, `sequence` counts from 1 in its stream."""

    id: int
    event: Any
    stream_id: int
    sequence: int
    at: datetime
    actor_kind: str
    actor_id: int | None
    actor_label: str

    @property
    def doer(self) -> PastDoer:
        """Who did it, so that a reactor's own deeds are written down under the same name."""
        return PastDoer(self.actor_kind, self.actor_id, self.actor_label)


Handler = Callable[[Record], None]
Lane = Callable[[Record], str]


@dataclass(frozen=True, slots=True)
class Reactor:
    """A registered listener. Without a queue it runs inside the publisher's transaction and may refuse by raising.

    With a queue it is deferred: a row claimed by a worker. Rows of one lane are delivered strictly in order; an empty
    lane means that order does not matter.
    """

    name: str
    handler: Handler
    queue: str | None = None
    lane: Lane | None = None


_types: dict[str, type[Event]] = {}
_by_event: dict[type[Event], list[Reactor]] = defaultdict(list)
_by_name: dict[str, Reactor] = {}


def react(
    to: type[Event] | Iterable[type[Event]],
    handler: Handler,
    *,
    queue: str | None = None,
    lane: Lane | None = None,
    name: str = "",
) -> None:
    """Register `handler` for one or more event types. Called from `AppConfig.ready()` only; a second call is an error.

    `name` is stored with deliveries; it is given for handlers that are made at start-up, such as one per partner.
    """
    name = name or f"{handler.__module__}.{getattr(handler, '__name__', '')}"
    if name in _by_name:
        raise ValueError(f"reactor {name} is registered twice")
    reactor = Reactor(name, handler, queue, lane)
    _by_name[name] = reactor
    for event_type in [to] if isinstance(to, type) else to:
        _types[event_type.name()] = event_type
        _by_event[event_type].append(reactor)


def reactors_of(event_type: type[Event]) -> list[Reactor]:
    """Reactors of this event type in the order of registration: lower apps first."""
    return _by_event.get(event_type, [])


def reactor_named(name: str) -> Reactor | None:
    """The reactor of a stored delivery, or None when a newer release no longer has it."""
    return _by_name.get(name)


def to_data(event: Event) -> dict[str, Any]:
    """The event's fields as JSON-ready data."""
    return asdict(event)


def from_data(name: str, data: dict[str, Any]) -> Event:
    """Rebuild a stored event; fields a newer release no longer knows are left out. Raises KeyError for
    unknown names.
    """
    event_type = _types[name]
    known = {field.name for field in fields(event_type)}
    return event_type(**{key: value for key, value in data.items() if key in known})
