"""Who lives and works in the simulated town, and what they may ask for."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate
from random import Random

from django.conf import settings

from core import clock
from core.identifiers import fictional_id_number, fictional_uscc
from govportal.demo.people import name
from govportal.simulation.words import BRANDS, POPULAR, TRADES
from identity.actors import Actor
from identity.models import (
    Account,
    AccountKind,
    CodeType,
    Department,
    Duty,
    Mandate,
    Party,
    PartyKind,
    Post,
    Role,
)
from identity.queries import actor_of
from identity.services.registering import register_citizen
from items.models import ItemVersion
from items.queries import applicable_versions

PERSON = "自然人"
CASES_PER_RESIDENT, CASES_PER_ENTERPRISE = 3, 8


@dataclass(frozen=True)
class Holder:
    """A member of staff at a post; `pace` is how fast he works, 1 being the usual."""

    account: Account
    staff_id: int
    pace: float

    @cached_property
    def actor(self) -> Actor:
        """The person as services know him; looked up when he acts for the first time."""
        return actor_of(self.account)


class Town:
    """Staff by post, residents and enterprises able to apply, items by popularity."""

    def __init__(self, dice: Random, seed: int, cases: int) -> None:
        self._staff(seed)
        self.people = self._citizens(dice, cases // CASES_PER_RESIDENT)
        self.agents = self._enterprises(dice, cases // CASES_PER_ENTERPRISE)
        self.versions = list(applicable_versions().order_by("item__implementing_code"))
        weights = [POPULAR.get(version.name, 1) for version in self.versions]
        self._weights = list(accumulate(weights))

    def application(self, dice: Random) -> tuple[ItemVersion, Actor]:
        """Somebody, and an item his kind of applicant may ask for."""
        version = dice.choices(self.versions, cum_weights=self._weights)[0]
        for_people, for_others = PERSON in version.audience, set(version.audience) - {PERSON}
        as_person = for_people and (not for_others or dice.random() < 0.5)
        return version, dice.choice(self.people if as_person or not self.agents else self.agents)

    def clerk(self, department_id: int) -> Actor:
        """A window clerk of the body, or of the joint windows when it has none."""
        return self._with_role(department_id, Role.CLERK)

    def certifier(self, department_id: int) -> Actor:
        """Whoever makes the body's certificates."""
        return self._with_role(department_id, Role.CERTIFIER)

    def leader(self, department_id: int) -> Actor | None:
        """The body's leader, when it has one."""
        found = self.by_role.get((department_id, Role.LEADER))
        return found[0].actor if found else None

    def holder(self, post_id: int, besides: set[int]) -> Holder | None:
        """Somebody at the post who is none of these members of staff (S-15)."""
        return next((one for one in self.by_post.get(post_id, ()) if one.staff_id not in besides), None)

    def _with_role(self, department_id: int, role: Role) -> Actor:
        found = self.by_role.get((department_id, role)) or self.by_role[None, role]
        return found[0].actor

    def _staff(self, seed: int) -> None:
        self.by_post: dict[int, list[Holder]] = {}
        self.by_role: dict[tuple[int | None, str], list[Holder]] = {}
        duties = Duty.objects.select_related("staff__account", "post__department").order_by("staff__number", "pk")
        for duty in duties:
            holder = Holder(duty.staff.account, duty.staff_id, _pace(seed, duty.post))
            self.by_post.setdefault(duty.post_id, []).append(holder)
            for role in duty.post.roles:
                for department_id in (duty.post.department_id, None):
                    self.by_role.setdefault((department_id, role), []).append(holder)

    def _citizens(self, dice: Random, more: int) -> list[Actor]:
        known = Account.objects.filter(kind=AccountKind.CITIZEN, assurance_level__gte=3).order_by("username")
        base = Account.objects.count()
        fresh = [_resident(dice, base + place) for place in range(more)]
        return [actor_of(account) for account in [*known, *fresh]]

    def _enterprises(self, dice: Random, more: int) -> list[Actor]:
        base = Party.objects.count()
        for place in range(more):
            _enterprise(dice, base + place, dice.choice(self.people))
        mandates = Mandate.objects.filter(legal_representative=True).select_related("agent__account").order_by("pk")
        usable = [mandate for mandate in mandates if mandate.agent.account.assurance_level >= 3]
        return [actor_of(mandate.agent.account, acting_for=mandate.principal_id) for mandate in usable]


def _pace(seed: int, post: Post) -> float:
    department: Department = post.department
    return Random(f"{seed}:{department.key}:{post.name}").uniform(0.55, 1.15)


def _resident(dice: Random, serial: int) -> Account:
    born = date(1958, 1, 1) + timedelta(days=dice.randrange(17_000))
    number = fictional_id_number(settings.REGION_CODE, born, serial)
    return register_citizen(name=name(dice), number=number, phone=f"137{serial:08d}")


def _enterprise(dice: Random, serial: int, agent: Actor) -> None:
    title = f"张家港市{dice.choice(BRANDS)}{dice.choice(TRADES)}有限公司"
    party = Party(kind=PartyKind.ENTERPRISE, name=title, code_type=CodeType.USCC, created_at=clock.now())
    party.set_code(fictional_uscc(settings.REGION_CODE, 100_000 + serial))
    party.save()
    since = clock.today() - timedelta(days=300)
    person = Party.objects.get(account=agent.account_id)
    Mandate.objects.create(principal=party, agent=person, legal_representative=True, since=since)
