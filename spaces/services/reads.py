"""Recording who looked into somebody's libraries (the owner sees it)."""

from datetime import timedelta

from core import clock
from identity.actors import Actor
from identity.models import Party
from spaces.models import LibraryRead

SAME_LOOK = timedelta(minutes=10)


def record_library_read(party: Party, *, by: Actor, what: str, why: str) -> None:
    """Write down that somebody of staff looked; looks within ten minutes at the same thing count as one."""
    look = {"party": party, "account_id": by.account_id, "what": what}
    if not LibraryRead.objects.filter(**look, at__gt=clock.now() - SAME_LOOK).exists():
        record_every_look(party, by=by, what=what, why=why)


def record_every_look(party: Party, *, by: Actor, what: str, why: str) -> None:
    """The same for what is asked for with a reason each time, such as numbers in full (G-02)."""
    LibraryRead.objects.create(
        party=party, account_id=by.account_id, at=clock.now(), who=by.label[:120], what=what, why=why[:120]
    )
