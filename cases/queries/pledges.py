"""What may be pledged instead of proved, what was, and which pledges are to be checked (告知承诺, 2.4)."""

from django.db.models import QuerySet

from cases.models import Case, Material, MaterialState, Pledge
from identity.actors import Actor
from items.models import ItemVersion


def offers_pledge(version: ItemVersion) -> bool:
    """Whether whoever applies under this version may pledge at all: the item says so and says what is pledged, and
    nothing that cannot be undone is at stake."""
    return version.pledge_allowed and bool(version.pledge_text.strip()) and not version.risk_field


def pledge_of(case: Case) -> Pledge | None:
    """The pledge of a case; nothing is asked of the database where the item knows none."""
    return Pledge.objects.filter(case=case).first() if case.version.pledge_allowed else None


def materials_to_pledge(case: Case) -> list[Material]:
    """The materials of a case a pledge takes the place of: asked, and not there in any other way."""
    open_ones = [MaterialState.NEEDED, MaterialState.FAULTY, MaterialState.PLEDGED]
    rows = Material.objects.filter(case=case, spec__pledgeable=True, state__in=open_ones)
    return list(rows.select_related("spec").order_by("spec__order"))


def checks_visible_to(actor: Actor) -> QuerySet[Pledge]:
    """Pledges of granted cases of this actor's bodies, checked or not."""
    rows = Pledge.objects.filter(case__department_id__in=actor.department_ids if actor.is_staff else [])
    return rows.exclude(granted_at=None).select_related("case__version", "case__department", "checked_by")
