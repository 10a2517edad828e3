"""How items are found: everyday words, words that mean the same, the index made of them, what found nothing."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from items.models.directory import DirectoryEntry, Item
from items.models.versions import ItemVersion

WORD_LENGTH, PHRASE_LENGTH = 20, 40


class SearchPhrase(models.Model):
    """An everyday phrase such as 开小吃店 that should find an item."""

    entry = models.ForeignKey(DirectoryEntry, on_delete=models.CASCADE, related_name="phrases")
    phrase = models.CharField(max_length=PHRASE_LENGTH)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "phrase"], name="phrase_once_per_entry")]

    def __str__(self) -> str:
        return self.phrase


class SynonymGroup(models.Model):
    """Words that mean the same (饭店, 餐馆, 馆子): whoever asks for one finds what is named by another."""

    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=120)

    def __str__(self) -> str:
        return f"group {self.pk}"


class Synonym(models.Model):
    """One word of a group, in the order it was given; a word belongs to one group only."""

    group = models.ForeignKey(SynonymGroup, on_delete=models.CASCADE, related_name="words")
    order = models.PositiveSmallIntegerField()
    word = models.CharField(max_length=WORD_LENGTH, unique=True)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.word


class SearchEntry(models.Model):
    """What one item is found by: derived from its version in force, phrases and synonyms, made anew at any time.

    `words` holds pairs of characters of names and phrases and how they are spelled, `parts` pairs of characters of
    materials and conditions, `spelled` lines of syllables, `facets` what lists are narrowed by (items.rules.facets).
    Only what is in force and not suspended has one.
    """

    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="finding")
    version = models.OneToOneField(ItemVersion, on_delete=models.CASCADE, related_name="finding")
    name = models.CharField(max_length=120)
    words = SearchVectorField()
    parts = SearchVectorField()
    spelled = models.TextField(blank=True)
    facets = ArrayField(models.CharField(max_length=40), default=list)

    class Meta:
        indexes = [
            GinIndex(fields=["words"], name="search_entry_words", fastupdate=False),
            GinIndex(fields=["parts"], name="search_entry_parts", fastupdate=False),
            GinIndex(fields=["facets"], name="search_entry_facets", fastupdate=False),
        ]

    def __str__(self) -> str:
        return f"finding {self.version_id}"


class SearchMiss(models.Model):
    """How often one day somebody searched for these words and no item was found. Never holds numbers of persons."""

    day = models.DateField()
    words = models.CharField(max_length=PHRASE_LENGTH)
    count = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "words"], name="miss_once_a_day")]

    def __str__(self) -> str:
        return f"{self.words} {self.day}"
