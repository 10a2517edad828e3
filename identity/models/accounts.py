"""Accounts: how a citizen or a member of staff signs in."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.fields import BlindIndexField
from identity.models.parties import Party


class AccountKind(models.TextChoices):
    """Who signs in with it."""

    CITIZEN = "citizen", _("Citizen")
    STAFF = "staff", _("Staff")
    CLIENT = "client", _("Connected system")


class AccountManager(BaseUserManager["Account"]):
    """Accounts by their sign-in name."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(username=username)


class Account(AbstractBaseUser):
    """One sign-in. A citizen's belongs to a person; staff have a `Staff` row. `assurance_level` is 1–5 of A-02."""

    username = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=8, choices=AccountKind)
    party = models.OneToOneField(Party, on_delete=models.PROTECT, null=True, related_name="account")
    assurance_level = models.PositiveSmallIntegerField(default=1)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    objects = AccountManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(assurance_level__gte=1, assurance_level__lte=5), name="account_assurance_1_to_5"
            ),
        ]

    def __str__(self) -> str:
        return self.username

    @property
    def phone(self) -> str:
        """A citizen's mobile number; a password may not be like it."""
        return self.party.phone if self.party else ""

    @property
    def number(self) -> str:
        """A citizen's identity number; a password may not be like it."""
        return self.party.code if self.party else ""


class SmsCode(models.Model):
    """A code sent to a phone for one purpose; only its hash is kept. Usable once, for ten minutes, five tries."""

    phone_index = BlindIndexField()
    purpose = models.CharField(max_length=20)
    code_hash = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["phone_index", "-sent_at"], name="sms_code_latest")]

    def __str__(self) -> str:
        return f"{self.purpose} at {self.sent_at}"


class SignIn(models.Model):
    """One session of an account, for the person's own list; ended by signing out, by the list, or by its limits."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="sign_ins")
    address = models.CharField(max_length=45)
    agent = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["account", "-started_at"], name="sign_in_latest")]

    def __str__(self) -> str:
        return f"{self.account_id} since {self.started_at}"


class ApiKey(models.Model):
    """A connected system's key; only its hash is kept. It files and reads cases of one department."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="api_key")
    department = models.ForeignKey("identity.Department", on_delete=models.PROTECT, related_name="api_keys")
    key_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"key of {self.account_id}"
