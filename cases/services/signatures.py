"""Whether everybody who must sign has signed what is filed."""

from django.utils.translation import gettext as _

from cases.models import Case
from cases.queries.signing import standings_of
from cases.rules.signing import MUST, NONE, signers_are_missing, unsigned
from core.refusal import Refusal
from items.models import ItemVersion


def check_signatures(case: Case) -> None:
    """Refuse `signers_missing` when the item demands further signers and none is named, and `signatures_missing` with
    the names while somebody has not signed what is filed now. Callers hold the lock of the case."""
    if case.version.signers == NONE:
        return
    found = standings_of(case)
    if signers_are_missing(case.version.signers, found):
        raise Refusal("signers_missing", _("Name those who sign with you first."), field="signers")
    if names := unsigned(found):
        sentence = _("Not signed yet, or changed since: %(names)s.") % {"names": "、".join(names)}
        raise Refusal("signatures_missing", sentence, field="signers")


def must_ask_for_no_signers(version: ItemVersion) -> None:
    """Refuse `signers_missing` for an item whose further signers nobody can name on this way of filing."""
    if version.signers == MUST:
        sentence = _("Several people must sign for this item: it is filed in the space or at a window.")
        raise Refusal("signers_missing", sentence, field="item")
