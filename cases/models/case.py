"""The case: one application from its first draft to its archive."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.fields import BlindIndexField, EncryptedJSONField, EncryptedTextField
from deliveries.models import ResultDelivery
from identity.models import Department, Party, Window
from items.models import HandlingOption, ItemVersion, Route
from spaces.models import Licence


class CaseState(models.TextChoices):
    """The legal state of a case (2.2), the same for all items. `phase` groups states for lists and colours."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for precheck")
    PRECHECK_RETURNED = "precheck_returned", _("Returned at precheck")
    PRECHECKED = "prechecked", _("Precheck passed")
    RECEIVED = "received", _("Received")
    CORRECTING = "correcting", _("Waiting for correction")
    DECLINED = "declined", _("Not accepted")
    ACCEPTED = "accepted", _("Accepted")
    IN_REVIEW = "in_review", _("In review")
    SUPPLEMENTING = "supplementing", _("Supplement after acceptance")
    SPECIAL = "special", _("Special procedure")
    FORWARDED = "forwarded", _("Forwarded to a higher authority")
    SUSPENDED = "suspended", _("Handling suspended")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")
    ISSUED = "issued", _("Ready for collection")
    DELIVERED = "delivered", _("Delivered")
    CLOSED = "closed", _("Closed")
    RETURNED = "returned", _("Returned")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    TERMINATED = "terminated", _("Terminated")
    VOIDED = "voided", _("Voided")

    @property
    def is_final(self) -> bool:
        return self in FINAL_STATES

    @property
    def is_undecided(self) -> bool:
        """Before the decision; only then may the applicant withdraw (C-19)."""
        return self in UNDECIDED_STATES


FINAL_STATES = frozenset(
    {
        *(CaseState.DECLINED, CaseState.CLOSED, CaseState.RETURNED),
        *(CaseState.WITHDRAWN, CaseState.TERMINATED, CaseState.VOIDED),
    }
)
PAUSED_STATES = frozenset({CaseState.SPECIAL, CaseState.SUSPENDED})
"""While the clocks of the decision stand still (2.5)."""
UNDECIDED_STATES = frozenset(
    {
        *(CaseState.SUBMITTED, CaseState.PRECHECK_RETURNED, CaseState.PRECHECKED, CaseState.RECEIVED),
        *(CaseState.CORRECTING, CaseState.ACCEPTED, CaseState.IN_REVIEW, CaseState.SUPPLEMENTING, *PAUSED_STATES),
    }
)


class Channel(models.TextChoices):
    """How the application arrived; the digit is part of the receipt number (C-31)."""

    WINDOW = "1", _("Window")
    WEB = "2", _("Website")
    MOBILE = "3", _("Mobile")
    KIOSK = "4", _("Kiosk")
    COURIER = "5", _("Courier")
    TOWN = "6", _("Town or village")
    OTHER = "9", _("Other")


class ClosingKind(models.TextChoices):
    """办结结果 of the ten-event exchange (2.2); the value is the exchange code."""

    ISSUED = "0", _("Closed with a result issued")
    RETURNED = "1", _("Returned")
    VOIDED = "2", _("Voided")
    FORWARDED = "4", _("Closed by the higher authority")
    UNCORRECTED = "5", _("Returned: not corrected in time")
    DONE = "6", _("Closed")


class Case(models.Model):
    """One application of one party for one published version of an item, pinned to it from the first draft on.

    Numbers: `receipt_no` from submission or receipt (C-30, C-31), `case_no` (43 characters, I-04) from acceptance.
    `answers` are the form's values by key, `choices` the chosen situation options by situation (their ids; a list where
    a question takes several). `fees` are the charges at acceptance, as `fee_lines` writes them down.
    `subject` is the licence an application to change, renew, replace or cancel one is about (C-23), `licence` the one
    that came of it. `department` handles it, `intake_*` is where it was taken in. All moments are UTC.
    """

    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="cases")
    handling = models.ForeignKey(HandlingOption, on_delete=models.PROTECT, null=True, related_name="+")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="cases")
    applicant = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="cases")
    applicant_name = models.CharField(max_length=120)
    agent = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="cases_as_agent")
    contact_name = models.CharField(max_length=60, blank=True)
    contact_phone = EncryptedTextField(blank=True)
    contact_phone_index = BlindIndexField(blank=True)
    state = models.CharField(max_length=18, choices=CaseState, default=CaseState.DRAFT)
    channel = models.CharField(max_length=1, choices=Channel)
    receipt_no = models.CharField(max_length=24, null=True, unique=True)
    case_no = models.CharField(max_length=50, null=True, unique=True)
    query_code_hash = models.CharField(max_length=64, blank=True)
    query_code_tries = models.PositiveSmallIntegerField(default=0)
    query_locked_until = models.DateTimeField(null=True)
    intake_department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    intake_window = models.ForeignKey(Window, on_delete=models.PROTECT, null=True, related_name="+")
    answers = EncryptedJSONField(default=dict)
    choices = models.JSONField(default=dict)
    fees = models.JSONField(default=list)
    route = models.ForeignKey(Route, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    issued_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    pack_at = models.DateTimeField(null=True)
    corrections = models.PositiveSmallIntegerField(default=0)
    reasons = models.TextField(blank=True)
    closing = models.CharField(max_length=1, choices=ClosingKind, blank=True)
    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, null=True, related_name="cases")
    subject = models.ForeignKey(Licence, on_delete=models.PROTECT, null=True, related_name="cases_about")
    delivery = models.ForeignKey(ResultDelivery, on_delete=models.PROTECT, null=True, related_name="cases")
    idempotency_key = models.CharField(max_length=120, null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(receipt_no__isnull=False), name="a_filed_case_has_a_receipt_number"
            ),
        ]
        indexes = [
            models.Index(fields=["applicant", "-id"], name="case_of_applicant"),
            models.Index(fields=["department", "state", "id"], name="case_of_department"),
            models.Index(fields=["intake_department", "state", "id"], name="case_taken_in_by"),
            models.Index(fields=["agent", "-id"], name="case_of_agent", condition=Q(agent__isnull=False)),
            models.Index(fields=["contact_phone_index"], name="case_by_phone"),
            models.Index(fields=["pack_at"], name="case_to_pack", condition=Q(pack_at__isnull=False)),
            models.Index(fields=["applicant_name"], name="case_by_name", opclasses=["varchar_pattern_ops"]),
        ]

    def __str__(self) -> str:
        return self.case_no or self.receipt_no or f"draft {self.pk}"
