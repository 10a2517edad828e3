"""The columns of a version that its guide prints and no case follows (1.5 of the rulebook)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class GuideElements(models.Model):
    """Elements of an implementing version beside those that decide how a case goes; `items.elements` says what each
    is, which codes it takes and when it must be filled. `extras` holds what only some types have (1.6), by key.
    """

    local_code = models.CharField(max_length=60, blank=True)
    power_source = models.CharField(max_length=1, blank=True)
    power_division = models.TextField(blank=True)
    exercise_content = models.TextField(blank=True)
    body_kind = models.CharField(max_length=1, default="1")
    entrusted_by = models.CharField(max_length=120, blank=True)
    handling_office = models.CharField(max_length=80, blank=True)
    joint_bodies = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    statutory_note = models.TextField(blank=True)
    promised_note = models.TextField(blank=True)
    flow_note = models.TextField(blank=True)
    channels = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    visit_reason = models.TextField(blank=True)
    online_url = models.URLField(max_length=300, blank=True)
    mobile_url = models.URLField(max_length=300, blank=True)
    single_sign_on = ArrayField(models.CharField(max_length=6), default=list, blank=True)
    in_hall = models.BooleanField(default=True)
    hours = models.TextField(blank=True)
    consult_phone = models.CharField(max_length=40, blank=True)
    consult_address = models.CharField(max_length=200, blank=True)
    consult_url = models.URLField(max_length=300, blank=True)
    complaint_phone = models.CharField(max_length=40, blank=True)
    complaint_address = models.CharField(max_length=200, blank=True)
    complaint_url = models.URLField(max_length=300, blank=True)
    pay_online = models.BooleanField(default=False)
    bookable = models.BooleanField(default=False)
    courier = models.BooleanField(default=False)
    kiosk = models.BooleanField(default=False)
    quota = models.TextField(blank=True)
    jurisdiction = models.TextField(blank=True)
    run_level = models.CharField(max_length=10, blank=True)
    run_system = models.CharField(max_length=80, blank=True)
    effective_on = models.DateField(null=True)
    pledge_text = models.TextField(blank=True)
    pledge_check = models.TextField(blank=True)
    review_body = models.CharField(max_length=120, blank=True)
    court = models.CharField(max_length=120, blank=True)
    instant_grant = models.BooleanField(default=False)
    unrequested = models.BooleanField(default=False)
    extras = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True
