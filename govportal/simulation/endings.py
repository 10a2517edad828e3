"""From the decision to the applicant's rating."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from cases.models import Case, CaseState
from cases.queries.money import charge_of
from cases.services.issuing import deliver_result, issue_result
from core import clock
from core.queries.calendar import working_calendar
from deliveries.models import DeliveryWay
from govportal.simulation import words
from govportal.simulation.habits import Habits, chance, office_moment, pick, satisfaction
from govportal.simulation.town import Town
from identity.actors import Actor
from payments.models import OrderState
from payments.queries import live_order
from payments.services.booking import COUNTER_WAYS
from payments.services.paying import take_at_counter
from supervision.models import Alarm, AlarmLevel
from supervision.services import RATEABLE, rate_case

Story = Iterator[datetime]


@dataclass
class Endings:
    """What happens to a decided case."""

    town: Town
    habits: Habits
    dice: Random
    case: Case
    applicant: Actor

    def story(self) -> Story:
        """The result is made, fetched, and the service rated by some."""
        if self.case.state in {CaseState.GRANTED, CaseState.REFUSED}:
            yield office_moment(working_calendar(), clock.now(), self.dice.triangular(0.3, 14, 2))
            issue_result(self.case, by=self.town.certifier(self.case.department_id))
            yield from self._fetch()
        self.case.refresh_from_db()
        if self.case.state in RATEABLE and chance(self.dice, self.habits.rate):
            yield clock.now() + timedelta(hours=self.dice.uniform(0.2, 40))
            self._rate()

    def _fetch(self) -> Story:
        self._pay()
        if chance(self.dice, 0.72):
            yield clock.now() + timedelta(hours=self.dice.triangular(0.3, 96, 6))
            deliver_result(self.case, way=DeliveryWay.ELECTRONIC, recipient=self.applicant.name, by=self.applicant)
            return
        yield office_moment(working_calendar(), clock.now(), self.dice.uniform(2, 30))
        way = DeliveryWay.WINDOW if chance(self.dice, 0.7) else DeliveryWay.COURIER
        deliver_result(self.case, way=way, recipient=self.applicant.name, by=self.town.clerk(self.case.department_id))

    def _pay(self) -> None:
        """Who owes a fee pays it at the window before he fetches his licence; some leave others unpaid."""
        charge = charge_of(self.case)
        order = live_order(charge) if charge else None
        if order is None or order.state != OrderState.PENDING:
            return
        if order.is_statutory or chance(self.dice, 0.7):
            way = self.dice.choice(COUNTER_WAYS)
            clerk = self.town.clerk(self.case.department_id)
            take_at_counter(order, way=way, receipt_no=f"SK{order.pk:08d}", by=clerk)

    def _rate(self) -> None:
        late = Alarm.objects.filter(case=self.case, level__in=[AlarmLevel.YELLOW, AlarmLevel.RED]).exists()
        level = satisfaction(self.dice, late=late, refused=self.case.licence_id is None)
        rate_case(
            self.case,
            level=level,
            by=self.applicant,
            tags=words.TAGS[level],
            text=pick(self.dice, words.RATINGS[level]),
        )
