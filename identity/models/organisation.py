"""Regions, departments, posts and who holds them when."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class RegionLevel(models.TextChoices):
    """Tier of a region; the digit of the exercise level in codes follows 行使层级 (I-02): province 2 … village 6."""

    PROVINCE = "province", _("Province")
    CITY = "city", _("City")
    COUNTY = "county", _("County")
    TOWN = "town", _("Town or street")
    VILLAGE = "village", _("Village or community")


class Region(models.Model):
    """An administrative region (V-05): 6 digits, 9 for towns, 12 for villages."""

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=60)
    level = models.CharField(max_length=8, choices=RegionLevel)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")

    def __str__(self) -> str:
        return self.name


class DepartmentKind(models.TextChoices):
    """What an implementing body is in law."""

    ORGAN = "organ", _("Government organ")
    INSTITUTION = "institution", _("Public institution")
    ENTERPRISE = "enterprise", _("Public-utility enterprise")


class Department(models.Model):
    """A body that handles items, known to staff by its short name; `level` is the exercise level 1–7 of I-02.

    `hours`, `complaint_phone`, `review_body` and `court` are what its items say where they say nothing of their own.
    """

    key = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    short = models.CharField(max_length=20)
    code2 = models.CharField(max_length=2, blank=True)
    uscc = models.CharField(max_length=18, unique=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="departments")
    level = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=DepartmentKind)
    phone = models.CharField(max_length=20, blank=True)
    hours = models.CharField(max_length=120, blank=True)
    complaint_phone = models.CharField(max_length=40, blank=True)
    review_body = models.CharField(max_length=120, blank=True)
    court = models.CharField(max_length=120, blank=True)
    own_system = models.JSONField(null=True, blank=True)
    desks = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=7), name="department_level_1_to_7"),
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What the holder of a post may do. Administrators are separated three ways (quality handbook, security)."""

    CLERK = "clerk", _("Window clerk")
    REVIEWER = "reviewer", _("Reviewer")
    LEADER = "leader", _("Leader")
    GOVERNMENT_LEADER = "gov_leader", _("Leader of the people's government")
    CERTIFIER = "certifier", _("Certificate maker")
    SUPERVISOR = "supervisor", _("Supervisor")
    CATALOGUE_ADMIN = "catalogue_admin", _("Catalogue administrator")
    LEGAL_REVIEWER = "legal_reviewer", _("Legal reviewer of the catalogue")
    LIST_KEEPER = "list_keeper", _("Keeper of the official lists")
    PUBLISHER = "publisher", _("Publisher of the catalogue")
    ARCHIVIST = "archivist", _("Archivist")
    FINANCE = "finance", _("Finance officer")
    HALL_MANAGER = "hall_manager", _("Hall manager")
    SYSTEM_ADMIN = "system_admin", _("System administrator")
    SECURITY_ADMIN = "security_admin", _("Security administrator")
    AUDIT_ADMIN = "audit_admin", _("Audit administrator")


class Post(models.Model):
    """A post of one department, such as 科室审查岗; routes name posts, never people."""

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="posts")
    name = models.CharField(max_length=40)
    roles = ArrayField(models.CharField(max_length=16, choices=Role), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["department", "name"], name="post_once_per_department"),
            models.CheckConstraint(
                condition=~(
                    Q(roles__contains=[Role.SYSTEM_ADMIN], roles__overlap=[Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
                    | Q(roles__contains=[Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
                ),
                name="post_of_one_administrator",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.name}"


class Staff(models.Model):
    """A person who works for a department and signs in with an account."""

    account = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="staff")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="staff")
    name = models.CharField(max_length=60)
    number = models.CharField(max_length=20, unique=True)

    def __str__(self) -> str:
        return self.name


class Duty(models.Model):
    """A person holds a post from `since` to `until` (dates inclusive; open-ended when null), maybe at one window."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="duties")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="duties")
    window = models.ForeignKey("identity.Window", on_delete=models.PROTECT, null=True, related_name="duties")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="duty_ends_later"),
            models.UniqueConstraint(fields=["staff", "post"], condition=Q(until__isnull=True), name="duty_open_once"),
        ]

    def __str__(self) -> str:
        return f"{self.staff} – {self.post}"
