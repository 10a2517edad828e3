"""Licences for tests, as bodies issue them."""

from datetime import date, timedelta

from cases.services.issuing import draw_licence
from core import clock
from identity.actors import SYSTEM, Actor
from identity.models import Party
from spaces.models import Licence
from spaces.services import LicenceOrder, issue_licence
from tests import world

PLACE = "杨舍镇沙洲中路18号"


def person(name: str = "周敏") -> tuple[Actor, Party]:
    """A new citizen with his party."""
    actor = world.citizen(name=name)
    return actor, Party.objects.get(pk=actor.self_party_id)


def licence(
    holder: Party | None = None,
    *,
    name: str = "食品经营许可证",
    until: date | None = None,
    days: int | None = 400,
    issuer: str = "市监局",
    drawn: bool = False,
    **data: str,
) -> Licence:
    """A licence of somebody; `days` from today it ends, None for never."""
    today = clock.today()
    ends = until or (today + timedelta(days=days) if days is not None else None)
    order = LicenceOrder(
        name, holder or person()[1], world.department(issuer), today, ends, {"经营场所": PLACE, **data}
    )
    made = issue_licence(order, by=SYSTEM)
    return draw_licence(made.pk) if drawn else made
