"""What government already holds about the demonstration's people: facts, projects and licences with real files."""

from collections.abc import Mapping
from datetime import timedelta

from cases.services.issuing import draw_licence
from core import clock
from govportal.demo.people import Citizen
from identity.actors import SYSTEM
from identity.models import Department, Party
from spaces.models import Project
from spaces.services import LicenceOrder, issue_licence, learn_fact

REGISTER, POLICE, PROJECTS = "市场主体登记库", "人口库", "投资项目在线审批监管平台"


def fill_person(citizen: Citizen, departments: Mapping[str, Department]) -> None:
    """Verified facts of a citizen and his identity card."""
    party = citizen.party
    facts = {
        "name": party.name,
        "id_number": party.code,
        "phone": party.phone,
        "address": citizen.address,
        "residence_address": citizen.address,
        "household_address": citizen.address,
        "birth_date": citizen.born.isoformat(),
        "ethnic": "汉",
        "household_local": "是",
    }
    for key, value in facts.items():
        learn_fact(party, key, value, source=POLICE, verified=True)
    data = {"姓名": party.name, "证号": party.code, "住址": citizen.address, "民族": "汉"}
    _give("居民身份证", party, departments["公安局"], data, years=20)


def fill_enterprise(party: Party, place: int, legal_person: str, departments: Mapping[str, Department]) -> None:
    """Verified facts of an enterprise, its business licence and, for builders, a project."""
    address = f"张家港市杨舍镇沙洲中路{place * 10 + 8}号"
    facts = {
        "name": party.name,
        "uscc": party.code,
        "address": address,
        "legal_person": legal_person,
        "registered_capital": str(place * 500_000) if place % 4 else "以章程为准",
        "industry": party.name[6:-4],
        "business_scope": "许可项目以批准文件为准；一般项目：商务服务、技术服务",
    }
    for key, value in facts.items():
        learn_fact(party, key, value, source=REGISTER, verified=True)
    if place % 3:
        party.set_phone(f"139{place:04d}2026")
        party.save()
    data = {"名称": party.name, "统一社会信用代码": party.code, "法定代表人": legal_person, "住所": address}
    _give("营业执照", party, departments["市场监督管理局"], data, years=None)
    Project.objects.create(
        owner=party,
        code=f"2026-320582-{40 + place:02d}-01-{100000 + place}",
        name=f"{party.name[4:6]}产业园{place}号地块项目",
        facts={"address": address, "investment": str(place * 80_000_000), "floor_area": str(place * 12_500)},
        source=PROJECTS,
        created_at=clock.now(),
    )


def _give(name: str, holder: Party, issuer: Department, data: dict[str, str], *, years: int | None) -> None:
    today = clock.today()
    begun = today - timedelta(days=365)
    until = begun + timedelta(days=365 * years) if years else None
    order = LicenceOrder(name=name, holder=holder, issuer=issuer, valid_from=begun, valid_until=until, data=data)
    draw_licence(issue_licence(order, by=SYSTEM).pk)
