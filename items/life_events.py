"""Named reads of life events: what somebody's answers lead to (H16)."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from identity.actors import Actor
from identity.models import Role
from items.models import ItemVersion, LifeEvent, LifeEventItem
from items.queries import applicable_versions
from items.rules.life_events import Need, need_of


@dataclass(frozen=True, slots=True)
class Led:
    """One item somebody is led to: why, the version in force, whether certainly, and for which answers it is."""

    why: str
    version: ItemVersion
    need: Need
    answers: tuple[str, ...]


def events_visible_to(actor: Actor) -> QuerySet[LifeEvent]:
    """What is shown; administrators of the catalogue also see what is not shown yet."""
    found = LifeEvent.objects.order_by("order", "pk")
    return found if actor.has_role(Role.CATALOGUE_ADMIN) else found.filter(published=True)


def shown_events() -> QuerySet[LifeEvent]:
    """What everybody sees, in order."""
    return LifeEvent.objects.filter(published=True).order_by("order", "pk")


def answers_in(event: LifeEvent, query: Mapping[str, str]) -> dict[int, int]:
    """The option an address gives to each question of an event; what the event does not offer is left out."""
    return {
        question.pk: option.pk
        for question in event.questions.all()
        for option in question.options.all()
        if str(option.pk) == query.get(f"q{question.pk}", "")
    }


def led_to(event: LifeEvent, answers: Mapping[int, int]) -> list[Led]:
    """The items in force these answers lead to, or may lead to, in the order of the event.

    An item that several bodies carry out stands once, with the body of the highest level. `event` comes with its
    questions and items prefetched (see `with_parts`).
    """
    links = list(event.items.all())
    versions: dict[int, ItemVersion] = {}
    in_force = applicable_versions().filter(item__entry__in=[link.entry_id for link in links])
    for version in in_force.order_by("item__level", "pk"):
        versions.setdefault(version.item.entry_id, version)
    found = [(link, _need(link, answers)) for link in links if link.entry_id in versions]
    return [
        Led(link.why, versions[link.entry_id], need, tuple(option.label for option in link.options.all()))
        for link, need in found
        if need is not Need.NO
    ]


def with_parts(events: QuerySet[LifeEvent]) -> QuerySet[LifeEvent]:
    """Events with everything a page of one shows."""
    return events.prefetch_related("questions__options", "items__options", "items__entry")


def _need(link: LifeEventItem, answers: Mapping[int, int]) -> Need:
    wanted: dict[int, set[int]] = {}
    for option in link.options.all():
        wanted.setdefault(option.question_id, set()).add(option.pk)
    return need_of(wanted, answers)
