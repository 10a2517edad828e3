"""A person's own code for the window, and who of staff looked into somebody's libraries."""

from django.db import models

from identity.models import Party


class PersonCode(models.Model):
    """A code a person shows on his phone to say who he is: scanned once, within a minute. Only its hash is kept."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="person_codes")
    code_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    scanned_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["party", "-made_at"], name="person_code_latest")]

    def __str__(self) -> str:
        return f"code of party {self.party_id}"


class LibraryRead(models.Model):
    """One look of staff into the libraries of a party before a case of his was open (G-02); its owner can see it.
    Append-only, guarded by a trigger."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="library_reads")
    at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)
    who = models.CharField(max_length=120)
    what = models.CharField(max_length=120)
    why = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["party", "-at"], name="library_reads_latest")]

    def __str__(self) -> str:
        return f"{self.who} read the libraries of party {self.party_id}"
