"""A town in which everybody lives who may or may not see one firm's cases, and what each address is asked with."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.test import Client

from cases.models import (
    AmendedPlace,
    Amendment,
    ArchivePackage,
    CalendarChange,
    Case,
    CaseCharge,
    CaseParcel,
    Document,
    IntakeBatch,
    KeepingTerm,
    MailedPapers,
    Material,
    MaterialFile,
    PackageState,
    Proposal,
    ProposalKind,
    Publication,
    RetentionAct,
)
from cases.services.calendarchanges import draft_change
from cases.services.drafts import save_draft
from cases.services.intake import accept_case
from cases.services.issuing import issue_result, withdraw_case
from cases.services.proposals import propose_act
from cases.services.submission import submit_case
from cases.services.window import open_at_window
from cases.services.withdrawing import ask_withdrawal
from core import clock
from core.models import DayKind
from core.outbox import drain
from core.services.calendar import DayEntry
from core.services.files import store_file
from core.services.jobs import finish_job, start_job
from deliveries.models import Direction, Parcel
from deliveries.rules.tracks import ParcelState
from hall_devices.models import DeviceKind
from identity.actors import SYSTEM, Actor
from identity.models import Mandate, Role, SignIn
from identity.services.clients import issue_api_key
from items.models import GuidePaper, GuidePaperKind, ItemVersion, LifeEvent
from items.reach import EXPORT
from items.services.drafting import open_draft
from items.services.guide_papers import make_guide_paper, order_guide_paper
from items.services.spot_checks import draw_sample
from linkage.models import Review, Verdict
from linkage.services.reviewing import Decision, give_verdict
from notices.models import Message
from payments.models import Difference
from spaces.models import WalletDocument
from supervision.models import Callback
from supervision.services import rate_case
from tests import world
from tests.architecture import access_checks, access_licences, access_online
from tests.architecture.access_matrix import ACTORS
from tests.client import signed_in
from tests.hall_devices.hall import device, window, zone
from tests.items.workbooks.stored import book_of
from tests.payments.dues import FEE

ADMINISTRATORS = {
    "hall_manager": Role.HALL_MANAGER,
    "catalogue_admin": Role.CATALOGUE_ADMIN,
    "system_admin": Role.SYSTEM_ADMIN,
    "security_admin": Role.SECURITY_ADMIN,
    "auditor": Role.AUDIT_ADMIN,
    "legal_reviewer": Role.LEGAL_REVIEWER,
    "list_keeper": Role.LIST_KEEPER,
    "publisher": Role.PUBLISHER,
}
MACHINES = {"screen": DeviceKind.SCREEN, "pad": DeviceKind.PAD}
"""What a token opens; every other address of a machine is the kiosk's."""

GUIDE = ("guide", "held", "order_guide_paper")
Keys = dict[str, dict[str, Any]]
FORM = [
    {"key": "premises", "label": "经营场所", "type": "address", "required": True},
    {"key": "plan", "label": "场所图", "type": "file", "required": False},
]


@dataclass(frozen=True)
class Town:
    """One case in review, one draft, one licence, and everybody who may or may not see them."""

    clients: dict[str, Client]
    keys: Keys

    def keys_of(self, route: str, names: set[str], actor: str) -> dict[str, Any]:
        """What `actor` asks `route` with; only the machine has a real token."""
        found = self.keys.get(route) or {name: self.keys["*"][name] for name in names}
        if actor == "device" and "token" in found:
            kind = MACHINES.get(route.removeprefix("hall_devices:").split("_")[0], DeviceKind.KIOSK)
            return found | {"token": f"secret-{kind}"}
        return found


def build() -> Town:
    """The firm is the owner of everything; its legal representative is the first of its agents."""
    person, clerk, version = world.citizen(), world.staff("窗口受理岗"), world.item(form=FORM)
    firm = world.enterprise(person)
    owner = world.acting_for(person, firm)
    answered = save_draft(world.draft(version, owner), by=owner, answers={}, uploads={"plan": [world.pdf()]})
    case = accept_case(submit_case(answered, by=owner).case, by=clerk)
    draft = world.draft(version, owner)
    done = granted(version, owner, clerk)
    rate_case(done, level=5, by=owner)
    drain(["pdf", "interactive"])
    agents = {
        "agent": agent_for(firm, version.item.entry.base_code),
        "agent_elsewhere": agent_for(firm, "000000000000"),
    }
    everybody = people(owner, clerk) | agents
    clients = {name: signed_in(actor) for name, actor in everybody.items()}
    clients["client"] = Client(headers={"Authorization": f"Key {issue_api_key('开放平台', world.department())}"})
    machines()
    owners = SignIn.objects.filter(account_id=owner.account_id)
    found = keys(case, draft, done, granted(version, owner, clerk))
    found |= access_licences.keys(done, owner, everybody["stranger"] or owner, clerk)
    found["*"]["sign_in_id"] = owners[0].pk
    found["*"] |= {
        "draft_id": open_draft(version.item, by=world.staff("事项管理岗")).pk,
        "name": "handling",
        "act_id": 1,
    }
    reason, basis = "申请人主体已经注销登记", "行政许可法实施办法第二十条"
    proposal = propose_act(case, ProposalKind.TERMINATION, reason=reason, basis=basis, by=clerk)
    found["*"]["proposal_id"] = proposal.pk
    ask_withdrawal(case, reason="计划有变", by=owner)
    found["*"]["withdrawal_id"] = case.withdrawals.get().pk
    found["catalogue:official_list"] = {"kind": "powers"}
    found["catalogue:statistics_file"] = {"name": "counts"}
    found["*"] |= {"check_id": draw_sample(items=1, by=SYSTEM).pk, "order": 1}
    found |= money(owner, clerk)
    found |= access_online.keys(case, owner, everybody["stranger"] or owner, clerk)
    batch = IntakeBatch.objects.create(
        version=version, department=case.department, file=store_file(world.pdf(), name="a.pdf"), created_at=clock.now()
    )
    found |= {f"cases:{name}": {"batch_id": batch.pk} for name in ("batch", "file_batch")}
    found |= closing(owner, done)
    found |= access_checks.keys(case, done, clerk)
    found |= access_checks.watched(case, granted(version, owner, clerk))
    found["cases:amendment_evidence"] = {"case_id": case.pk, "amendment_id": amended(case).pk}
    found["*"]["entry_id"] = version.item.entry_id
    found["*"]["code"] = version.item.implementing_code
    found["*"] |= spreadsheets(everybody["catalogue_admin"])
    return Town({name: clients[name] for name in ACTORS}, found)


def money(owner: Actor, clerk: Actor) -> Keys:
    """Something the firm has to pay, and a difference about it."""
    case = accept_case(submit_case(world.draft(world.item(fees=[FEE]), owner), by=owner).case, by=clerk)
    charge = CaseCharge.objects.get(case=case).charge
    facts = {"gateway": "trial", "number": "P1T1", "kind": "amount", "ours_fen": 1, "theirs_fen": 2}
    differing = Difference.objects.create(order=charge.orders.get(), day=clock.today(), found_at=clock.now(), **facts)
    return {
        "payments:space_charge": {"charge_id": charge.pk},
        "payments:desk_charge": {"charge_id": charge.pk},
        "payments:desk_deed": {"charge_id": charge.pk, "name": "counter"},
        "payments:difference": {"difference_id": differing.pk},
        "payments:notice": {"code": "trial"},
    }


def closing(owner: Actor, done: Case) -> Keys:
    """An archived package of an ended case, and a published decision."""
    ended = withdraw_case(submit_case(world.draft(done.version, owner), by=owner).case, by=owner)
    package = ArchivePackage.objects.create(
        **{"case": ended, "department": ended.department, "state": PackageState.ARCHIVED, "term": KeepingTerm.D10},
        **{"ordered_at": clock.now(), "archive_no": "made-up", "archived_at": clock.now()},
        **{"ordered_by_id": world.staff("档案管理岗").staff_id, "transfer_on": clock.today()},
        file=store_file(world.pdf(), name="a.pdf"),
    )
    shown = Publication.objects.get(case=done)
    shown.state, shown.feed_no, shown.published_at, shown.decision_no = "published", 1, clock.now(), "made-up"
    shown.save()
    act = RetentionAct.objects.create(kind="sms_code", cutoff=clock.now(), found=1, proposed_at=clock.now())
    return {
        **{"cases:retention_act": {"act_id": act.pk}, "cases:retention_rule": {"kind": "draft"}},
        **{f"cases:archive_{name}": {"package_id": package.pk} for name in ("package", "file")},
        **{f"{app}:publication": {"publication_id": shown.pk} for app in ("cases", "portal")},
    }


def amended(case: Case) -> Amendment:
    """An error of the case, proposed to be corrected; a row, without the case having ended."""
    facts = {"kind": ProposalKind.AMENDMENT, "reason": "x", "verdict": "rejected", "proposed_at": clock.now()}
    proposal = Proposal.objects.create(case=case, proposed_by_id=world.staff("窗口受理岗").staff_id, **facts)
    evidence = store_file(world.pdf(), name="a.pdf")
    made = Amendment.objects.create(case=case, proposal=proposal, evidence=evidence)
    AmendedPlace.objects.create(amendment=made, number=1, field="x", was="a", now="b")
    return made


def people(owner: Actor, clerk: Actor) -> dict[str, Actor | None]:
    """Everybody who signs in, and two who do not."""
    return {
        **{"anonymous": None, "device": None, "owner": owner, "stranger": world.citizen(name="周敏"), "clerk": clerk},
        **{"other_clerk": world.staff("窗口受理岗", "住建局"), "reviewer": world.staff("科室审查岗")},
        **{"other_reviewer": world.staff("科室审查岗", "住建局"), "leader": world.staff("分管领导岗")},
        **{
            "keeper": world.staff("事项管理岗"),
            "certifier": world.staff("制证岗"),
            "supervisor": world.staff("监察岗", "监委"),
            "archivist": world.staff("档案管理岗"),
            "finance": world.staff("财务岗"),
        },
        **{name: administrator(role) for name, role in ADMINISTRATORS.items()},
    }


def administrator(role: Role) -> Actor:
    """A member of staff of the office for administrative services with this role alone."""
    office = world.department("政务办")
    post, _new = office.posts.get_or_create(name=f"岗位{role}", defaults={"roles": [role]})
    return world.staff(post.name, office.key)


def agent_for(firm: Any, item_code: str) -> Actor:
    """Somebody whom the firm lets act for it in one item."""
    person = world.citizen(name="许敏")
    Mandate.objects.create(
        **{"principal": firm, "agent_id": person.self_party_id, "legal_representative": False},
        **{"item_codes": [item_code], "since": clock.today()},
    )
    return world.acting_for(person, firm)


def machines() -> None:
    """One machine of each kind."""
    for kind in DeviceKind:
        made = device(kind, f"secret-{kind}", place=zone())
        if kind == DeviceKind.PAD:
            made.window = window()
            made.save()


def granted(version: ItemVersion, owner: Actor, clerk: Actor) -> Case:
    """A case that went through to its licence."""
    case = accept_case(submit_case(world.draft(version, owner), by=owner).case, by=clerk)
    for post in ("科室审查岗", "分管领导岗"):
        review = Review.objects.get(case=case, closed_at=None)
        give_verdict(review, Decision(Verdict.APPROVE), by=world.staff(post))
    return issue_result(Case.objects.get(pk=case.pk), by=clerk)


def keys(case: Case, draft: Case, done: Case, waiting: Case) -> Keys:
    """The keys each route is asked with; under "*" those of every other route."""
    file_of = {c.pk: MaterialFile.objects.filter(material__case=c).first() for c in (case, draft)}
    document = Document.objects.filter(case=case, file__isnull=False).first()
    review, mailed = Review.objects.get(case=case, closed_at=None), mailed_papers(waiting)
    on_draft = ["apply_situation", "apply_form", "apply_materials", "apply_check", "autosave", "discard", "move_draft"]
    found: dict[str, dict[str, Any]] = {f"cases:{name}": {"case_id": draft.pk} for name in on_draft}
    material = draft.materials.first()
    kept = WalletDocument.objects.filter(party_id=case.applicant_id).first()
    assert kept and document and material and done.licence and file_of[draft.pk] and file_of[case.pk]
    return found | {
        **{f"portal:{name}": {"code": case.version.item.implementing_code} for name in GUIDE},
        **{f"portal:guide_paper{end}": {"paper_id": guide_paper(case.version).pk} for end in ("", "_file")},
        "portal:life_event": {"key": life_event().key},
        "catalogue:life_event": {"event_id": life_event().pk},
        "portal:verify": {"code": document.verify_code},
        "cases:begin": {"version_id": case.version_id},
        "cases:add_file": {"case_id": draft.pk, "material_id": material.pk},
        "cases:join_pages": {"case_id": draft.pk, "material_id": material.pk},
        "cases:take_apart": {"case_id": draft.pk, "file_id": file_of[draft.pk].pk},
        "cases:remove_file": {"case_id": draft.pk, "file_id": file_of[draft.pk].pk},
        "cases:material_file": {"case_id": case.pk, "file_id": file_of[case.pk].pk},
        "cases:desk_file": {"case_id": case.pk, "file_id": file_of[case.pk].pk},
        "cases:answer_at_window": {"case_id": at_window(case).pk},
        "cases:situate_at_window": {"case_id": at_window(case).pk},
        "cases:answer_file": {"case_id": case.pk, "key": "plan", "number": 0},
        "cases:desk_answer_file": {"case_id": case.pk, "key": "plan", "number": 0},
        "cases:limit": {"code": "T-02"},
        "cases:calendar_change": {"change_id": calendar_change().pk},
        "catalogue:form_schema": {"code": case.version.item.implementing_code},
        "cases:document_file": {"case_id": case.pk, "document_id": document.pk},
        "cases:desk_paper": {"case_id": case.pk, "document_id": document.pk},
        "cases:licence_file": {"licence_id": done.licence_id},
        **{f"cases:{name}": {"case_id": waiting.pk} for name in ("hand_over", "deliver_otherwise")},
        "cases:parcel": {"parcel_id": mailed.parcel_id},
        "cases:papers_scan": {"parcel_id": mailed.parcel_id, "name": "waybill_scan"},
        "deliveries:carrier_events": {"code": "made-up"},
        "cases:issued_licence": {"case_id": done.pk},
        "cases:change_licence": {"case_id": done.pk, "deed": "withhold"},
        "cases:use_kept": {"case_id": draft.pk, "material_id": material.pk, "document_id": kept.pk},
        "cases:wallet_document": {"document_id": kept.pk},
        "cases:remove_document": {"document_id": kept.pk},
        "cases:scan": {"case_id": case.pk, "material_id": case.materials.first().pk},
        "cases:desk_licence": {"case_id": case.pk, "material_id": with_licence(case, done).pk},
        "linkage:review": {"review_id": review.pk},
        "linkage:procedure": {"review_id": review.pk},
        **{f"linkage:{name}": {"review_id": review.pk} for name in ("extension", "claim", "release", "reassign")},
        "portal:mandate_end": {"mandate_id": Mandate.objects.filter(legal_representative=False)[0].pk},
        "notices:open": {"message_id": Message.objects.filter(link=f"/space/cases/{case.pk}/").earliest("pk").pk},
        "cases:api_case": {"receipt_no": case.receipt_no},
        "supervision:callback": {"callback_id": Callback.objects.get(rating__case=done).pk},
        "*": {
            **{"case_id": case.pk, "version_id": case.version_id, "material_id": case.materials.first().pk},
            **{
                "file_id": file_of[case.pk].pk,
                "token": "made-up",
                "ticket_id": 1,
                "transfer_id": 1,
                "number": 1,
                "signed": "made-up",
            },
        },
    }


def calendar_change() -> CalendarChange:
    """A day the legal reviewer wants to declare a day off."""
    days = {date(2026, 12, 31): DayEntry(DayKind.OFF, "停电")}
    return draft_change(days, notice="关于调整办公时间的通知", by=world.staff("法制审查岗"))


def at_window(like: Case) -> Case:
    """A case of the same applicant and item that a clerk opened at the window."""
    clerk = world.staff("窗口受理岗")
    return open_at_window(like.version, applicant=like.applicant, by=clerk)


def mailed_papers(case: Case) -> MailedPapers:
    """Originals of the case that came by courier, with their scans."""
    scan = store_file(world.pdf(), name="scan.pdf")
    parcel = Parcel.objects.create(
        key="key", direction=Direction.IN, carrier="trial", waybill="SY1", state=ParcelState.ORDERED,
        sender_name="王秀英", receiver_name="大厅", created_at=clock.now(),
    )  # fmt: skip
    CaseParcel.objects.create(case=case, parcel=parcel)
    scans = {"waybill_scan": scan, "contents_scan": scan, "commitment_scan": scan}
    return MailedPapers.objects.create(case=case, parcel=parcel, sent_at=clock.now(), **scans)


def guide_paper(version: ItemVersion) -> GuidePaper:
    """One that was made."""
    kind = GuidePaperKind.BLANK
    return make_guide_paper(order_guide_paper(version, kind, [], by=SYSTEM, address="192.0.2.1").pk)


def life_event() -> LifeEvent:
    """One that is shown."""
    values = {"name": "开店", "icon": "map", "audience": "person", "order": 1, "published": True}
    return LifeEvent.objects.get_or_create(key="shop", defaults=values)[0]


def spreadsheets(keeper: Actor | None) -> dict[str, int]:
    """An import and a finished export of the administrator of the catalogue."""
    assert keeper is not None
    book = book_of(keeper)
    job = start_job(EXPORT, by=keeper)
    finish_job(job.pk, result={"file": book.file_id, "items": 1})
    return {"book_id": book.pk, "job_id": job.pk}


def with_licence(case: Case, done: Case) -> Material:
    """A material of the case that the licence of the other one satisfies."""
    material = case.materials.all()[1]
    material.licence = done.licence
    material.save()
    return material
