"""The life of one application, from the first draft to the rating, as everybody in it acts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.core.files.base import ContentFile

from cases.models import CaseState, Channel, Material, MaterialState, Resolver
from cases.queries.filling import filling_of
from cases.queries.pledges import materials_to_pledge, offers_pledge
from cases.services.drafts import attach_file, save_draft, start_draft
from cases.services.intake import (
    accept_case,
    decline_case,
    hand_in_correction,
    pass_precheck,
    receive_case,
    request_correction,
    return_at_precheck,
)
from cases.services.intakes import name_project
from cases.services.issuing import withdraw_case
from cases.services.pledging import sign_pledge
from cases.services.submission import submit_case
from cases.services.talks import write_to_applicant, write_to_department
from cases.services.window import answer_at_window, open_at_window, situate_at_window
from core import clock
from core.queries.calendar import working_calendar
from govportal.simulation import words
from govportal.simulation.answers import answers_to, choices_for
from govportal.simulation.endings import Endings
from govportal.simulation.files import sample_file
from govportal.simulation.habits import Habits, arrival, chance, clerk_hours, office_moment, pick
from govportal.simulation.reviews import Reviews
from govportal.simulation.town import Town
from identity.actors import Actor
from identity.models import Party
from items.frozen import situations_of
from items.models import ItemVersion
from spaces.models import Project

Story = Iterator[datetime]
RUNNING = {CaseState.ACCEPTED, CaseState.IN_REVIEW}
BEFORE_ACCEPTANCE = {CaseState.SUBMITTED, CaseState.PRECHECKED, CaseState.RECEIVED}


class Over(Exception):
    """Nothing more happens to this case."""


@dataclass
class Life:
    """One application; `dice` is its own source of chance, so that other cases do not change it."""

    town: Town
    habits: Habits
    dice: Random
    begin: datetime
    end: datetime

    def story(self) -> Story:
        """Everything that happens, one yield per moment somebody waits for."""
        try:
            yield from self._whole()
        except Over:
            return

    def _whole(self) -> Story:
        version, self.applicant = self.town.application(self.dice)
        self.leaves_at: datetime | None = None
        moment = arrival(self.dice, self.begin, self.end)
        if chance(self.dice, self.habits.window):
            yield office_moment(working_calendar(), moment, 0.5)
            yield from self._at_the_window(version)
        else:
            yield moment
            yield from self._online(version)
        self._may_withdraw()
        yield from self._intake()
        yield from self._talk()
        yield from Reviews(self.town, self.habits, self.dice, self.case, self.wait).story()
        yield from Endings(self.town, self.habits, self.dice, self.case, self.applicant).story()

    def wait(self, moment: datetime) -> Story:
        """Until then; an applicant who changes his mind before the decision withdraws meanwhile."""
        if self.leaves_at is not None and self.leaves_at < moment:
            yield self.leaves_at
            self.case.refresh_from_db()
            if CaseState(self.case.state).is_undecided:
                withdraw_case(self.case, reason=pick(self.dice, words.WITHDRAWALS), by=self.applicant)
                raise Over
            self.leaves_at = None
        yield moment

    def _online(self, version: ItemVersion) -> Story:
        channel = Channel.MOBILE if chance(self.dice, self.habits.mobile) else Channel.WEB
        handlings = list(version.handlingoption_set.order_by("order"))
        usual = handlings[:1] if chance(self.dice, 0.7) else handlings
        handling = self.dice.choice(usual) if usual else None
        self.case = start_draft(version, by=self.applicant, channel=channel, handling=handling)
        self._fill_in()
        yield clock.now() + timedelta(minutes=self.dice.randint(4, 25))
        if chance(self.dice, self.habits.abandon):
            raise Over
        self._pledge()
        self._hand_in(self.applicant, Resolver.UPLOAD)
        yield clock.now() + timedelta(minutes=self.dice.randint(1, 6))
        self.case = submit_case(self.case, by=self.applicant).case

    def _at_the_window(self, version: ItemVersion) -> Story:
        clerk = self.town.clerk(version.item.department_id)
        parties = {party.pk: party for party in Party.objects.filter(pk__in=self._party_ids())}
        applicant, person = parties[self._party_ids()[0]], parties[self._party_ids()[-1]]
        agent = person if person.pk != applicant.pk else None
        self.case = open_at_window(version, applicant=applicant, agent=agent, by=clerk)
        choices = choices_for(situations_of(version.pk), self.dice)
        self.case = situate_at_window(self.case, choices=choices, by=clerk)
        answers = answers_to(filling_of(self.case), self.dice, today=clock.today())
        answer_at_window(self.case, answers=answers, uploads={}, by=clerk)
        yield clock.now() + timedelta(minutes=self.dice.randint(3, 12))
        self._hand_in(clerk, Resolver.SCAN)

    def _party_ids(self) -> list[int]:
        return [party for party in (self.applicant.party_id, self.applicant.self_party_id) if party is not None]

    def _fill_in(self) -> None:
        contact = {"contact_name": self.applicant.name, "contact_phone": self._phone()}
        choices = choices_for(situations_of(self.case.version_id), self.dice)
        self.case = save_draft(self.case, by=self.applicant, choices=choices, contact=contact)
        project = Project.objects.filter(owner=self.case.applicant).first()
        if project and chance(self.dice, self.habits.project):
            name_project(self.case, project, by=self.applicant)
        answers = answers_to(filling_of(self.case), self.dice, today=clock.today())
        save_draft(self.case, by=self.applicant, answers=answers)

    def _pledge(self) -> None:
        """Who need not prove everything rather pledges (2.4)."""
        wanted = offers_pledge(self.case.version) and materials_to_pledge(self.case)
        if wanted and chance(self.dice, self.habits.pledge):
            sign_pledge(self.case, signed_by=self.applicant.name, by=self.applicant)

    def _phone(self) -> str:
        return Party.objects.get(account=self.applicant.account_id).phone

    def _hand_in(self, by: Actor, resolver: Resolver) -> None:
        """Everything that is missing or was found wrong; what is optional only sometimes."""
        wanted = Material.objects.filter(case=self.case, state__in=[MaterialState.NEEDED, MaterialState.FAULTY])
        for material in wanted.select_related("spec", "case").order_by("spec__order"):
            if material.required or chance(self.dice, 0.3):
                name, content = sample_file(material.spec.name)
                attach_file(material, ContentFile(content), name=name, by=by, resolver=resolver)

    def _may_withdraw(self) -> None:
        if chance(self.dice, self.habits.withdraw):
            self.leaves_at = clock.now() + timedelta(hours=self.dice.randint(3, 90))

    def _intake(self) -> Story:
        """What the window makes of it, until the case is accepted, by the clerk or by law (C-07)."""
        clerk = self.town.clerk(self.case.department_id)
        corrected = False
        while True:
            hours = clerk_hours(self.dice, self.habits)
            if self.case.state == CaseState.RECEIVED and not corrected and chance(self.dice, 0.7):
                hours = 0.1
            yield from self.wait(office_moment(working_calendar(), clock.now(), hours))
            self.case.refresh_from_db()
            if self.case.state not in BEFORE_ACCEPTANCE:
                break
            if not corrected and chance(self.dice, self.habits.decline):
                decline_case(self.case, reason=pick(self.dice, words.DECLINE_REASONS), by=clerk)
                raise Over
            if not corrected and (again := self._answer(clerk)) is not None:
                corrected = True
                yield from again
                continue
            accept_case(self.case, by=clerk)
            break
        self.case.refresh_from_db()

    def _answer(self, clerk: Actor) -> Story | None:
        """Something other than acceptance, and what the applicant does then."""
        if self.case.state == CaseState.SUBMITTED and chance(self.dice, self.habits.return_at_precheck):
            return_at_precheck(self.case, faults=self._faults(), by=clerk)
            return self._file_again()
        if not self.case.corrections and chance(self.dice, self.habits.correct):
            request_correction(self.case, faults=self._faults(), by=clerk)
            return self._correct()
        if self.case.state == CaseState.SUBMITTED and chance(self.dice, self.habits.precheck_first):
            pass_precheck(self.case, by=clerk)
            return self._bring_originals(clerk)
        return None

    def _faults(self) -> dict[int, str]:
        handed_in = list(self.case.materials.exclude(state=MaterialState.NEEDED).order_by("pk"))
        wrong = self.dice.sample(handed_in, min(len(handed_in), self.dice.randint(1, 3)))
        return {material.pk: pick(self.dice, words.FAULTS) for material in wrong}

    def _talk(self) -> Story:
        """Some ask how it goes; most of them are answered within the day."""
        if self.case.state not in RUNNING or not chance(self.dice, self.habits.ask):
            return
        yield from self.wait(clock.now() + timedelta(minutes=self.dice.randint(10, 90)))
        asked = self.dice.randrange(len(words.QUESTIONS))
        write_to_department(self.case, text=words.QUESTIONS[asked], by=self.applicant)
        if not chance(self.dice, self.habits.unanswered):
            yield from self.wait(office_moment(working_calendar(), clock.now(), self.dice.uniform(0.3, 3)))
            clerk = self.town.clerk(self.case.department_id)
            write_to_applicant(self.case, text=words.ANSWERS[asked], by=clerk)

    def _file_again(self) -> Story:
        yield from self.wait(clock.now() + timedelta(hours=self.dice.randint(2, 90)))
        self._hand_in(self.applicant, Resolver.UPLOAD)
        self.case = submit_case(self.case, by=self.applicant).case

    def _correct(self) -> Story:
        if chance(self.dice, self.habits.never_corrected):
            raise Over
        yield from self.wait(clock.now() + timedelta(hours=self.dice.randint(5, 200)))
        self._hand_in(self.applicant, Resolver.UPLOAD)
        self.case = hand_in_correction(self.case, by=self.applicant)

    def _bring_originals(self, clerk: Actor) -> Story:
        yield from self.wait(office_moment(working_calendar(), clock.now(), self.dice.uniform(4, 20)))
        self.case = receive_case(self.case, by=clerk)
