"""Taking on members of staff."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from core import clock
from core.events import Doer
from core.outbox import publish
from core.refusal import Refusal
from identity.events import StaffAdded
from identity.models import Account, AccountKind, Duty, Post, Staff
from identity.rules import ADMINISTRATORS

STAFF_ASSURANCE = 5
"""Staff are met in person before they get an account (A-02)."""


@dataclass(frozen=True, slots=True)
class NewStaff:
    """Who is taken on: `username` to sign in with, `number` on his badge, `posts` of one department or several."""

    username: str
    name: str
    number: str
    posts: Sequence[Post]


def add_staff(person: NewStaff, *, password: str, by: Doer) -> TOTPDevice:
    """The account, the person and his duties from today; returns the second factor, whose secret is shown this once.

    Raises ValidationError for a weak password. Refuses `no_post`, `two_administrators` (10.3: one person holds at most
    one of the three administrators' roles) and `known_already` for a user name or badge number somebody has.
    Publishes StaffAdded.
    """
    if not person.posts:
        raise Refusal("no_post", _("A member of staff needs a post."), field="posts")
    if len(ADMINISTRATORS & {role for post in person.posts for role in post.roles}) > 1:
        raise Refusal("two_administrators", _("One person cannot hold two administrators' roles."), field="posts")
    account = Account(username=person.username, kind=AccountKind.STAFF, created_at=clock.now())
    account.assurance_level = STAFF_ASSURANCE
    validate_password(password, account)
    account.set_password(password)
    try:
        with transaction.atomic():
            return _store(account, person, by=by)
    except IntegrityError as error:
        raise Refusal("known_already", _("Somebody has this user name or badge number already.")) from error


def _store(account: Account, person: NewStaff, *, by: Doer) -> TOTPDevice:
    account.save()
    staff = Staff.objects.create(
        account=account, department=person.posts[0].department, name=person.name, number=person.number
    )
    Duty.objects.bulk_create(Duty(staff=staff, post=post, since=clock.today()) for post in person.posts)
    publish(StaffAdded(account_id=account.pk, post_ids=tuple(post.pk for post in person.posts)), by=by)
    return TOTPDevice.objects.create(user=account, name="app", confirmed=True)
