"""What a window asked or checked about single materials: papers demanded although they are held, levels changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.materials import Material, Resolver
from identity.models import Staff
from items.models import MaterialSpec


class MaterialDemand(models.Model):
    """One time a clerk demanded a paper that can be fetched (`held_in` says where), with his reason (I-07, S-23).
    Append-only, guarded by a trigger."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="demands")
    spec = models.ForeignKey(MaterialSpec, on_delete=models.PROTECT, related_name="+")
    held_in = models.CharField(max_length=8, choices=Resolver)
    reason = models.CharField(max_length=300)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    who = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="material_demand_latest")]
        constraints = [models.UniqueConstraint(fields=["case", "spec"], name="paper_demanded_once_per_case")]

    def __str__(self) -> str:
        return f"{self.spec} demanded in case {self.case_id}"


class IssuerEnquiry(models.Model):
    """One time the body that issues a material was asked for it and answered: it handed it over, or has none of this
    applicant, whose paper is then taken in without a reason (I-07, L-10). Append-only, guarded by a trigger."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="enquiries")
    spec = models.ForeignKey(MaterialSpec, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=60)
    has_it = models.BooleanField()
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.source} asked for {self.spec_id} in case {self.case_id}"


class TrustGround(models.TextChoices):
    """Why a material is trusted more or less than before."""

    ORIGINAL_SEEN = "original", _("Compared with the original")
    OTHER_FILES = "files", _("Other files were handed in")
    TAKEN_AWAY = "removed", _("What was handed in was taken away")


class TrustChange(models.Model):
    """One change of the trust level of a material: it rises by a check at a window, with who and when, and never falls
    without a row here (L-05). `now` is empty when nothing is left to trust."""

    material = models.ForeignKey(Material, on_delete=models.CASCADE, related_name="trust_changes")
    was = models.CharField(max_length=1)
    now = models.CharField(max_length=1, blank=True)
    ground = models.CharField(max_length=8, choices=TrustGround)
    who = models.CharField(max_length=120)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.was} to {self.now or '-'} of {self.material_id}"
