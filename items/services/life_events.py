"""Administrators keep life events: their questions, their items with the reason, and whether they are shown (H16)."""

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max, Model, QuerySet
from django.utils.translation import gettext as _

from core.events import Doer
from core.outbox import publish
from core.refusal import Refusal
from items.events import LifeEventChanged
from items.models import DirectoryEntry, LifeEvent, LifeEventItem, LifeEventOption, LifeEventQuestion

KEY = re.compile(r"[a-z][a-z0-9-]{1,39}")
FEWEST_OPTIONS, MOST_OPTIONS, MOST_QUESTIONS, MOST_ITEMS = 2, 8, 8, 40


@dataclass(frozen=True, slots=True)
class EventFacts:
    """What a life event is called and for whom it is; `key` is its word in addresses."""

    key: str
    name: str
    icon: str
    audience: str
    intro: str


def save_life_event(event: LifeEvent | None, facts: EventFacts, *, by: Doer) -> LifeEvent:
    """Keep a new life event at the end of the list, not shown yet, or what is new about one. Refuses `key` (field key)
    for a word that cannot stand in an address or is taken. Publishes LifeEventChanged."""
    others = LifeEvent.objects.exclude(pk=event.pk) if event else LifeEvent.objects.all()
    if not KEY.fullmatch(facts.key) or others.filter(key=facts.key).exists():
        sentence = _("The word for the address has small letters, digits and hyphens and belongs to one event only.")
        raise Refusal("key", sentence, field="key")
    with transaction.atomic():
        kept = event or LifeEvent(order=_last(LifeEvent.objects.all()) + 1)
        for name in EventFacts.__slots__:
            setattr(kept, name, getattr(facts, name))
        kept.save()
        publish(LifeEventChanged(life_event_id=kept.pk, deed="saved"), by=by)
    return kept


def remove_life_event(event: LifeEvent, *, by: Doer) -> None:
    """Take a life event away with all it says. Publishes LifeEventChanged."""
    with transaction.atomic():
        key = event.pk
        event.delete()
        publish(LifeEventChanged(life_event_id=key, deed="removed"), by=by)


def show_life_event(event: LifeEvent, *, shown: bool, by: Doer) -> None:
    """Show a life event on the portal, or no longer. Refuses `no_items` while it leads nowhere."""
    with _changing(event, "shown" if shown else "hidden", by) as held:
        if shown and not held.items.exists():
            raise Refusal("no_items", _("Add the items this event leads to first."))
        held.published = shown
        held.save(update_fields=["published"])


def save_question(
    event: LifeEvent, question: LifeEventQuestion | None, ask: str, labels: Sequence[str], *, by: Doer
) -> LifeEventQuestion:
    """Keep a question with its answers, in order; an answer keeps its items while it keeps its place. Refuses `options`
    (field labels) unless there are two to eight different ones, `too_many` beyond eight questions."""
    labels = list(dict.fromkeys(label.strip() for label in labels if label.strip()))
    if not FEWEST_OPTIONS <= len(labels) <= MOST_OPTIONS:
        sentence = _("A question has %(least)d to %(most)d different answers.")
        raise Refusal("options", sentence % {"least": FEWEST_OPTIONS, "most": MOST_OPTIONS}, field="labels")
    with _changing(event, "question", by) as held:
        if question is None and held.questions.count() >= MOST_QUESTIONS:
            raise Refusal("too_many", _("A life event has at most %(count)d questions.") % {"count": MOST_QUESTIONS})
        kept = question or LifeEventQuestion(event=held, order=_last(held.questions.all()) + 1)
        kept.ask = ask.strip()
        kept.save()
        present = list(kept.options.all())
        for place, label in enumerate(labels):
            option = present[place] if place < len(present) else LifeEventOption(question=kept)
            option.order, option.label = place + 1, label
            option.save()
        for option in present[len(labels) :]:
            option.delete()
    return kept


def save_item(
    event: LifeEvent, entry: DirectoryEntry, why: str, options: Collection[int], *, by: Doer
) -> LifeEventItem:
    """Let the event lead to an item, always or with some answers, and say why; one that is there is changed.

    Refuses `why` without a reason (field why), `option` for an answer of another event, `too_many` beyond forty items.
    """
    if not why.strip():
        raise Refusal("why", _("Say why this is to be done."), field="why")
    with _changing(event, "item", by) as held:
        chosen = LifeEventOption.objects.filter(question__event=held, pk__in=options)
        if len(chosen) != len(set(options)):
            raise Refusal("option", _("One of these answers is no longer there."), field="options", conflict=True)
        kept = held.items.filter(entry=entry).first()
        if kept is None and held.items.count() >= MOST_ITEMS:
            raise Refusal("too_many", _("A life event leads to at most %(count)d items.") % {"count": MOST_ITEMS})
        kept = kept or LifeEventItem(event=held, entry=entry, order=_last(held.items.all()) + 1)
        kept.why = why.strip()
        kept.save()
        kept.options.set(chosen)
    return kept


def remove_part(part: LifeEventQuestion | LifeEventItem, *, by: Doer) -> None:
    """Take a question or an item away; items that hung on its answers alone are for everybody from then on."""
    with _changing(part.event, "removed", by):
        part.delete()


def move_up(part: LifeEvent | LifeEventQuestion | LifeEventItem, *, by: Doer) -> None:
    """Put a life event, a question or an item before the one that stands before it; the first stays where it is."""
    event = part if isinstance(part, LifeEvent) else part.event
    with _changing(event, "moved", by):
        rows: list[Model] = list(_beside(part))
        place = rows.index(part)
        if place:
            rows[place - 1], rows[place] = rows[place], rows[place - 1]
        for order, row in enumerate(rows, start=1):
            type(row)._default_manager.filter(pk=row.pk).update(order=order)


def _beside(part: LifeEvent | LifeEventQuestion | LifeEventItem) -> QuerySet[Model]:
    if isinstance(part, LifeEvent):
        return LifeEvent.objects.order_by("order", "pk")
    return type(part)._default_manager.filter(event=part.event).order_by("order", "pk")


@contextmanager
def _changing(event: LifeEvent, deed: str, by: Doer) -> Iterator[LifeEvent]:
    """The event under its lock; what was done is written down when it is done."""
    with transaction.atomic():
        held = LifeEvent.objects.select_for_update(of=("self",)).get(pk=event.pk)
        yield held
        publish(LifeEventChanged(life_event_id=held.pk, deed=deed), by=by)


def _last(rows: QuerySet[Model]) -> int:
    return int(rows.aggregate(last=Max("order"))["last"] or 0)
