"""Choosing to pledge in the place of proof, and undoing the choice (告知承诺, 2.4, D-07)."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from cases.models import Case, CaseState, MaterialState, Pledge
from cases.queries.pledges import materials_to_pledge, offers_pledge
from cases.services.life import locked
from cases.services.pledgefiling import check_honest, drop_pledge, mark
from cases.services.window import is_open_to_the_window
from core import clock
from core.refusal import Refusal
from core.services.files import store_file
from identity.actors import Actor

UNFILED = {CaseState.DRAFT, CaseState.PRECHECK_RETURNED}


def sign_pledge(case: Case, *, signed_by: str, drawn: UploadedFile | None = None, by: Actor) -> Pledge:
    """The applicant pledges instead of proving: the materials a pledge takes the place of are not asked any more, and
    the route on pledge is taken. `drawn` is his signature; at the window it stands on the paper.

    Refuses `no_pledge` where the item takes none, `nothing_pledged` where all proof is there, `filed` once it is filed,
    `signed_by` without a name, `dishonest` for whoever is on the credit list or owes what he promised, and what
    `store_file` refuses.
    """
    name = signed_by.strip()
    if not name:
        raise Refusal("signed_by", _("Say who signed the pledge."), field="signed_by")
    stored = store_file(drawn, name=drawn.name or "") if drawn else None
    with locked(case) as case:
        _must_be_open(case)
        if not offers_pledge(case.version):
            raise Refusal("no_pledge", _("This item cannot be handled on pledge."))
        check_honest(case)
        instead_of = materials_to_pledge(case)
        if not instead_of:
            raise Refusal("nothing_pledged", _("Everything a pledge could take the place of is there already."))
        given: dict[str, Any] = {"replaced": [one.spec_id for one in instead_of], "signed_by": name[:60]}
        given |= {"signature": stored, "signed_at": clock.now(), "papered_at": None}
        pledge, _made = Pledge.objects.update_or_create(case=case, defaults=given)
        mark(instead_of, MaterialState.PLEDGED)
    return pledge


def undo_pledge(case: Case, *, by: Actor) -> None:
    """The applicant proves after all: what the pledge took the place of is asked again. Undoing twice changes nothing.
    Refuses `filed` once it is filed."""
    with locked(case) as case:
        _must_be_open(case)
        drop_pledge(case)


def _must_be_open(case: Case) -> None:
    if case.state not in UNFILED and not is_open_to_the_window(case):
        raise Refusal("filed", _("The application was filed; the choice cannot be changed any more."), conflict=True)
