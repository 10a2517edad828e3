"""Named reads of the catalogue. The published catalogue is public."""

from typing import Any

from django.db import connection
from django.db.models import F, QuerySet

from identity.actors import Actor
from identity.models import Role
from items.filtering import NOTHING, Wanted
from items.models import LIVE_STATES, Initiator, ItemDraft, ItemVersion, SpotCheck, SpotCheckItem, VersionState
from items.rules.words import mixed_words, query_words, search_query


def published_versions() -> QuerySet[ItemVersion]:
    """Versions in force, with item, entry and body."""
    return ItemVersion.objects.filter(state=VersionState.PUBLISHED).select_related("item__entry", "item__department")


def shown_versions() -> QuerySet[ItemVersion]:
    """The version of each item that its guide shows: the one in force, also while it is suspended (I-13)."""
    shown = ItemVersion.objects.filter(state__in=LIVE_STATES)
    return shown.select_related("item__entry", "item__department")


def suspension_of(version: ItemVersion) -> ItemVersion | None:
    """The suspended version that keeps new applications away from this one: itself, or the one that took its place."""
    if version.state == VersionState.PUBLISHED:
        return None
    return ItemVersion.objects.filter(item_id=version.item_id, state=VersionState.SUSPENDED).first()


def successor_of(version: ItemVersion) -> ItemVersion | None:
    """The version in force that took the place of a superseded one."""
    if version.state != VersionState.SUPERSEDED:
        return None
    return published_versions().filter(item_id=version.item_id).first()


def applicable_versions() -> QuerySet[ItemVersion]:
    """Versions in force that can be applied for."""
    return published_versions().filter(initiated_by=Initiator.APPLICANT)


AUDIENCES = {"person": ["自然人"], "enterprise": ["企业法人", "个体工商户", "非法人企业", "事业法人", "社会组织法人"]}
"""Who the two entrances of the portal are for, in the words item files use."""


def for_audience(versions: QuerySet[ItemVersion], audience: str) -> QuerySet[ItemVersion]:
    """Those of `person` or `enterprise`; all for any other word."""
    return versions.filter(audience__overlap=AUDIENCES[audience]) if audience in AUDIENCES else versions


WEAKEST = 0.25
"""What share of the first one's rank a match needs. Against a word of the name one word of many against them all weighs
less than this."""
MOST_RANKED = 500
"""Of more matches than this the ones with the shortest names are ranked; a single character finds so many."""
RANKED = """
WITH found AS MATERIALIZED (
    SELECT version_id, name, {vector} AS words, facets @> '{{open}}' AS open FROM items_searchentry
    WHERE ({matches}) AND facets @> %(marks)s::varchar[] AND (%(either)s::varchar[] = '{{}}' OR facets && %(either)s)
    ORDER BY open DESC, length(name), version_id LIMIT %(most)s)
SELECT version_id, ts_rank('{{0.02,0.1,0.3,1.0}}', words, %(asked)s::tsquery) AS rank FROM found
ORDER BY open DESC, rank DESC, length(name), name, version_id LIMIT %(limit)s
"""
IN_NAMES = "words @@ %(words)s::tsquery"
SPELLED = "words @@ %({0}_initials)s::tsquery AND spelled ~ %({0}_pattern)s"
IN_PARTS = """parts @@ %(words)s::tsquery AND (
    SELECT 2 * count(*) FROM unnest(%(each)s::text[]) AS word WHERE parts @@ word::tsquery) > %(count)s"""


def search_versions(text: str, *, limit: int = 20, wanted: Wanted = NOTHING) -> list[ItemVersion]:
    """The versions in force that fit a question best: what one can apply for before what authorities do by themselves,
    names and everyday phrases before parts, short names before long ones.

    The question may be typed in Chinese, in pinyin, in initials, or mixed, and need not be finished. What fits far less
    well than the first one is left out; each says in `marks` what it could be narrowed by. Where no word of the
    question stands in a name or a phrase, the parts (materials, conditions) must hold more than half of its words:
    chance pairs of characters find nothing. An empty question finds nothing. Only rows that match are read.
    """
    each = query_words(text)
    if not each:
        return []
    found = _in_names(text, wanted, limit) or _in_parts(each, wanted, limit)
    versions = published_versions().annotate(marks=F("finding__facets")).in_bulk([key for key, _rank in found])
    return [versions[key] for key, rank in found if key in versions and rank >= found[0][1] * WEAKEST]


def _in_names(text: str, wanted: Wanted, limit: int) -> list[tuple[int, float]]:
    words, mixed = search_query(text), mixed_words(text)
    values = {"words": words, "asked": " | ".join([words, *(f"'{one.initials}':*" for one in mixed)])}
    for number, one in enumerate(mixed):
        values |= {f"way{number}_initials": f"'{one.initials}':*", f"way{number}_pattern": one.pattern}
    ways = [IN_NAMES, *(SPELLED.format(f"way{number}") for number in range(len(mixed)))]
    return _ranked("words", " OR ".join(f"({way})" for way in ways), values, wanted, limit)


def _in_parts(each: list[str], wanted: Wanted, limit: int) -> list[tuple[int, float]]:
    words = " | ".join(each)
    values = {"words": words, "asked": words, "each": each, "count": len(each)}
    return _ranked("parts", IN_PARTS, values, wanted, limit)


def _ranked(vector: str, matches: str, values: dict[str, Any], wanted: Wanted, limit: int) -> list[tuple[int, float]]:
    """Keys of the versions that fit best and how well, in order."""
    narrowing = {"marks": wanted.marks(), "either": wanted.either(), "most": MOST_RANKED, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(RANKED.format(vector=vector, matches=matches), values | narrowing)
        return [(int(key), float(rank)) for key, rank in cursor]


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
    return found.prefetch_related(*parts).order_by("-item__entry__pk", "pk")[:CHANGED]


def checks_visible_to(actor: Actor) -> QuerySet[SpotCheck]:
    """The offices that keep the whole catalogue see every check, the bodies those that are finished."""
    found = SpotCheck.objects.select_related("department")
    return found if actor.has_role(*SEES_ALL) else found.filter(finished_at__isnull=False)


def check_rows_in_sight(check: SpotCheck, actor: Actor) -> QuerySet[SpotCheckItem]:
    """The items of a check: all to the offices that keep the whole catalogue, to a body its own."""
    rows = SpotCheckItem.objects.filter(spot_check=check).select_related(
        "version__item__entry", "version__item__department"
    )
    rows = rows.prefetch_related("findings").order_by("order")
    return rows if actor.has_role(*SEES_ALL) else rows.filter(version__item__department_id__in=actor.department_ids)
