"""What may happen to the catalogue."""

from dataclasses import dataclass
from typing import ClassVar

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class VersionEvent(Event):
    """Base of what happens to one version of an item."""

    stream: ClassVar[str] = "item"
    item_id: int
    version_id: int


@dataclass(frozen=True, kw_only=True)
class VersionPublished(VersionEvent):
    """A version came into force; every channel refreshes from it (I-17)."""

    number: int


@dataclass(frozen=True, kw_only=True)
class VersionSuspended(VersionEvent):
    """From now on nobody applies; what runs goes on (I-13)."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class VersionResumed(VersionEvent):
    """It can be applied for again (I-13)."""


@dataclass(frozen=True, kw_only=True)
class VersionCancelled(VersionEvent):
    """The item ended: nobody applies any more, what runs goes on, the archive stays (I-13)."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class CancellationPlanned(VersionEvent):
    """The item will end on a day (I-13); `day` in ISO form, empty when the plan was dropped."""

    day: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class DraftEvent(Event):
    """Base of what happens to a draft of an item."""

    stream: ClassVar[str] = "item"
    item_id: int
    draft_id: int


@dataclass(frozen=True, kw_only=True)
class DraftOpened(DraftEvent):
    """Somebody began to work on an item, or on its next version."""


@dataclass(frozen=True, kw_only=True)
class DraftMoved(DraftEvent):
    """A draft was handed on, sent back, taken back or given up (I-10)."""

    deed: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class DraftWaitsTooLong(DraftEvent):
    """A limit of I-11 has passed: the department has not declared a change of law, or the legal office not answered."""

    state: str
    limit: str


@dataclass(frozen=True, kw_only=True)
class ItemConfirmed(Event):
    """The body of an item looked at the version in force and found nothing to change (I-16)."""

    stream: ClassVar[str] = "item"
    item_id: int
    version_id: int


@dataclass(frozen=True, kw_only=True)
class ItemsUnreviewed(Event):
    """So many more items of a body were not reviewed for too long (I-16)."""

    stream: ClassVar[str] = "department"
    department_id: int
    items: int


@dataclass(frozen=True, kw_only=True)
class SpotCheckEvent(Event):
    """Base of what happens to a spot check of the catalogue (I-16)."""

    stream: ClassVar[str] = "spot_check"
    spot_check_id: int


@dataclass(frozen=True, kw_only=True)
class SpotCheckDrawn(SpotCheckEvent):
    """Items were drawn at random; whoever draws from the same population with `seed` gets the same."""

    items: int
    population: int
    seed: int


@dataclass(frozen=True, kw_only=True)
class SpotCheckFinished(SpotCheckEvent):
    """Every group of elements was judged; so many of them are right."""

    judged: int
    right: int


@dataclass(frozen=True, kw_only=True)
class EntryChanged(Event):
    """A directory row changed; `claimed` bodies have to follow (H25)."""

    stream: ClassVar[str] = "entry"
    entry_id: int
    number: int


@dataclass(frozen=True, kw_only=True)
class SynonymsChanged(Event):
    """A group of words that mean the same has so many words now; none when it is gone."""

    stream: ClassVar[str] = "synonyms"
    synonyms_id: int
    words: int


@dataclass(frozen=True, kw_only=True)
class PhrasesChanged(Event):
    """An everyday phrase was added to an entry of the directory, or taken from it."""

    stream: ClassVar[str] = "entry"
    entry_id: int
    phrase: str
    added: bool


@dataclass(frozen=True, kw_only=True)
class LifeEventChanged(Event):
    """A life event says something else now; `deed` names the verb."""

    stream: ClassVar[str] = "life_event"
    life_event_id: int
    deed: str


@dataclass(frozen=True, kw_only=True)
class GuidePaperOrdered(Event):
    """Somebody asked for a paper of a guide that was not made yet."""

    stream: ClassVar[str] = "guide_paper"
    guide_paper_id: int


@dataclass(frozen=True, kw_only=True)
class ListTakenOver(Event):
    """One of the official lists was imported (H95–H98); `list_id` is its place among the four."""

    stream: ClassVar[str] = "list"
    list_id: int
    kind: str
    added: int
    changed: int
    removed: int
