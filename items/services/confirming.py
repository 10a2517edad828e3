"""Looking at items again (I-16): that nothing is to change, and reminding whoever has not looked for too long."""

from collections import defaultdict

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.events import Doer
from core.outbox import publish
from core.refusal import Refusal
from identity.actors import SYSTEM, Actor
from identity.models import Department, Role
from items.events import ItemConfirmed, ItemsUnreviewed
from items.models import LIVE_STATES, Item, ItemConfirmation, ReviewReminder
from items.models.drafts import OVER
from items.queries import shown_versions
from items.statistics.quality import overdue, reviewed_at, with_last_review


def confirm_item(item: Item, *, remark: str, by: Actor) -> ItemConfirmation:
    """Say that the item was looked at and nothing is to change; from now on it counts as reviewed.

    Refuses `not_yours` to anybody but the administrators of its body, `remark` without one, and as conflicts
    `not_in_force` and `draft_open` while somebody is changing it. Publishes ItemConfirmed.
    """
    if not (by.has_role(Role.CATALOGUE_ADMIN) and item.department_id in by.department_ids):
        raise Refusal("not_yours", _("Only the administrators of its department review an item."))
    if not remark.strip():
        raise Refusal("remark", _("Say what you compared the item with."), field="remark")
    with transaction.atomic():
        item = Item.objects.select_for_update(of=("self",)).get(pk=item.pk)
        live = item.versions.filter(state__in=LIVE_STATES).first()
        if live is None:
            raise Refusal("not_in_force", _("The item is not in force."), conflict=True)
        if item.drafts.exclude(state__in=OVER).exists():
            raise Refusal(
                "draft_open", _("Somebody is changing the item; publish or discard the draft."), conflict=True
            )
        now = clock.now()
        done = ItemConfirmation.objects.create(
            **{"item": item, "version": live, "at": now, "remark": remark.strip()[:200]},
            **{"by_id": by.account_id, "by_label": by.label[:80]},
        )
        publish(ItemConfirmed(item_id=item.pk, version_id=live.pk), by=by, at=now)
    return done


def remind_of_reviews(*, by: Doer = SYSTEM) -> int:
    """Tell each body once of the items nobody has looked at for too long; returns of how many items.

    `settings.CATALOGUE_REVIEW_MONTHS` says how long. Publishes ItemsUnreviewed, one for each body.
    """
    found: defaultdict[int, list[ReviewReminder]] = defaultdict(list)
    now = clock.now()
    late = overdue(with_last_review(shown_versions()), settings.CATALOGUE_REVIEW_MONTHS)
    for version in late.order_by("pk"):
        reminder = ReviewReminder(item_id=version.item_id, reviewed_at=reviewed_at(version), at=now)
        found[version.item.department_id].append(reminder)
    return sum(_remind(body, reminders, by=by) for body, reminders in sorted(found.items()))


def _remind(body: int, reminders: list[ReviewReminder], *, by: Doer) -> int:
    """Only of what it was not told of before."""
    with transaction.atomic():
        Department.objects.select_for_update(of=("self",)).get(pk=body)
        given = ReviewReminder.objects.filter(item__department_id=body).values_list("item_id", "reviewed_at")
        told = set(given)
        new = [one for one in reminders if (one.item_id, one.reviewed_at) not in told]
        if new:
            ReviewReminder.objects.bulk_create(new)
            publish(ItemsUnreviewed(department_id=body, items=len(new)), by=by)
    return len(new)
