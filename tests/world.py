"""A small town for tests: bodies, people, items and cases, built through the real services."""

from collections.abc import Mapping
from datetime import date
from itertools import count
from random import Random
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter

from cases.models import Case, Channel, Material, MaterialState
from cases.queries.filling import filling_of
from cases.services.drafts import attach_file, save_draft, start_draft
from cases.services.window import answer_at_window
from core import clock
from core.identifiers import fictional_id_number, fictional_uscc
from govportal.simulation.answers import answers_to
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
    Region,
    Role,
    Staff,
)
from identity.queries import actor_of
from items.frozen import materials_of, situations_of
from items.models import ItemVersion, Theme
from items.rules.situations import option_ids, path_of
from items.services.importing import import_item
from items.services.publishing import publish_version

ROLES = {
    "窗口受理岗": [Role.CLERK],
    "科室审查岗": [Role.REVIEWER],
    "分管领导岗": [Role.REVIEWER, Role.LEADER],
    "政府领导岗": [Role.GOVERNMENT_LEADER],
    "制证岗": [Role.CERTIFIER],
    "监察岗": [Role.SUPERVISOR],
    "档案管理岗": [Role.ARCHIVIST],
    "财务岗": [Role.FINANCE],
    "事项管理岗": [Role.CATALOGUE_ADMIN],
    "法制审查岗": [Role.LEGAL_REVIEWER],
    "清单管理岗": [Role.LIST_KEEPER],
    "事项发布岗": [Role.PUBLISHER],
}
_serial = count(1)


def department(key: str = "市监局") -> Department:
    """A county body with every usual post; the same one for the same key."""
    found = Department.objects.filter(key=key).first()
    if found is not None:
        return found
    Theme.objects.get_or_create(audience="enterprise", name="准营准办", defaults={"order": 1})
    region, _new = Region.objects.get_or_create(code="320582", defaults={"name": "张家港市", "level": "county"})
    body = Department.objects.create(
        key=key,
        name=f"张家港市{key}",
        short=key,
        code2="31",
        uscc=fictional_uscc("320582", 100 + next(_serial), kind="11"),
        region=region,
        level=4,
        kind="organ",
        phone="0512-29990101",
        hours="工作日 9:00-12:00、13:00-17:00",
        complaint_phone="0512-29990045",
        review_body="张家港市人民政府",
        court="张家港市人民法院",
    )
    Post.objects.bulk_create(Post(department=body, name=name, roles=roles) for name, roles in ROLES.items())
    return body


def staff(post_name: str, key: str = "市监局") -> Actor:
    """A new member of staff who holds the post today."""
    body, number = department(key), next(_serial)
    account = Account.objects.create(
        username=f"staff-{number}", kind=AccountKind.STAFF, assurance_level=5, created_at=clock.now()
    )
    person = Staff.objects.create(account=account, department=body, name=f"职员{number}", number=f"{number:05d}")
    Duty.objects.create(staff=person, post=body.posts.get(name=post_name), since=date(2020, 1, 1))
    return actor_of(account)


def keeper() -> Actor:
    """A new administrator of the catalogue."""
    office = department("政务办")
    office.posts.get_or_create(name="事项管理岗", defaults={"roles": [Role.CATALOGUE_ADMIN]})
    return staff("事项管理岗", office.key)


def security_administrator() -> Actor:
    """A new administrator who answers for security and personal data."""
    office = department("政务办")
    office.posts.get_or_create(name="安全管理岗", defaults={"roles": [Role.SECURITY_ADMIN]})
    return staff("安全管理岗", office.key)


def citizen(*, level: int = 4, name: str = "林晓") -> Actor:
    """A new citizen, acting for himself."""
    number = next(_serial)
    party = Party(kind=PartyKind.PERSON, name=name, code_type=CodeType.ID_CARD, created_at=clock.now())
    party.set_code(fictional_id_number("320582", date(1990, 3, 7), number % 900 + 1))
    party.set_phone(f"139{number:08d}")
    party.save()
    account = Account.objects.create(
        username=f"citizen-{number}",
        kind=AccountKind.CITIZEN,
        party=party,
        assurance_level=level,
        created_at=clock.now(),
    )
    return actor_of(account)


def phone_of(actor: Actor) -> str:
    """The mobile number of a citizen."""
    return Party.objects.get(pk=actor.self_party_id).phone


def enterprise(*agents: Actor, name: str = "张家港市沙洲小厨餐饮有限公司") -> Party:
    """A new enterprise; the first agent is its legal representative."""
    party = Party(kind=PartyKind.ENTERPRISE, name=name, code_type=CodeType.USCC, created_at=clock.now())
    party.set_code(fictional_uscc("320582", next(_serial)))
    party.save()
    for place, agent in enumerate(agents):
        Mandate.objects.create(
            principal=party, agent_id=agent.self_party_id, legal_representative=place == 0, since=date(2020, 1, 1)
        )
    return party


def acting_for(actor: Actor, party: Party) -> Actor:
    """The same citizen, acting for the enterprise."""
    return actor_of(Account.objects.get(pk=actor.account_id), acting_for=party.pk)


def material(name: str, **changes: Any) -> dict[str, Any]:
    """A material of an item file."""
    changes = {"issuer": "发证机关", **changes} if changes.get("source") == "government" else changes
    usual = {
        **{"name": name, "source": "applicant", "issuer": None, "licence": None, "form": ["electronic"], "copies": 0},
        **{"required": True, "when": None, "deferrable": False, "template": True, "check": "内容完整"},
        "basis": "《食品经营许可和备案管理办法》第十二条",
    }
    return {**usual, **changes}


def stage(title: str, post: str, days: int = 1, **changes: Any) -> dict[str, Any]:
    """A one-seat stage of an item file."""
    return {"stage": title, "post": post, "days": days, **changes}


def panel(title: str, rule: str, *keys: str, days: int = 2) -> dict[str, Any]:
    """A stage in which the review posts of several bodies sit."""
    for key in keys:
        department(key)
    seats = [{"post": "科室审查岗", "department": key, "days": days} for key in keys]
    return {"stage": title, "rule": rule, "seats": seats}


def item_shape(**changes: Any) -> dict[str, Any]:
    """An item file's entry: a promised licence of five working days with the usual route."""
    number, type_ = next(_serial), changes.get("type", "01")
    owed = any(row["deferrable"] for row in changes.get("materials", []))
    usual: dict[str, Any] = {
        **{"name": f"食品经营许可{number}", "base_code": f"00{type_}31{number % 1000:03d}000", "type": type_},
        **{"initiated_by": "applicant", "handling": ["新办", "变更"], "audience": ["自然人", "企业法人"]},
        **{"kind": "promised", "themes": ["准营准办"], "conditions": ["已取得营业执照"], "fees": [], "visits": 0},
        "power_source": "1",
        "legal_basis": [{"law": "食品安全法", "article": "第三十五条", "gist": "许可制度"}],
        "materials": [material("申请书"), material("平面图")],
        "statutory": {"days": 10, "unit": "working"},
        "promised": {"days": 5, "unit": "working"},
        "result": {"name": "食品经营许可证", "kind": "licence", "validity_years": 5},
        **{"channels": ["window", "web"], "online_depth": ["consult", "accept", "handle", "result"]},
        **{"coverage": "全市", "town_level": False, "commitment": False},
        "special_procedures": [{"kind": "现场核查", "days": 5, "basis": "审查通则"}],
        **{"visit_reason": "须当场核验原件", "deficiency": {"allowed": owed, "days": 3 if owed else 0}},
        **({"punishments": "无证经营"} if type_ == "02" else {}),
        "route": [stage("受理", "窗口受理岗"), stage("审查", "科室审查岗"), stage("决定", "分管领导岗")],
        "form": [{"key": "premises", "label": "经营场所", "type": "address", "required": True}],
        **{"situations": [], "faq": []},
        "desk": {"hall": "市政务服务中心", "floor": 2, "zone": "A区", "windows": ["A12"]},
    }
    if "routes" in changes:
        del usual["route"]
    return {**usual, **changes}


def item(key: str = "市监局", **changes: Any) -> ItemVersion:
    """A published item of the body `key`."""
    body = department(key)
    version = import_item(item_shape(**changes), department=body)
    return publish_version(version, by=actor_of(None))


def pdf() -> SimpleUploadedFile:
    """A real one-page PDF, different each time."""
    upload = SimpleUploadedFile("平面图.pdf", b"", content_type="application/pdf")
    writer = PdfWriter()
    writer.add_blank_page(width=200 + next(_serial), height=300)
    writer.write(upload)
    upload.seek(0)
    return upload


def draft(version: ItemVersion, by: Actor, *, channel: Channel = Channel.WEB, answered: bool = True) -> Case:
    """A draft whose materials are all handed in and whose required questions are all answered."""
    case = start_draft(version, by=by, channel=channel)
    if answered:
        case = situate(case, by)
    fill(case, by)
    return answer(case, by) if answered else case


def answer(case: Case, by: Actor) -> Case:
    """Answer what the form of an editable case asks."""
    answers = answers_to(filling_of(case), Random(case.pk), today=clock.today())
    return save_draft(case, by=by, answers=answers)


def answer_for(case: Case, clerk: Actor) -> Case:
    """Answer for a visitor what the form of a case opened at the window asks."""
    answers = answers_to(filling_of(case), Random(case.pk), today=clock.today())
    return answer_at_window(case, answers=answers, uploads={}, by=clerk)


def situate(case: Case, by: Actor) -> Case:
    """Answer the situation questions that are open, each with what changes least and rules nothing out."""
    questions = situations_of(case.version_id)
    specs = [spec.as_rule() for spec in materials_of(case.version_id)]
    touching = [effect.option_id for spec in specs for effect in (*spec.effects, *spec.sets)]
    path = path_of(questions, option_ids(case.choices))
    while path.open:
        possible = [option for option in path.open[0].options if not option.reject]
        least = min(possible, key=lambda option: len(option.effects) + touching.count(option.id))
        path = path_of(questions, path.chosen | {least.id})
    return save_draft(case, by=by, choices=path.choices())


def fill(case: Case, by: Actor, names: Mapping[str, object] | None = None) -> None:
    """Hand in every material that is still needed, or only the named ones."""
    for needed in Material.objects.filter(case=case, state__in=[MaterialState.NEEDED, MaterialState.FAULTY]):
        if names is None or needed.spec.name in names:
            attach_file(needed, pdf(), name="平面图.pdf", by=by)
