"""A town with so many rows in every list of the product, and everybody who reads lists."""

from dataclasses import dataclass, field

from cases.models import (
    ArchivePackage,
    ArchiveTransfer,
    BatchRow,
    CalendarChange,
    CalendarShift,
    Case,
    CaseParcel,
    Clock,
    CreditRecord,
    Document,
    IntakeBatch,
    MailedPapers,
    MaterialDemand,
    PaperTransfer,
    Pledge,
    ProposalKind,
    Publication,
    RetentionAct,
    RetentionProof,
    TransferredPackage,
    Withdrawal,
)
from cases.services.intake import accept_case
from cases.services.proposals import propose_act
from cases.services.reads import record_read
from cases.services.submission import submit_case
from core import clock
from core.outbox import drain
from core.services.files import store_file
from deliveries.models import Direction, Parcel
from hall_devices.models import Device, DeviceKind, QueueBusiness
from hall_devices.readers.simulated import SimulatedReader
from hall_devices.services.calling import call_next, miss_ticket
from hall_devices.services.tickets import take_ticket
from hall_devices.services.visitors import identify_visitor, read_card, read_number
from hall_devices.tokens import token_hash
from identity.actors import SYSTEM, Actor
from identity.models import Party, Region, Window
from identity.services.clients import issue_api_key
from items.models import (
    DirectoryEntry,
    ItemVersion,
    ListKind,
    ListRow,
    SearchMiss,
    SearchPhrase,
    Synonym,
    SynonymGroup,
    Theme,
)
from items.services.drafting import open_draft
from items.services.spot_checks import draw_sample
from notices.models import Message, MessageChannel
from payments.models import Charge, Difference, PaymentOrder
from payments.rules.bookkeeping import asked
from payments.services.booking import book
from spaces.models import CaptureBatch, LicenceType, StockAct, StockDeed, TrustLevel, UseKind
from spaces.services import LicenceOrder, issue_licence, keep_document
from spaces.services.captures import add_scan, open_batch
from spaces.services.uses import Purpose, record_use
from supervision.models import Alarm, Callback, Rating, SupervisionOrder
from tests import world
from tests.architecture.listed_online import online_rows, project_of
from tests.hall_devices import hall
from tests.items.workbooks.stored import book_of, fill_book

THEME = "准营准办"


@dataclass
class ListedTown:
    """`grow` adds rows to every list. The clerk sits at a window, the officer works at the desk; `secret` is the key of
    a connected system of the body that has the cases."""

    owner: Actor = field(default_factory=lambda: world.citizen(name="林晓"))
    window: Window = field(default_factory=hall.window)
    supervisor: Actor = field(default_factory=lambda: world.staff("监察岗", "监委"))
    reviewer: Actor = field(default_factory=lambda: world.staff("科室审查岗"))
    keeper: Actor = field(default_factory=lambda: world.staff("事项管理岗"))
    secret: str = field(default_factory=lambda: issue_api_key("社保系统", world.department()))
    cases: list[Case] = field(default_factory=list)

    def __post_init__(self) -> None:
        Region.objects.create(code="320582101", name="塘桥镇", level="town")
        self.officer, self.maker = world.staff("窗口受理岗"), world.staff("制证岗")
        self.archivist, self.leader = world.staff("档案管理岗"), world.staff("分管领导岗")
        self.warden, self.counsel = world.security_administrator(), world.staff("法制审查岗")
        self.change = self._calendar_change()
        self.act = self._removal()
        self.batch: CaptureBatch | None = None
        self.clerk = hall.clerk(self.window)
        self.person = Party.objects.get(pk=self.owner.self_party_id)
        self.other_window = hall.window("C02")
        self.business: QueueBusiness = hall.business(self.window, self.other_window, name="综合业务")
        self.business.departments.add(world.department())
        self.kiosk = hall.device(token="kiosk")
        hall.device(DeviceKind.SCREEN, token="screen")
        Device.objects.create(
            kind=DeviceKind.PAD, name="评价器", hall=self.window.zone.hall, window=self.window,
            token_hash=token_hash("pad"),
        )  # fmt: skip
        self.book = book_of(self.keeper)
        self.project = project_of(self.person)
        self.theme = Theme.objects.create(audience="person", name=THEME, order=1)
        self.version: ItemVersion = world.item(themes=[THEME])
        reader = SimulatedReader(f"window-{self.window.pk}")
        reader.lay(self.person)
        card = reader.present()
        assert card is not None
        identify_visitor(self.window, read_card(card, window=self.window), by=self.clerk)

    def grow(self, count: int) -> None:
        """So many rows more in every list."""
        for _row in range(count):
            version = world.item(themes=[THEME], town_level=True, visits=0)
            self._words(version)
            open_draft(version.item, by=self.keeper)
            self._listed(version)
            self._case()
            self._money()
            self._wallet()
            self._blanks()
            self._tickets()
        drain(["interactive"])
        self._messages(count)
        fill_book(self.book, count)

    def _words(self, version: ItemVersion) -> None:
        """A phrase, a group of words and a search that found nothing."""
        place = version.pk
        SearchPhrase.objects.create(entry=version.item.entry, phrase=f"开店{place}")
        group = SynonymGroup.objects.create(changed_at=clock.now(), changed_by="管理员")
        Synonym.objects.bulk_create(Synonym(group=group, order=n, word=f"词{n}号{place}") for n in (1, 2))
        SearchMiss.objects.create(day=clock.today(), words=f"没有{place}")

    def _listed(self, version: ItemVersion) -> None:
        """On the list of powers under another name, and so a difference as well."""
        entry, body = version.item.entry, version.item.department
        named = {"base_code": entry.base_code, "type": entry.type, "department": body}
        ListRow.objects.create(kind=ListKind.POWERS, name=f"{version.name}证", **named)
        DirectoryEntry.objects.filter(pk=entry.pk).update(number=2, name=f"{version.name}证")
        draw_sample(items=1, by=SYSTEM)

    def _case(self) -> None:
        filed = submit_case(world.draft(self.version, self.owner), by=self.owner).case
        case = accept_case(filed, by=self.clerk)
        watched = Clock.objects.get(case=case, kind="promised")
        Alarm.objects.create(
            case=case, clock=watched, rule="S-05", level="yellow", department=case.department,
            due_at=watched.due_at, raised_at=clock.now(),
        )  # fmt: skip
        rating = Rating.objects.create(case=case, level=5, channel="web", given_at=clock.now())
        Callback.objects.create(
            rating=rating, department=case.department, ordered_at=clock.now(), due_at=watched.due_at
        )
        SupervisionOrder.objects.create(
            case=case, department=case.department, level="yellow", matter="请说明超期的原因和整改措施",
            issuer_id=self.supervisor.department_id, issued_by_id=self.supervisor.staff_id, issued_at=clock.now(),
            answer_by=clock.today(), due_at=watched.due_at,
        )  # fmt: skip
        Withdrawal.objects.create(case=case, reason="计划有变", asked_at=clock.now())
        propose_act(case, ProposalKind.VOID, reason="重复录入，应当作废处理", by=self.officer)
        Document.objects.filter(case=case).update(file=store_file(world.pdf(), name="a.pdf"))
        self._parcels(case)
        self._batch(len(self.cases))
        spec = case.materials.select_related("spec").first()
        MaterialDemand.objects.create(
            **{"case": case, "spec": spec.spec if spec else None, "held_in": "wallet", "reason": "须留存原件备查"},
            **{"staff_id": self.clerk.staff_id, "who": self.clerk.label, "at": clock.now()},
        )
        self._closing(case)
        self._word_given(case, watched)
        self.cases.append(case)
        online_rows(self.cases[0], case, self.project)
        record_read(self.cases[0], by=self.supervisor, what=f"Paper {len(self.cases)}", why="Supervision")

    def _batch(self, place: int) -> None:
        """One more batch, and one more row of the first."""
        facts = {"version": self.version, "department": self.version.item.department, "created_at": clock.now()}
        made = IntakeBatch.objects.create(file=store_file(world.pdf(), name="a.pdf"), digest=str(place), **facts)
        self.rows = getattr(self, "rows", made)
        BatchRow.objects.create(batch=self.rows, number=place + 2, applicant_name="林晓", state="sound")

    def _calendar_change(self) -> CalendarChange:
        """A change of the calendar that was discarded."""
        now, staff = clock.now(), self.counsel.staff_id
        facts = {"base": 1, "days": [["2026-12-31", "off", "停电"]], "notice": "通知", "drafted_at": now}
        return CalendarChange.objects.create(state="discarded", drafted_by_id=staff, reckoned_at=now, **facts)

    def _word_given(self, case: Case, watched: Clock) -> None:
        """A deadline a calendar would move, a pledge to be checked, and an entry of the credit list."""
        now = clock.now()
        self._calendar_change()
        CalendarShift.objects.create(change=self.change, clock=watched, before=now, after=now)
        Pledge.objects.create(case=case, replaced=[], signed_by="林晓", signed_at=now, granted_at=now)
        CreditRecord.objects.create(party=self.person, case=case, ground="pledge", facts="不实", entered_at=now)

    def _removal(self) -> RetentionAct:
        """An act that is done."""
        now = clock.now()
        return RetentionAct.objects.create(
            **{"kind": "read", "state": "done", "cutoff": now, "found": 1, "proposed_at": now, "approved_at": now},
            approved_by_id=self.warden.staff_id,
        )

    def _closing(self, case: Case) -> None:
        """Published; every other one archived and handed to the archives."""
        now, number = clock.now(), case.pk
        self._removal()
        RetentionProof.objects.create(act=self.act, rows={"cases_caseread": ["1"]}, digest="0" * 64, at=now)
        Publication.objects.create(
            case=case,
            department=case.department,
            granted=True,
            decided_on=clock.today(),
            open_at=now,
            state="published",
            published_at=now,
            feed_no=number,
            decision_no=f"许{number}",
            holder_name="王**",
        )
        if len(self.cases) % 2:
            return
        package = ArchivePackage.objects.create(
            **{"case": case, "department": case.department, "state": "archived", "term": "D10", "archived_at": now},
            **{"ordered_at": now, "archive_no": f"{number}", "ordered_by_id": self.archivist.staff_id},
            **{"transfer_on": clock.today(), "file": store_file(world.pdf(), name="a.pdf")},
        )
        transfer = ArchiveTransfer.objects.create(
            department=case.department,
            archives="档案馆",
            receipt=f"{number}",
            made_at=now,
            made_by_id=self.archivist.staff_id,
        )
        TransferredPackage.objects.create(transfer=transfer, package=package)

    def _parcels(self, case: Case) -> None:
        """One on its way, one lost, one that arrived, and originals whose scans wait to be checked."""
        now, out, scan = clock.now(), Direction.OUT, store_file(world.pdf(), name="a.pdf")
        kinds = [(out, "out", None), (out, "lost", now), (out, "signed", now), (Direction.IN, "ordered", None)]
        for direction, state, ended in kinds:
            parcel = Parcel.objects.create(
                key=f"{case.pk}-{state}", direction=direction, carrier="trial", waybill=f"SY{case.pk}-{state}",
                state=state, sender_name="甲", receiver_name="乙", created_at=now, ended_at=ended,
            )  # fmt: skip
            CaseParcel.objects.create(case=case, parcel=parcel)
        here, there = case.department, world.department("镇政府")
        ends = (here, there) if len(self.cases) % 2 else (there, here)
        for (sender, receiver), received in ((ends, None), ((there, here), now)):
            PaperTransfer.objects.create(
                case=case, sender=sender, receiver=receiver, way="messenger", sent_at=now, received_at=received
            )
        scans = {"waybill_scan": scan, "contents_scan": scan, "commitment_scan": scan}
        MailedPapers.objects.create(case=case, parcel=parcel, sent_at=now, scanned_at=now, **scans)

    def _money(self) -> None:
        """One thing to pay, and one about which a gateway and the ledger differ."""
        case, place = self.cases[-1], len(self.cases)
        charge = Charge.objects.create(
            key=f"case:{case.pk}", version=case.version, department=case.department, payer=case.applicant,
            payer_name=case.applicant_name, subject=case.version.name, tariff=[], opened_at=clock.now(),
        )  # fmt: skip
        order = PaymentOrder.objects.create(
            charge=charge, number=f"P{place}", key=f"case:{case.pk}#1", lines=[], amount_fen=2000,
            opened_at=clock.now(),
        )  # fmt: skip
        book(order, "asked", asked(2000), key=f"asked:P{place}", at=clock.now())
        Difference.objects.create(
            gateway="trial", day=clock.today(), number=f"P{place}T1", kind="amount", order=order, ours_fen=1,
            theirs_fen=2, found_at=clock.now(),
        )  # fmt: skip

    def _blanks(self) -> None:
        """A deed with blanks of a kind of licence."""
        kind, now = LicenceType.objects.earliest("pk"), clock.now()
        StockAct.objects.create(
            **{"kind": kind, "department": world.department(), "deed": StockDeed.RECEIVE, "first": "JS001", "count": 1},
            **{"made_by_id": self.maker.staff_id, "made_at": now},
            **{"confirmed_by_id": self.maker.staff_id, "confirmed_at": now},
        )

    def _wallet(self) -> None:
        place = len(self.cases)
        order = LicenceOrder(f"证照{place}", self.person, self.version.item.department, clock.today(), None)
        record_use(issue_licence(order, by=SYSTEM), UseKind.FETCHED, Purpose("办理案件"), by=self.clerk)
        open_batch(f"批次{place}", issuer=world.department(), licence_name="旧证", fields=[], by=self.maker)
        self.batch = self.batch or CaptureBatch.objects.get()
        add_scan(self.batch, world.pdf(), name=f"{place}.pdf")
        stored = store_file(world.pdf(), name="a.pdf")
        keep_document(self.person, name=f"平面图{place}", stored=stored, file_name="平面图.pdf", trust=TrustLevel.C)

    def _tickets(self) -> None:
        """One that missed its call, one in line, and one of the owner in a queue of its own."""
        for _ticket in range(2):
            take_ticket(self.business, version=self.version, by=hall.DEVICE)
        called = call_next(self.other_window, seen=None, by=self.clerk)
        assert called is not None
        miss_ticket(self.other_window, seen=called.pk, by=self.clerk)
        own = read_number(self.person.code, device=self.kiosk)
        take_ticket(hall.business(), reading=own, by=hall.DEVICE)

    def _messages(self, count: int) -> None:
        readers = [actor.account_id for actor in (self.clerk, self.reviewer, self.supervisor)]
        before = Message.objects.count()
        Message.objects.bulk_create(
            Message(
                key=f"{before}-{number}-{account}", channel=MessageChannel.INBOX, kind="x", account_id=account,
                title="预警", text="请办理", created_at=clock.now(),
            )
            for number in range(count)
            for account in readers
        )  # fmt: skip
