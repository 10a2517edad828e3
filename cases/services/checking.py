"""The check after a grant on pledge: it falls due, somebody looks, and what he finds is written down (2.4, GZCN)."""

from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from cases.events import PledgeChecked, PledgeCheckPlanned
from cases.models import Case, ClockKind, Pledge, PledgeEvidence, PledgeOutcome, Proposal, ProposalKind
from cases.queries.limits import limit_of
from cases.rules.limits import PLEDGE_CHECK, NamedLimit, limit_of_item
from cases.services.clocks import start_clock, stop_clocks
from cases.services.life import locked
from cases.services.proposals import propose_act
from core import clock
from core.deadlines import Unit
from core.events import Doer
from core.outbox import publish
from core.refusal import Refusal
from core.services.files import store_file
from identity.actors import Actor
from items.models import ItemVersion

FINDINGS_MIN = 10
BASIS = "《中华人民共和国行政许可法》第六十九条第二款"


def plan_check(case: Case, *, by: Doer) -> None:
    """A case was granted on a pledge: its check falls due (natural days, from the item or the limit of this hall).
    A second call changes nothing. Publishes PledgeCheckPlanned."""
    with locked(case) as case:
        pledge = Pledge.objects.filter(case=case, granted_at=None).exclude(papered_at=None).first()
        if pledge is None or case.decided_at is None:
            return
        pledge.granted_at = case.decided_at
        pledge.save(update_fields=["granted_at"])
        limit = _limit_of(case.version)
        check = start_clock(case, kind=ClockKind.PLEDGE, limit=limit, at=pledge.granted_at, by=by)
        publish(PledgeCheckPlanned(case_id=case.pk, until=check.last_day.isoformat()), by=by)


def record_check(
    pledge: Pledge, outcome: PledgeOutcome, *, findings: str, evidence: Sequence[UploadedFile] = (), by: Actor
) -> Proposal | None:
    """Write down what the check found, with what shows it. A false pledge proposes in the same breath to rescind what
    was granted; when somebody else agrees, that begins a proceeding in which the holder is heard; returns the proposal.

    Refuses `findings` under ten characters, `evidence` for a false pledge without any, `not_due` (a conflict) before
    the grant, `checked_before` (a conflict), what `propose_act` and `store_file` refuse. Publishes PledgeChecked.
    """
    if len(findings.strip()) < FINDINGS_MIN:
        raise Refusal("findings", _("Say in at least ten characters what was looked at and found."), field="findings")
    if outcome == PledgeOutcome.FALSE and not evidence:
        raise Refusal("evidence", _("Add what shows that the pledge is false."), field="evidence")
    assert by.staff_id is not None, "only staff check"
    stored = [(store_file(upload, name=upload.name or ""), upload.name or "") for upload in evidence]
    with locked(pledge.case) as case:
        pledge = Pledge.objects.select_for_update(of=("self",)).get(pk=pledge.pk)
        if pledge.granted_at is None:
            raise Refusal("not_due", _("Only what was granted is checked."), conflict=True)
        if pledge.outcome:
            raise Refusal("checked_before", _("This pledge was checked already."), conflict=True)
        now = clock.now()
        pledge.outcome, pledge.findings = outcome, findings.strip()
        pledge.checked_by_id, pledge.checked_at = by.staff_id, now
        pledge.save(update_fields=["outcome", "findings", "checked_by", "checked_at"])
        PledgeEvidence.objects.bulk_create(
            PledgeEvidence(pledge=pledge, file=file, name=name[-120:]) for file, name in stored
        )
        stop_clocks(case, ClockKind.PLEDGE, at=now, by=by)
        publish(PledgeChecked(case_id=case.pk, outcome=outcome.value), by=by, at=now)
        if outcome == PledgeOutcome.TRUE:
            return None
        return propose_act(case, ProposalKind.FALSE_PLEDGE, reason=findings, basis=BASIS, by=by)


def _limit_of(version: ItemVersion) -> NamedLimit:
    days = version.pledge_days
    return limit_of_item(days, Unit.NATURAL_DAYS) if days else limit_of(PLEDGE_CHECK)
