"""The form of a version: a list of rows, each a question or the beginning of a page or a group."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from items.models.parts import VersionPart


class FieldType(models.TextChoices):
    """Kinds of rows of a form: pages, groups, and the inputs of questions (items.rules.forms says what each stores)."""

    PAGE = "page"
    GROUP = "group"
    TEXT = "text"
    TEXTAREA = "textarea"
    INTEGER = "integer"
    DECIMAL = "decimal"
    PERCENTAGE = "percentage"
    MONEY = "money"
    DATE = "date"
    TIME = "time"
    CHOICE = "choice"
    MULTICHOICE = "multichoice"
    BOOLEAN = "boolean"
    ID_NUMBER = "id_number"
    PHONE = "phone"
    EMAIL = "email"
    USCC = "uscc"
    ADDRESS = "address"
    REGION = "region"
    MAP_POINT = "map_point"
    TABLE = "table"
    FILE = "file"
    SIGNATURE = "signature"


class FormField(VersionPart):
    """One row of the form beyond applicant and agent.

    A row of type page or group begins one; the rows after it belong to it until the next of its kind (a page also ends
    a group). `label` and `help` are its title and the words under it, and its `visible_if` goes for all that belongs to
    it.

    A question: `prefill` names where its value is already known; `visible_if`, `required_if` and `readonly_if` are
    conditions (core.conditions; the older `{"field": key, "equals": answer}` means the same); a `formula`
    (items.rules.formulas) computes the answer, which is then never typed. `limits` holds min, max, min_length,
    max_length, pattern, places, min_rows, max_rows, max_files, root, level and bounds, as far as they apply to the
    type; `error_text` is said instead of the usual words when an answer does not fit; `default` is the first answer of
    a new form.
    """

    key = models.CharField(max_length=60)
    label = models.CharField(max_length=80)
    type = models.CharField(max_length=12, choices=FieldType)
    required = models.BooleanField()
    options = ArrayField(models.CharField(max_length=80), default=list)
    columns = models.JSONField(default=list)
    prefill = models.CharField(max_length=80, blank=True)
    help = models.TextField(blank=True)
    example = models.CharField(max_length=120, blank=True)
    error_text = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    limits = models.JSONField(default=dict)
    default = models.JSONField(null=True)
    visible_if = models.JSONField(null=True)
    required_if = models.JSONField(null=True)
    readonly_if = models.JSONField(null=True)
    formula = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.label

    @property
    def is_question(self) -> bool:
        """Whether it asks something, or only begins a page or a group."""
        return self.type not in {FieldType.PAGE, FieldType.GROUP}
