"""What the one who scanned a shown licence sees: its state and the fewest fields (L-12), as view models."""

from typing import Any

from django.utils.translation import gettext as _

from portal.pages import verify
from spaces.models import ShowCode


def spent(sentence: str) -> dict[str, Any]:
    """The code proves nothing any more."""
    return verify.page(verify.verdict(False, _("This code cannot be used"), sentence), None)


def result(shown: ShowCode) -> dict[str, Any]:
    """The state at this moment, with the fields a verifier needs; the holder was told who looks."""
    page = verify.shown(shown.licence)
    page["compare_href"] = ""
    page["note"] = _("The holder is told that you verified this licence. Do not keep a picture of this page.")
    return page
