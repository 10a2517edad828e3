"""What a case costs and whether it was paid."""

from cases.models import Case, CaseCharge
from payments.models import Charge
from payments.queries import holds_back


def charge_of(case: Case) -> Charge | None:
    """The charge of a case, None for one that costs nothing."""
    link = CaseCharge.objects.select_related("charge__department").filter(case=case).first()
    return link.charge if link else None


def fee_holds_back(case: Case) -> bool:
    """Whether the result may wait for its fee (C-43); cases accepted without fees are not looked up."""
    charge = charge_of(case) if case.fees else None
    return charge is not None and holds_back(charge)
