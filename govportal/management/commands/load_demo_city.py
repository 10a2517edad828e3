"""`manage.py load_demo_city`: regions, departments, catalogue and people of the demonstration city."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from govportal.demo import CITY
from govportal.demo.libraries import fill_enterprise, fill_person
from govportal.demo.people import load_citizens, load_enterprises, load_staff
from govportal.demo.queues import let_people_wait, load_machines, load_queues
from govportal.demo.stock import fill_stock
from govportal.founding.town import found_town
from identity.models import Region
from spaces.services.quality import count_some


class Command(BaseCommand):
    """Loads an empty database; a loaded one stays as it is. Refused outside trials: its passwords are known to all."""

    help = __doc__ or ""

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.TRIAL:
            raise CommandError("The demonstration city has passwords that everybody knows: it is for trials only.")
        if Region.objects.exists():
            self.stdout.write("The demonstration city is already there.")
            return
        self.started = time.monotonic()
        departments = found_town(CITY, told=self.told)
        staff = load_staff(departments)
        self.told(f"{staff} members of staff")
        citizens = load_citizens()
        enterprises = load_enterprises(citizens)
        for citizen in citizens:
            fill_person(citizen, departments)
        for place, party in enumerate(enterprises, start=1):
            fill_enterprise(party, place, citizens[place - 1].party.name, departments)
        self.told(f"{len(citizens)} citizens and {len(enterprises)} enterprises with filled libraries")
        self.told(f"{fill_stock(departments['市场监督管理局'])} blanks in stock")
        while count_some():
            pass
        queues, machines = load_queues(departments), load_machines()
        self.told(f"{queues} queues, {machines} machines, {let_people_wait(citizens)} people waiting")

    def told(self, text: str) -> None:
        self.stdout.write(f"  {text} ({time.monotonic() - self.started:.1f} s)")
        self.stdout.flush()
