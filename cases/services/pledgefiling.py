"""What a pledge does to the materials of its case, and its place in the file (告知承诺, 2.4, D-07).

Callers hold the lock of the case.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cases.events import PledgeFiled
from cases.models import Case, DocumentKind, Material, MaterialState, Pledge
from cases.queries.credit import is_dishonest
from cases.queries.pledges import materials_to_pledge, pledge_of
from cases.services.papers import order_document
from core import clock
from core.events import Doer
from core.outbox import publish
from core.refusal import Refusal


def keep_to_pledge(case: Case) -> None:
    """After the materials of a case changed: what is pledged is not asked. A pledge that was signed before something
    was asked that it would take the place of as well does not cover it, and is dropped: he reads it anew."""
    pledge = pledge_of(case)
    if pledge is None:
        return
    instead_of = materials_to_pledge(case)
    if any(one.spec_id not in pledge.replaced for one in instead_of) and pledge.papered_at is None:
        drop_pledge(case)
        return
    wanted = [one for one in instead_of if one.spec_id in pledge.replaced and one.state == MaterialState.NEEDED]
    mark(wanted, MaterialState.PLEDGED)


def drop_pledge(case: Case) -> None:
    """Everything is asked again."""
    Pledge.objects.filter(case=case).delete()
    mark(Material.with_hidden.filter(case=case, state=MaterialState.PLEDGED), MaterialState.NEEDED)


def mark(materials: Iterable[Material], state: MaterialState) -> None:
    """Bring these materials into this state."""
    keys = [one.pk for one in materials]
    if keys:
        Material.with_hidden.filter(pk__in=keys).update(state=state, remark="")


def check_honest(case: Case) -> None:
    """Refuse `dishonest` for an applicant on whose word nothing is taken in (2.4)."""
    if is_dishonest(case.applicant_id):
        sentence = _("Nothing can be pledged or handed in later until an earlier breach of promise is repaired.")
        raise Refusal("dishonest", sentence)


def check_pledge(case: Case) -> None:
    """Refuse `dishonest` where the applicant pledged and something came to light since."""
    if pledge_of(case) is not None:
        check_honest(case)


def file_pledge(case: Case, *, by: Doer, at: datetime) -> None:
    """With the filing the pledge becomes a paper (D-07). Publishes PledgeFiled."""
    pledge = pledge_of(case)
    if pledge is None or pledge.papered_at is not None:
        return
    pledge.papered_at = at
    pledge.save(update_fields=["papered_at"])
    publish(PledgeFiled(case_id=case.pk, materials=len(pledge.replaced)), by=by, at=at)
    serial = case.documents.filter(kind=DocumentKind.PLEDGE).count() + 1
    order_document(case, DocumentKind.PLEDGE, content=pledge_content(case, pledge), by=by, at=at, serial=serial)


def pledge_content(case: Case, pledge: Pledge) -> dict[str, Any]:
    """What D-07 says: conditions, what need not be proved, the promise, its effects, who signed."""
    version = case.version
    names = Material.with_hidden.filter(case=case, spec_id__in=pledge.replaced).order_by("spec__order")
    return {
        "applicant": case.applicant_name,
        "conditions": list(version.condition_set.order_by("order").values_list("text", flat=True)),
        "replaced": list(names.values_list("spec__name", flat=True)),
        "pledge_text": version.pledge_text,
        "pledge_check": version.pledge_check,
        "signed_by": pledge.signed_by,
        "signed_on": clock.local(pledge.signed_at).date().isoformat(),
        "signature": pledge.signature.digest if pledge.signature else "",
    }
