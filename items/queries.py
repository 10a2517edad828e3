"""Named reads of the catalogue. The published catalogue is public."""

from django.db.models import FloatField, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Length

from identity.actors import Actor
from identity.models import Role
from items.models import Initiator, ItemDraft, ItemVersion, VersionState
from items.rules.words import query_words, search_query


def published_versions() -> QuerySet[ItemVersion]:
    """Versions in force, with item, entry and body."""
    return ItemVersion.objects.filter(state=VersionState.PUBLISHED).select_related("item__entry", "item__department")


def shown_versions() -> QuerySet[ItemVersion]:
    """The version of each item that its guide shows: the one in force, also while it is suspended (I-13)."""
    shown = ItemVersion.objects.filter(state__in=[VersionState.PUBLISHED, VersionState.SUSPENDED])
    return shown.select_related("item__entry", "item__department")


def suspension_of(version: ItemVersion) -> ItemVersion | None:
    """The suspended version that keeps new applications away from this one: itself, or the one that took its place."""
    if version.state == VersionState.PUBLISHED:
        return None
    return ItemVersion.objects.filter(item_id=version.item_id, state=VersionState.SUSPENDED).first()


def applicable_versions() -> QuerySet[ItemVersion]:
    """Versions in force that can be applied for."""
    return published_versions().filter(initiated_by=Initiator.APPLICANT)


AUDIENCES = {"person": ["自然人"], "enterprise": ["企业法人", "个体工商户", "非法人企业", "事业法人", "社会组织法人"]}
"""Who the two entrances of the portal are for, in the words item files use."""


def for_audience(versions: QuerySet[ItemVersion], audience: str) -> QuerySet[ItemVersion]:
    """Those of `person` or `enterprise`; all for any other word."""
    return versions.filter(audience__overlap=AUDIENCES[audience]) if audience in AUDIENCES else versions


NAMES = "AB"
"""The weights of names and everyday phrases; everything else are parts."""
MATCHES = """items_itemversion.search @@ %s::tsquery AND (items_itemversion.search @@ %s::tsquery OR (
    SELECT 2 * count(*) FROM unnest(%s::text[]) AS word WHERE items_itemversion.search @@ word::tsquery) > %s)"""
WEAKEST = 0.25
"""What share of the first one's rank a match needs. Against a word of the name one of a material weighs less than
this, and so does one word of many against them all."""


def search_versions(text: str, *, limit: int = 20) -> list[ItemVersion]:
    """The versions in force that fit a question best: what one can apply for before what authorities do by themselves,
    names and everyday phrases before parts, short names before long ones.

    What fits far less well than the first one is left out, so that an item that only mentions a word does not stand
    among those that are about it. Where no word of the question stands in a name or a phrase, the parts must hold more
    than half of its words: chance pairs of characters find nothing. An empty question finds nothing. Ranking reads only
    rows that match.
    """
    words = search_query(text)
    if not words:
        return []
    each = query_words(text)
    matches = RawSQL(MATCHES, [words, search_query(text, NAMES), each, len(each)])
    rank = RawSQL("ts_rank('{0.02,0.1,0.3,1.0}', items_itemversion.search, %s::tsquery)", [words], FloatField())
    found = published_versions().annotate(fits=matches).filter(fits=True).annotate(rank=rank)
    found = found.annotate(open=Q(initiated_by=Initiator.APPLICANT), length=Length("name"))
    best = list(found.order_by("-open", "-rank", "length", "name", "pk")[:limit])
    return [version for version in best if version.rank >= best[0].rank * WEAKEST]


SEES_ALL = (Role.LEGAL_REVIEWER, Role.LIST_KEEPER, Role.PUBLISHER, Role.SUPERVISOR)
SEES_OWN = (Role.CATALOGUE_ADMIN, Role.LEADER)
WORKS_ON = (*SEES_OWN, *SEES_ALL)
"""Who has business in the catalogue's workshop."""


def drafts_visible_to(actor: Actor) -> QuerySet[ItemDraft]:
    """Drafts this person may see: administrators and heads those of their own bodies, the offices that agree to every
    change and the supervisors all.
    """
    drafts = ItemDraft.objects.select_related("item__entry", "item__department", "based_on")
    if actor.has_role(*SEES_ALL):
        return drafts
    return drafts.filter(item__department_id__in=actor.department_ids) if actor.has_role(*SEES_OWN) else drafts.none()


CHANGED = 60


def changed_in_directory(actor: Actor) -> QuerySet[ItemVersion]:
    """The items of one's own bodies, in force, whose directory row changed since it was made and is to be compared
    (H25); the offices that keep the whole catalogue see every body's. The latest `CHANGED` at most.
    """
    found = shown_versions().filter(item__entry__number__gt=1)
    if not actor.has_role(*SEES_ALL):
        found = found.filter(item__department_id__in=actor.department_ids)
    parts = ("legalbasis_set", "item__entry__basis", "item__entry__children")
    return found.defer("search").prefetch_related(*parts).order_by("-item__entry__pk", "pk")[:CHANGED]
