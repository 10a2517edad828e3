"""Cases whose result waits for its recipient."""

from cases.models import Case
from cases.services.handing import Receiver
from cases.services.issuing import issue_result
from core.outbox import drain
from identity.actors import Actor
from identity.models import Party
from linkage.models import Verdict
from tests import world
from tests.cases.walks import accepted, decided


def issued(applicant: Actor | None = None, **item: object) -> Case:
    """A granted case whose licence is issued; everybody was told."""
    case = decided(accepted(applicant, **item), Verdict.APPROVE)
    case = issue_result(case, by=world.staff("制证岗"))
    follow()
    return Case.objects.select_related("delivery", "applicant", "version__item__entry").get(pk=case.pk)


def follow(rounds: int = 3) -> None:
    """Workers do what is due, and what follows from it."""
    for _round in range(rounds):
        drain(["exchange", "interactive", "pdf"])


def before_clerk(person: Party, **changes: object) -> Receiver:
    """Somebody at the window with his card, who signs the printed proof."""
    values = {"name": person.name, "id_number": person.code, "identity_check": "card", "signed_on_paper": True}
    return Receiver(**{**values, **changes})  # type: ignore[arg-type]
