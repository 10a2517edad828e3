"""`manage.py send_demo_parcels`: a few results of the demonstration go by courier, so parcels move from the start."""

from django.core.management.base import BaseCommand

from cases.models import Case, CaseState
from cases.services.handing import choose_delivery
from deliveries.models import DeliveryWay
from identity.actors import SYSTEM

PARCELS = 3
ADDRESS = "张家港市杨舍镇沙洲中路{number}号"


class Command(BaseCommand):
    """Have the latest waiting results brought by the carrier; the orders go out when workers run."""

    help = "Send a few waiting results of the demonstration by courier."

    def handle(self, *args: object, **options: object) -> None:
        """The applicants of the latest issued results wish them by courier."""
        waiting = Case.objects.filter(state=CaseState.ISSUED).select_related("applicant").order_by("-pk")[:PARCELS]
        for number, case in enumerate(waiting, start=18):
            ends = {
                "recipient": case.contact_name or case.applicant_name,
                "phone": case.contact_phone or case.applicant.phone,
                "address": ADDRESS.format(number=number),
            }
            if ends["phone"]:
                choose_delivery(case, way=DeliveryWay.COURIER, **ends, by=SYSTEM)
