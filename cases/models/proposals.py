"""Acts on a case that one person proposes and another decides (呈批)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from identity.models import Staff


class ProposalKind(models.TextChoices):
    """What is proposed."""

    VOID = "void", _("Void the case")
    TERMINATION = "termination", _("Terminate the case")
    SUSPENSION = "suspension", _("Suspend the case")
    PROCEDURE = "procedure", _("Special procedure")
    EXTENSION = "extension", _("Extend the decision")
    JOINT_EXTENSION = "joint", _("Extend a joint decision")
    FALSE_MATERIAL = "material", _("Refuse for false material")
    DECEIT = "deceit", _("Begin to rescind what was obtained by deceit")
    FALSE_PLEDGE = "pledge", _("Begin to rescind for a false pledge")
    AMENDMENT = "amendment", _("Correct an error")


class ProposalVerdict(models.TextChoices):
    """How it was decided; `LAPSED` when the case ended another way meanwhile."""

    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    LAPSED = "lapsed", _("Lapsed")


class Proposal(models.Model):
    """One proposal: who asks for what and why, who decided and how. Undecided while `verdict` is empty.

    `title` names the special procedure; `days` are the working days such a procedure or an extension takes.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=11, choices=ProposalKind)
    reason = models.TextField()
    basis = models.TextField(blank=True)
    title = models.CharField(max_length=20, blank=True)
    days = models.PositiveSmallIntegerField(default=0)
    proposed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    verdict = models.CharField(max_length=8, choices=ProposalVerdict, blank=True)
    remark = models.TextField(blank=True)
    decided_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(verdict=""), name="one_open_proposal_per_case"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")), name="nobody_approves_his_own_proposal"
            ),
        ]
        indexes = [models.Index(fields=["id"], name="open_proposals", condition=Q(verdict=""))]

    def __str__(self) -> str:
        return f"{self.kind} of case {self.case_id}"
