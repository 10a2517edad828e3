"""What the application wizard needs to know of a draft."""

from collections.abc import Collection, Sequence

from django.db.models import QuerySet

from cases.models import Case, CaseState, Material, MaterialState
from cases.queries.visibility import visible_to
from identity.actors import Actor
from items.frozen import form_of
from items.models import ItemVersion
from items.rules.forms import Row
from spaces.models import WalletDocument
from spaces.queries import wallet_visible_to

OFFERED_DOCUMENTS, READ_DOCUMENTS = 3, 100
"""How many kept documents a material offers, and how many are looked at for all materials of a case."""


def open_drafts(version: ItemVersion, actor: Actor) -> QuerySet[Case]:
    """Applications for the item of a version that the one this actor acts for has begun and not filed, whatever the
    version and the handling option, the newest first."""
    mine = visible_to(actor).filter(version__item_id=version.item_id, state=CaseState.DRAFT)
    return mine.filter(applicant_id=actor.party_id).order_by("-pk")


def questions_of(case: Case) -> list[Row]:
    """The questions of the pinned version's form, in order."""
    return form_of(case.version_id).questions


def materials_of(case: Case) -> list[Material]:
    """The materials of a case with what satisfied them, in the order of the version."""
    rows = Material.objects.filter(case=case).select_related("spec", "licence__file").prefetch_related("files__file")
    return list(rows.order_by("spec__order"))


def kept_for(case: Case, materials: Sequence[Material], actor: Actor) -> dict[int, list[WalletDocument]]:
    """By material id, what the applicant's library keeps under its name and is not handed in yet, the newest first."""
    names = {material.spec.name for material in materials}
    kept = list(wallet_visible_to(actor).filter(party_id=case.applicant_id, name__in=names)[:READ_DOCUMENTS])
    found: dict[int, list[WalletDocument]] = {}
    for material in materials:
        there = {attached.file_id for attached in material.files.all()}
        usable = [one for one in kept if one.name == material.spec.name and one.file_id not in there]
        found[material.pk] = usable[:OFFERED_DOCUMENTS]
    return found


def still_missing(case: Case, *, may_follow: Collection[str]) -> list[str]:
    """Names of required materials that are neither there nor in order, without those that may follow (C-01)."""
    unfit = Material.objects.filter(case=case, required=True, state__in=[MaterialState.NEEDED, MaterialState.FAULTY])
    names = unfit.order_by("spec__order").values_list("spec__name", flat=True)
    return [name for name in names if name not in may_follow]
