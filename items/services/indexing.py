"""Making the index items are found by, from what is in force: names, everyday phrases, synonyms, spellings, marks."""

from collections.abc import Callable, Collection, Iterable, Sequence

from django.db import connection, transaction
from django.db.models import QuerySet

from items.models import Initiator, ItemKind, ItemVersion, SearchEntry, Synonym, VersionState
from items.rules.facets import Traits, facets_of
from items.rules.spelling import Spellings, spellings
from items.rules.words import in_other_words, search_vector

BATCH = 200
PARTS = ("handlingoption_set", "resultspec_set", "materialspec_set", "condition_set", "themes", "item__entry__phrases")
SAVE = """
INSERT INTO items_searchentry (item_id, version_id, name, words, parts, spelled, facets)
VALUES (%s, %s, %s, %s::tsvector, %s::tsvector, %s, %s)
ON CONFLICT (item_id) DO UPDATE SET version_id = excluded.version_id, name = excluded.name, words = excluded.words,
    parts = excluded.parts, spelled = excluded.spelled, facets = excluded.facets
"""
Groups = Sequence[Collection[str]]


def index_items(item_ids: Iterable[int], *, told: Callable[[int], None] = lambda done: None) -> int:
    """Make the entries of these items anew, in one transaction; one that cannot be found any longer loses its entry.

    Synonyms and phrases cannot change meanwhile (see `hold_words`). `told` hears how many are done after each batch.
    """
    keys = sorted(set(item_ids))
    done = 0
    with transaction.atomic():
        _lock_entries("ROW EXCLUSIVE")
        groups = synonym_groups()
        for start in range(0, len(keys), BATCH):
            done += _index_batch(keys[start : start + BATCH], groups)
            told(done)
    return done


def hold_words() -> None:
    """Let nobody index until the transaction ends. Whoever changes synonyms or phrases holds this first, so that no
    item is published meanwhile with the words of before."""
    _lock_entries("SHARE ROW EXCLUSIVE")


def synonym_groups() -> list[list[str]]:
    """The words of each group."""
    groups: dict[int, list[str]] = {}
    for group_id, word in Synonym.objects.order_by("group_id", "order").values_list("group_id", "word"):
        groups.setdefault(group_id, []).append(word)
    return list(groups.values())


def indexable() -> QuerySet[ItemVersion]:
    """Every version that should have an entry: in force, and not suspended."""
    return ItemVersion.objects.filter(state=VersionState.PUBLISHED)


def _lock_entries(mode: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE items_searchentry IN {mode} MODE")


def _index_batch(item_ids: Sequence[int], groups: Groups) -> int:
    versions = list(
        indexable().filter(item_id__in=item_ids).select_related("item__department__region").prefetch_related(*PARTS)
    )
    SearchEntry.objects.filter(item_id__in=set(item_ids) - {version.item_id for version in versions}).delete()
    rows = [_row(version, groups) for version in versions]
    with connection.cursor() as cursor:
        cursor.executemany(SAVE, rows)
    return len(rows)


def _row(version: ItemVersion, groups: Groups) -> tuple[int, int, str, str, str, str, list[str]]:
    """Names and everyday phrases weigh most, then what means the same and how it is spelled."""
    strong = [version.name, *(phrase.phrase for phrase in version.item.entry.phrases.all())]
    medium = [option.name for option in version.handlingoption_set.all()]
    medium += [result.name for result in version.resultspec_set.all()] + [version.item.department.short]
    weak = [material.name for material in version.materialspec_set.all()]
    weak += [condition.text for condition in version.condition_set.all()]
    alike = [other for text in (*strong, *medium) for other in in_other_words(text, groups)]
    spelled = [spellings(text) for text in dict.fromkeys([*strong, *alike])]
    words = search_vector(
        {"A": strong, "B": [*medium, *alike]},
        {"B": [word for one in spelled for word in one.first], "C": [word for one in spelled for word in one.later]},
    )
    parts, facets = search_vector({"D": weak}), facets_of(_traits(version))
    return version.item_id, version.pk, version.name, words, parts, _lines(spelled), facets


def _lines(spelled: Iterable[Spellings]) -> str:
    return "\n".join(dict.fromkeys(line for one in spelled for line in one.lines))


def _traits(version: ItemVersion) -> Traits:
    department = version.item.department
    return Traits(
        on_application=version.initiated_by == Initiator.APPLICANT,
        instant=version.kind == ItemKind.INSTANT,
        visits=version.visits,
        town_level=version.town_level,
        audience=version.audience,
        online_depth=version.online_depth,
        theme_ids=[theme.pk for theme in version.themes.all()],
        department_id=department.pk,
        region_code=department.region.code,
    )
