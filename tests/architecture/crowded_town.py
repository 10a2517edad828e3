"""A city's worth of rows made cheaply: one real case, review, ticket and alarm, copied inside the database."""

from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Model

from cases.models import Case, Clock, ClockKind
from cases.services.intake import accept_case
from cases.services.submission import submit_case
from core import clock
from core.encryption import blind_index
from core.models import Delivery
from hall_devices.models import QueueBusiness
from hall_devices.services.tickets import take_ticket
from identity.actors import Actor
from identity.models import Party, Post, Window
from linkage.models import Review, Run
from supervision.models import Alarm
from tests import world
from tests.hall_devices import hall

CASES = 6_000
RUNNING = "n % 40 = 0"
BODIES = 24
BY_N = f"(ARRAY(SELECT id FROM identity_department ORDER BY id))[1 + n % {BODIES}]"


@dataclass
class CrowdedTown:
    """Of the cases one in forty runs and as many wait at the desk; the others were closed long ago. They lie with
    `BODIES` bodies and belong to many enterprises; `owner` has one real case and `window` a line of visitors.
    """

    owner: Actor = field(default_factory=lambda: world.citizen(name="林晓"))
    window: Window = field(default_factory=hall.window)
    supervisor: Actor = field(default_factory=lambda: world.staff("监察岗", "监委"))
    reviewer: Actor = field(default_factory=lambda: world.staff("科室审查岗"))

    def __post_init__(self) -> None:
        self.clerk = hall.clerk(self.window)
        for number in range(BODIES):
            world.department(f"部门{number}")
        self.versions = [world.item() for _item in range(8)]
        filed = submit_case(world.draft(self.versions[0], self.owner), by=self.owner).case
        self.case = accept_case(filed, by=self.clerk)
        self.business: QueueBusiness = hall.business(self.window, name="综合业务")
        self._cases()
        self._reviews()
        self._clocks()
        self._history()
        self._tickets()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def _cases(self) -> None:
        party = world.enterprise()
        copies(party, 1500, code_index="decode(md5('p' || n), 'hex')", phone_index="decode(md5('f' || n), 'hex')")
        copies(
            self.case, CASES,
            department_id=BY_N,
            applicant_id=f"{party.pk} + 1 + n % 1500",
            applicant_name="md5('n' || n)",
            agent_id="NULL",
            intake_department_id=BY_N,
            contact_phone_index="decode(md5('c' || n), 'hex')",
            receipt_no="'R' || n",
            case_no="'C' || n",
            idempotency_key="'K' || n",
            state=f"CASE WHEN {RUNNING} THEN 'in_review' WHEN n % 40 = 1 THEN 'submitted' ELSE 'closed' END",
        )  # fmt: skip
        self.last = Case.objects.order_by("-pk").values_list("pk", flat=True)[0]

    def _reviews(self) -> None:
        """Four of five belong to other posts; what is closed waits for nobody."""
        case = f"{self.last} - {CASES} + n"
        copies(Run.objects.get(case=self.case), CASES, case_id=case, status="'DONE'", finished="now()")
        run = Run.objects.order_by("-pk")[0].pk
        posts = list(Post.objects.order_by("pk").values_list("pk", flat=True)[:100])
        mine = Review.objects.get(case=self.case)
        copies(
            mine, CASES,
            run_id=f"{run} - {CASES} + n",
            case_id=case,
            post_id=f"CASE WHEN n % 200 = 0 THEN {mine.post_id} ELSE (ARRAY{posts})[1 + n % 100] END",
            due_at="due_at + n * interval '1 minute'",
            closed_at=f"CASE WHEN {RUNNING} THEN NULL ELSE now() END",
        )  # fmt: skip

    def _clocks(self) -> None:
        case = f"{self.last} - {CASES} + n"
        for kind in (ClockKind.PROMISED, ClockKind.STATUTORY):
            copies(
                Clock.objects.get(case=self.case, kind=kind), CASES,
                case_id=case,
                due_at="due_at + n * interval '1 minute'",
                finished_at=f"CASE WHEN {RUNNING} THEN NULL::timestamptz ELSE now() END",
                next_at=f"CASE WHEN {RUNNING} THEN next_at + n * interval '1 minute' END",
            )  # fmt: skip
        watched = Clock.objects.get(case=self.case, kind=ClockKind.PROMISED)
        alarm = Alarm.objects.create(
            case=self.case, clock=watched, rule="S-05", level="yellow", department=self.case.department,
            due_at=watched.due_at, raised_at=clock.now(),
        )  # fmt: skip
        due = "due_at + n * interval '1 minute'"
        copies(alarm, 2000, department_id=BY_N, due_at=due, raised_at="raised_at - n * interval '1 minute'")

    def _history(self) -> None:
        """Two events of each case, each delivered long ago; some fifty wait."""
        event = Delivery.objects.filter(event__stream="case").order_by("pk")[0].event
        copies(event, 2 * CASES, stream_id=f"{self.last} - {CASES} + 1 + n / 2", sequence="1 + n % 2")
        copies(
            Delivery.objects.filter(event=event)[0], 2 * CASES,
            event_id=f"(SELECT max(id) FROM core_event) - {2 * CASES} + n",
            state="CASE WHEN n % 700 = 0 THEN 'waiting' ELSE 'done' END",
            lane="CASE WHEN n % 1400 = 0 THEN 'lane ' || n % 7 ELSE '' END",
        )  # fmt: skip

    def _tickets(self) -> None:
        ticket = take_ticket(self.business, by=hall.DEVICE)
        done = {"state": "'finished'", "visitor_index": "NULL"}
        copies(ticket, 4000, day="day - (1 + n / 400)", number="'C' || n % 400", finished_at="now()", **done)
        copies(ticket, 60, number="'W' || n", queued_at="queued_at + n * interval '1 second'")

    @property
    def closed(self) -> Case:
        """A case of the crowd that the clerk's body closed."""
        return Case.objects.filter(department_id=self.case.department_id, state="closed").order_by("pk")[0]

    def findable_by(self, value: str, purpose: str) -> str:
        """Let that case be found by this identity number, credit code or phone; returns it."""
        if purpose == "party.code":
            Party.objects.filter(pk=self.closed.applicant_id).update(code_index=blind_index(value, purpose))
        else:
            Case.objects.filter(pk=self.closed.pk).update(contact_phone_index=blind_index(value, purpose))
        return value


def copies(row: Model, count: int, **columns: str) -> None:
    """Copy a row so many times; `columns` says in SQL what differs in the copy `n` (1, 2, …)."""
    table = row._meta.db_table
    names = [field.column for field in row._meta.concrete_fields if not field.primary_key]
    values = [columns.pop(name, f'"{name}"') for name in names]
    if columns:
        raise ValueError(f"{table} has no {sorted(columns)}")
    quoted = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({quoted}) SELECT {', '.join(values)} "
            f"FROM {table}, generate_series(1, {count}) AS n WHERE id = {row.pk}"
        )
