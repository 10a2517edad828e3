"""Staff, citizens and enterprises of the demonstration city: fictional people with check-valid numbers."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django_otp.plugins.otp_totp.models import TOTPDevice

from core import clock
from core.identifiers import fictional_id_number, fictional_uscc
from govportal.demo.accounts import PASSWORD
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
    Staff,
    Window,
)

SURNAMES = "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜"
GIVEN = ["晓", "建国", "静怡", "志强", "秀英", "子涵", "明", "丽华", "伟", "雨桐", "浩然", "玉兰", "思远", "敏", "俊杰"]
TRADES = ["餐饮", "机电科技", "纺织", "物流", "建设开发", "酒店管理", "医疗器械", "新材料", "商贸", "农业发展"]
SHARED = {"科室审查岗", "分管领导岗"}
PLACES = ["沙洲", "暨阳", "长江", "香山", "凤凰", "永联", "双山", "金港", "塘桥", "锦丰"]


@dataclass(frozen=True, slots=True)
class Citizen:
    """A demonstration citizen with the data his library is filled from."""

    account: Account
    party: Party
    born: date
    address: str


def load_staff(departments: dict[str, Department]) -> int:
    """One person for every post of every department, two where somebody else may have to decide than who reviewed
    (S-15); window clerks sit at a window of their department's desks."""
    dice = random.Random(1)
    shared = make_password(PASSWORD)
    now, number = clock.now(), 0
    for body, department in enumerate(departments.values(), start=1):
        windows = _windows(department)
        for place, post, second in _seats(department):
            number += 1
            account = Account.objects.create(
                username=f"{department.code2 or '00'}{body:03d}-{place}{second}",
                kind=AccountKind.STAFF,
                password=shared,
                assurance_level=5,
                created_at=now,
            )
            TOTPDevice.objects.create(user=account, name="trial", confirmed=True)
            staff = Staff.objects.create(
                account=account, department=department, name=name(dice), number=f"{number:05d}"
            )
            Duty.objects.create(staff=staff, post=post, window=_seat(post, windows), since=date(2024, 1, 1))
    return number


def load_citizens(count: int = 20) -> list[Citizen]:
    """Citizens who sign in with phone 138…; levels of assurance 4 for all but the last two."""
    dice = random.Random(2)
    shared = make_password(PASSWORD)
    now, citizens = clock.now(), []
    for place in range(1, count + 1):
        born = date(1960, 1, 1) + timedelta(days=dice.randrange(15_000))
        party = Party(kind=PartyKind.PERSON, name=name(dice), code_type=CodeType.ID_CARD, created_at=now)
        party.set_code(fictional_id_number(settings.REGION_CODE, born, 100 + place))
        party.set_phone(f"138{place:04d}2026")
        party.save()
        account = Account.objects.create(
            username=f"citizen-{place:02d}",
            kind=AccountKind.CITIZEN,
            party=party,
            password=shared,
            assurance_level=4 if place <= count - 2 else 1,
            created_at=now,
        )
        citizens.append(Citizen(account, party, born, f"张家港市杨舍镇{dice.choice(PLACES)}路{place}号"))
    return citizens


def load_enterprises(citizens: list[Citizen], count: int = 10) -> list[Party]:
    """Enterprises whose legal representative is a citizen; the first citizen is also agent of the second's."""
    now, today, enterprises = clock.now(), clock.today(), []
    for place in range(1, count + 1):
        trade, spot = TRADES[(place - 1) % len(TRADES)], PLACES[(place - 1) % len(PLACES)]
        party = Party(
            kind=PartyKind.ENTERPRISE, name=f"张家港市{spot}{trade}有限公司", code_type=CodeType.USCC, created_at=now
        )
        party.set_code(fictional_uscc(settings.REGION_CODE, 1000 + place))
        party.save()
        since = today - timedelta(days=400)
        Mandate.objects.create(principal=party, agent=citizens[place - 1].party, legal_representative=True, since=since)
        enterprises.append(party)
    Mandate.objects.create(
        principal=enterprises[1], agent=citizens[0].party, since=today, until=today + timedelta(days=365)
    )
    return enterprises


def name(dice: random.Random) -> str:
    """A fictional personal name."""
    return dice.choice(SURNAMES) + dice.choice(GIVEN)


def _windows(department: Department) -> list[Window]:
    found: list[Window] = []
    for desk in department.desks:
        zone = {"zone__hall__name": desk["hall"], "zone__floor": desk["floor"], "zone__name": desk["zone"]}
        found += Window.objects.filter(**zone, number__in=desk["windows"]).order_by("pk")
    return found


def _seats(department: Department) -> list[tuple[int, Post, str]]:
    """Posts with their place in the department, shared ones twice, the second time with a mark of its own."""
    posts = list(enumerate(department.posts.order_by("pk"), start=1))
    first = [(place, post, "") for place, post in posts]
    return [*first, *((place, post, "b") for place, post in posts if post.name in SHARED)]


def _seat(post: Post, windows: list[Window]) -> Window | None:
    return windows[0] if Role.CLERK in post.roles and windows else None
