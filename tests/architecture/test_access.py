"""Every address × every kind of actor. A route without an entry fails; strangers get 404, never 403."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cases.models import Case, CaseState, Document, MaterialFile
from cases.services.intake import accept_case
from cases.services.issuing import issue_result
from cases.services.submission import submit_case
from core.outbox import drain
from identity.actors import Actor
from identity.models import Mandate
from linkage.models import Review, Verdict
from linkage.services.reviewing import Decision, give_verdict
from notices.models import Message
from spaces.models import WalletDocument
from supervision.models import Callback
from supervision.services import rate_case
from tests import world
from tests.client import signed_in

pytestmark = pytest.mark.usefixtures("calendar")

ACTORS = (
    "anonymous",
    "owner",
    "stranger",
    "clerk",
    "other_clerk",
    "reviewer",
    "other_reviewer",
    "maker",
    "other_maker",
    "supervisor",
    "auditor",
)
IN, OK, NO, GO, LATER = 302, 200, 404, 302, 405


def row(**expected: int) -> dict[str, int]:
    return {actor: expected.get(actor, expected.get("rest", NO)) for actor in ACTORS}


PUBLIC = row(rest=OK)
FORM = row(rest=LATER)
OWN = row(anonymous=IN, owner=OK)
CITIZENS = row(anonymous=IN, owner=OK, stranger=OK)
DEED = row(anonymous=IN, owner=LATER, stranger=LATER)
OWN_DEED = row(anonymous=IN, owner=LATER)
WINDOW = row(anonymous=IN, clerk=OK, other_clerk=OK)
DESK = row(**WINDOW | {"maker": OK, "other_maker": OK})
STAFF = row(anonymous=IN, rest=OK, owner=NO, stranger=NO)
STAFF_DEED = row(anonymous=IN, rest=LATER, owner=NO, stranger=NO)
FILE = row(anonymous=IN, clerk=OK, reviewer=OK, maker=OK)
AT_WINDOW = row(anonymous=IN, clerk=GO, other_clerk=GO)
"""A clerk who has not said yet where he sits is asked first."""
AT_WINDOW_NAMES = (
    *("counter", "call", "deed", "transfer", "pause", "resume", "queue", "come_back", "first"),
    *("identify", "look_for_card", "items", "begin", "visitor_cases"),
)
KIOSK_NAMES = (*("card", "number", "choose", "take", "mine", "ticket", "cancel", "come_back", "cases", "wipe"),)
NOBODY = row()
"""Devices are known by their token; a made-up one opens nothing."""
MATRIX: dict[str, dict[str, int]] = {
    "portal:home": PUBLIC, "portal:search": PUBLIC, "portal:items": PUBLIC, "portal:guide": PUBLIC,
    "portal:progress": PUBLIC, "portal:progress_code": FORM, "portal:verify_ask": PUBLIC, "portal:verify": PUBLIC,
    "portal:sign_in": PUBLIC, "portal:send_code": FORM, "portal:password_sign_in": PUBLIC,
    "portal:register": row(rest=GO), "portal:sign_out": FORM, "portal:staff_sign_in": PUBLIC,
    "portal:staff_token": row(rest=GO), "portal:elder": FORM,
    "portal:components": PUBLIC, "portal:trial_messages": PUBLIC,
    "portal:desk": row(rest=GO, owner=NO, stranger=NO),
    "portal:space_sessions": CITIZENS, "portal:space_session_end": DEED, "portal:space_others_end": DEED,
    "portal:desk_sessions": STAFF, "portal:desk_session_end": STAFF_DEED, "portal:desk_others_end": STAFF_DEED,
    "portal:desk_password": STAFF, "portal:password": CITIZENS, "portal:mandates": CITIZENS, "portal:mandate_end": OWN,
    "portal:mandate_grant": row(anonymous=IN),
    "health-live": PUBLIC, "set_language": row(rest=GO), "schema": PUBLIC, "docs": PUBLIC,
    "cases:api_cases": row(rest=401), "cases:api_case": row(rest=401),
    "cases:space": CITIZENS, "cases:switch": DEED, "cases:space_cases": CITIZENS, "cases:wallet": CITIZENS,
    "cases:wallet_document": OWN, "cases:remove_document": DEED, "cases:use_kept": OWN_DEED,
    "cases:my_data": CITIZENS,
    "cases:space_case": OWN, "cases:apply_done": OWN, "cases:withdraw": OWN, "cases:document_file": OWN,
    "cases:material_file": OWN, "cases:licence_file": OWN, "cases:receive_refusal": DEED,
    "cases:begin": CITIZENS, "cases:apply_situation": OWN, "cases:apply_form": OWN, "cases:apply_materials": OWN,
    "cases:apply_check": OWN, "cases:autosave": OWN_DEED, "cases:add_file": OWN_DEED,
    "cases:remove_file": OWN_DEED,
    "cases:discard": OWN,
    "cases:desk": DESK, "cases:desk_case": FILE, "cases:desk_paper": row(**FILE | {"supervisor": OK}),
    "cases:desk_file": row(**FILE | {"supervisor": OK}), "cases:scan": row(anonymous=IN, clerk=OK),
    "cases:thumbnail": OWN, "cases:desk_material": row(**FILE | {"supervisor": OK}),
    "cases:desk_page": row(**FILE | {"supervisor": OK}), "cases:desk_licence": row(anonymous=IN),
    "cases:judge": row(anonymous=IN, clerk=LATER, other_clerk=LATER),
    "cases:decide": row(anonymous=IN, clerk=LATER, other_clerk=LATER, maker=LATER, other_maker=LATER),
    "cases:correct": row(anonymous=IN, clerk=OK), "cases:decline": row(anonymous=IN, clerk=OK),
    "cases:return_at_precheck": row(anonymous=IN, clerk=OK), "cases:accept_on_promise": row(anonymous=IN, clerk=OK),
    "cases:issued_licence": row(anonymous=IN, maker=OK), "cases:change_licence": row(anonymous=IN, maker=OK),
    "cases:owed": row(anonymous=IN, owner=GO),
    "linkage:reviews": row(anonymous=IN, reviewer=OK, other_reviewer=OK),
    "linkage:review": row(anonymous=IN, reviewer=OK), "linkage:procedure": row(anonymous=IN, reviewer=OK),
    "linkage:partner_results": row(rest=401),
    "supervision:dashboard": row(anonymous=IN, supervisor=OK), "supervision:alarms": row(anonymous=IN, supervisor=OK),
    "supervision:cases": row(anonymous=IN, supervisor=OK), "supervision:case": row(anonymous=IN, supervisor=OK),
    "supervision:rate": OWN,
    "supervision:callbacks": row(anonymous=IN, supervisor=OK), "supervision:callback": row(anonymous=IN, supervisor=OK),
    **{f"hall_devices:{name}": AT_WINDOW for name in AT_WINDOW_NAMES},
    "hall_devices:choose_window": WINDOW, "hall_devices:trial_reader": PUBLIC, "hall_devices:screen": NOBODY,
    "hall_devices:pad": NOBODY, "hall_devices:pad_waiting": NOBODY, "hall_devices:follow": NOBODY,
    "hall_devices:kiosk": NOBODY,
    **{f"hall_devices:kiosk_{name}": NOBODY for name in KIOSK_NAMES},
    "notices:inbox": row(anonymous=IN, rest=OK), "notices:open": FORM,
}  # fmt: skip
ELSEWHERE = {"health-ready", "metrics"}
"""Answer by what else runs and from where; tests/govportal covers them."""


@dataclass(frozen=True)
class Town:
    """One case in review, one draft, one licence, and everybody who may or may not see them."""

    actors: dict[str, Actor | None]
    kwargs: dict[str, dict[str, Any]] = field(default_factory=dict)


@pytest.fixture
def town() -> Town:
    owner, clerk, reviewer = world.citizen(), world.staff("窗口受理岗"), world.staff("科室审查岗")
    version = world.item()
    case = accept_case(submit_case(world.draft(version, owner), by=owner).case, by=clerk)
    draft = world.draft(version, owner)
    done = granted(version, owner, clerk)
    rate_case(done, level=5, by=owner)
    drain(["pdf", "interactive"])
    world.enterprise(world.citizen(name="许敏"), owner)
    actors = {
        **{"anonymous": None, "owner": owner, "stranger": world.citizen(name="周敏"), "clerk": clerk},
        **{"other_clerk": world.staff("窗口受理岗", "住建局"), "reviewer": reviewer},
        **{"other_reviewer": world.staff("科室审查岗", "住建局"), "supervisor": world.staff("监察岗", "监委")},
        **{"maker": world.staff("制证岗"), "other_maker": world.staff("制证岗", "住建局")},
        "auditor": auditor(),
    }
    return Town(actors, keys(case, draft, done))


def granted(version: Any, owner: Actor, clerk: Actor) -> Case:
    case = accept_case(submit_case(world.draft(version, owner), by=owner).case, by=clerk)
    for post in ("科室审查岗", "分管领导岗"):
        review = Review.objects.get(case=case, closed_at=None)
        give_verdict(review, Decision(Verdict.APPROVE), by=world.staff(post))
    return issue_result(Case.objects.get(pk=case.pk), by=clerk)


def auditor() -> Actor:
    world.ROLES.setdefault("审计管理岗", ["audit_admin"])
    return world.staff("审计管理岗", "政务办")


def keys(case: Case, draft: Case, done: Case) -> dict[str, dict[str, Any]]:
    """The keys each route is asked with."""
    file_of = {c.pk: MaterialFile.objects.filter(material__case=c).first() for c in (case, draft)}
    document = Document.objects.filter(case=case, file__isnull=False).first()
    review = Review.objects.get(case=case, closed_at=None)
    on_draft = ["apply_situation", "apply_form", "apply_materials", "apply_check", "autosave", "discard"]
    found: dict[str, dict[str, Any]] = {f"cases:{name}": {"case_id": draft.pk} for name in on_draft}
    material = draft.materials.first()
    kept = WalletDocument.objects.filter(party_id=case.applicant_id).first()
    assert kept and document and material and done.licence and file_of[draft.pk] and file_of[case.pk]
    return found | {
        "portal:guide": {"code": case.version.item.implementing_code},
        "portal:verify": {"code": document.verify_code},
        "cases:begin": {"version_id": case.version_id},
        "cases:add_file": {"case_id": draft.pk, "material_id": material.pk},
        "cases:remove_file": {"case_id": draft.pk, "file_id": file_of[draft.pk].pk},
        "cases:material_file": {"case_id": case.pk, "file_id": file_of[case.pk].pk},
        "cases:desk_file": {"case_id": case.pk, "file_id": file_of[case.pk].pk},
        "cases:document_file": {"case_id": case.pk, "document_id": document.pk},
        "cases:desk_paper": {"case_id": case.pk, "document_id": document.pk},
        "cases:licence_file": {"licence_id": done.licence_id},
        "cases:use_kept": {"case_id": draft.pk, "material_id": material.pk, "document_id": kept.pk},
        "cases:wallet_document": {"document_id": kept.pk},
        "cases:remove_document": {"document_id": kept.pk},
        "cases:issued_licence": {"case_id": done.pk},
        "cases:change_licence": {"case_id": done.pk, "deed": "revoke"},
        "cases:scan": {"case_id": case.pk, "material_id": case.materials.first().pk},
        "linkage:review": {"review_id": review.pk},
        "linkage:procedure": {"review_id": review.pk},
        "portal:mandate_end": {"mandate_id": Mandate.objects.get(legal_representative=False).pk},
        "notices:open": {"message_id": Message.objects.filter(channel="inbox")[0].pk},
        "cases:api_case": {"receipt_no": case.receipt_no},
        "supervision:callback": {"callback_id": Callback.objects.get(rating__case=done).pk},
        "*": {
            **{"case_id": case.pk, "version_id": case.version_id, "material_id": case.materials.first().pk},
            **{
                "file_id": file_of[case.pk].pk,
                "token": "made-up",
                "ticket_id": 1,
                "number": 1,
                "sign_in_id": 1,
                "signed": "made-up",
            },
        },
    }


def routes(resolver: URLResolver | None = None, prefix: str = "") -> list[tuple[str, set[str]]]:
    """Every named route with the names of its keys."""
    found: list[tuple[str, set[str]]] = []
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            found += routes(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
        elif isinstance(pattern, URLPattern):
            found.append((f"{prefix}{pattern.name}", set(pattern.pattern.converters)))
    return found


def test_every_route_has_an_entry() -> None:
    names = {name for name, _keys in routes()}
    assert names - ELSEWHERE == set(MATRIX)


def test_who_may_open_what(town: Town) -> None:
    wrong = []
    clients: dict[str, Client] = {name: signed_in(actor) for name, actor in town.actors.items()}
    for name, wanted in routes():
        if name not in MATRIX:
            continue
        given = town.kwargs.get(name) or {key: town.kwargs["*"][key] for key in wanted}
        address = reverse(name, kwargs=given)
        for actor, client in clients.items():
            answer = client.get(address)
            status = answer.status_code
            read_to_the_end(answer)
            if status != MATRIX[name][actor]:
                wrong.append(f"{name} as {actor}: {status}, not {MATRIX[name][actor]}")
    assert wrong == []


def read_to_the_end(answer: Any) -> None:
    """A file that is sent stays open until it has been read."""
    for _part in answer.streaming_content if answer.streaming else ():
        pass


def test_a_mandate_limited_to_other_items_opens_nothing(town: Town) -> None:
    """A-04: an agent sees only what his mandate covers."""
    agent = world.citizen(name="代理")
    firm = world.enterprise(agent)
    boss = world.acting_for(agent, firm)
    case = submit_case(world.draft(world.item(), boss), by=boss).case
    agent_mandate = firm.mandates_given.get()
    assert signed_in(boss).get(reverse("cases:space_case", args=[case.pk])).status_code == OK
    agent_mandate.item_codes = ["000000000000"]
    agent_mandate.save()
    limited = world.acting_for(agent, firm)
    assert signed_in(limited).get(reverse("cases:space_case", args=[case.pk])).status_code == NO
    assert Case.objects.get(pk=case.pk).state == CaseState.SUBMITTED
