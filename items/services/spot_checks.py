"""Spot checks: drawing items at random, saying of each group of elements whether it is right, finishing (I-16)."""

from collections.abc import Iterable
from secrets import randbelow

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.outbox import publish
from core.refusal import Refusal
from identity.actors import Actor
from identity.models import Department
from items.events import SpotCheckDrawn, SpotCheckFinished
from items.models import SpotCheck, SpotCheckItem, SpotFinding, SpotVerdict
from items.queries import shown_versions
from items.rules.quality import sections_asked
from items.rules.sampling import drawn, size_of_share

MOST = 200
"""Items of one check; nobody reads more with care."""
SEEDS = 2**31


def draw_sample(*, by: Actor, department: Department | None = None, items: int = 0, percent: int = 0) -> SpotCheck:
    """Draw so many items in force, or so many percent of them, of one body or of all, by chance. What was drawn is kept
    with the number it was drawn with.

    Refuses `size` without exactly one of `items` (from 1) and `percent` (1–100), `too_many` above MOST and
    `nothing_in_force`. Publishes SpotCheckDrawn.
    """
    if (items > 0) == (percent > 0) or percent > 100:
        raise Refusal("size", _("Give either a number of items or a share from 1 to 100 percent."), field="items")
    versions = shown_versions().filter(item__department=department) if department else shown_versions()
    seed = randbelow(SEEDS)
    with transaction.atomic():
        keys = dict(versions.order_by("item_id").values_list("item_id", "pk"))
        size = items or size_of_share(len(keys), percent)
        if not keys:
            raise Refusal("nothing_in_force", _("There is no item in force to look at."), field="department")
        if size > MOST:
            raise Refusal("too_many", _("At most %(most)d items at once.") % {"most": MOST}, field="items")
        now = clock.now()
        check = SpotCheck.objects.create(
            **{"department": department, "population": len(keys), "seed": seed, "drawn_at": now},
            **{"drawn_by_id": by.account_id, "drawn_by_label": by.label[:80]},
        )
        chosen = drawn(keys, size, seed)
        SpotCheckItem.objects.bulk_create(
            SpotCheckItem(spot_check=check, order=order, version_id=keys[key])
            for order, key in enumerate(chosen, start=1)
        )
        event = SpotCheckDrawn(spot_check_id=check.pk, items=len(chosen), population=len(keys), seed=seed)
        publish(event, by=by, at=now)
    return check


def record_findings(row: SpotCheckItem, findings: Iterable[tuple[str, str, str]], *, by: Actor) -> None:
    """Keep what was found of one item: section, verdict and note of each group of elements. Groups that are not named
    keep what was found of them before.

    Refuses `finished` (a conflict), `unknown` for a group the item does not have or no verdict, and `note` for what is
    wrong without saying why.
    """
    with transaction.atomic():
        _open(row.spot_check_id)
        known = sections_asked(row.version.item.entry.type)
        for section, verdict, note in findings:
            if section not in known or verdict not in SpotVerdict.values:
                raise Refusal("unknown", _("The item has no such group of elements."))
            if verdict == SpotVerdict.WRONG and not note.strip():
                raise Refusal("note", _("Say what is wrong."), field=f"note-{section}")
            SpotFinding.objects.update_or_create(
                row=row,
                section=section,
                defaults={
                    **{"verdict": verdict, "note": note.strip()[:300], "at": clock.now()},
                    **{"by_id": by.account_id, "by_label": by.label[:80]},
                },
            )


def finish_check(check: SpotCheck, *, by: Actor) -> SpotCheck:
    """Close a check; its result counts from then on and never changes.

    Refuses `finished` (a conflict) and `unjudged` while a group of elements of an item was not judged. Publishes
    SpotCheckFinished.
    """
    with transaction.atomic():
        check = _open(check.pk)
        if left := unjudged(check):
            raise Refusal("unjudged", _("Not judged yet: %(names)s") % {"names": _("; ").join(left[:5])}, conflict=True)
        findings = SpotFinding.objects.filter(row__spot_check=check)
        right = findings.filter(verdict=SpotVerdict.RIGHT).count()
        check.finished_at, check.finished_by_label = clock.now(), by.label[:80]
        check.save(update_fields=["finished_at", "finished_by_label"])
        event = SpotCheckFinished(spot_check_id=check.pk, judged=findings.count(), right=right)
        publish(event, by=by, at=check.finished_at)
    return check


def unjudged(check: SpotCheck) -> list[str]:
    """The names of the items of a check of which a group of elements was not judged."""
    rows = check.rows.select_related("version__item__entry").prefetch_related("findings")
    return [row.version.name for row in rows if groups_left(row)]


def groups_left(row: SpotCheckItem) -> int:
    """How many groups of elements of an item of a check are still to be judged."""
    return len(sections_asked(row.version.item.entry.type)) - len(row.findings.all())


def _open(check_id: int) -> SpotCheck:
    check = SpotCheck.objects.select_for_update(of=("self",)).get(pk=check_id)
    if check.finished_at is not None:
        raise Refusal("finished", _("The spot check is finished."), conflict=True)
    return check
