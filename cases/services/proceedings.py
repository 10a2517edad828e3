"""The body begins to rescind, cancel or revoke a licence by a case of its own (依职权, C-23, C-24, XKF 69, 70, 80)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from cases.events import ProceedingBegun
from cases.models import Case, Channel, ClockKind, Proceeding, ProceedingEvidence, ProceedingKind, Proposal
from cases.queries.limits import limit_of
from cases.queries.proceedings import way_of
from cases.rules.proceedings import DECIDED_WITHIN, HEARD_BY, WORDS, credit_for, must_be_heard
from cases.services.clocks import start_clock
from cases.services.hearings import offer_hearing
from cases.services.life import locked, take
from cases.services.submission import take_receipt_no
from core import clock
from core.models import StoredFile
from core.outbox import publish
from core.refusal import Refusal
from core.services.files import store_file
from identity.actors import Actor
from identity.models import Staff
from items.models import ItemVersion, Route
from spaces.models import CancelGround, Licence, LicenceState, RescindGround, RevokeGround
from spaces.queries.licences import licences_kept_by
from spaces.rules import may_become

FACTS_MIN, MOST_FACTS = 20, 1000
TARGETS = {
    ProceedingKind.RESCIND: LicenceState.RESCINDED,
    ProceedingKind.CANCEL: LicenceState.CANCELLED,
    ProceedingKind.REVOKE: LicenceState.REVOKED,
}
GROUNDS: dict[ProceedingKind, type[RescindGround | CancelGround | RevokeGround]] = {
    ProceedingKind.RESCIND: RescindGround,
    ProceedingKind.CANCEL: CancelGround,
    ProceedingKind.REVOKE: RevokeGround,
}
MATTER = "拟依法%(what)s%(name)s（编号%(number)s）。事实：%(facts)s"


@dataclass(frozen=True, slots=True)
class Cause:
    """Why it is begun: a ground of the law, the facts, the stored files that show them with their names, what the
    holder is entered in the credit list for, and the proposal it comes from."""

    ground: str
    facts: str
    evidence: Sequence[tuple[StoredFile, str]]
    credit: str = ""
    proposal: Proposal | None = None


def begin_proceeding(
    licence: Licence, kind: ProceedingKind, *, ground: str, facts: str, evidence: UploadedFile, by: Actor
) -> Case:
    """Open a case about a licence of the body's own: it takes the route of the item that gives such licences, and the
    holder, as its applicant, is told and may be heard before anybody decides.

    Refuses `forbidden` for anybody but who keeps the licence, `ground` where it is none of the law's, `facts` under
    twenty characters, and what `store_file` and `check_beginning` refuse. Publishes ProceedingBegun and HearingOffered.
    """
    if by.staff_id is None or not licences_kept_by(by).filter(pk=licence.pk).exists():
        raise Refusal("forbidden", _("The body that issued the licence begins this."))
    if ground not in GROUNDS[kind].values:
        raise Refusal("ground", _("Choose the legal ground."), field="ground")
    if len(facts.strip()) < FACTS_MIN:
        raise Refusal("facts", _("State the facts in at least twenty characters."), field="facts")
    check_beginning(licence, kind)
    stored = store_file(evidence, name=evidence.name or "")
    cause = Cause(ground, facts.strip(), [(stored, evidence.name or "")], credit_for(kind, ground))
    return open_proceeding(licence, kind, cause, begun_by=Staff(pk=by.staff_id), by=by)


def check_beginning(licence: Licence, kind: ProceedingKind) -> tuple[ItemVersion, Route]:
    """Which way a proceeding about this licence takes. Refuses `no_way` without a published item that gives it, and as
    conflicts `wrong_state` where the licence cannot come to that, and `begun_before`."""
    way = way_of(licence)
    if way is None:
        raise Refusal("no_way", _("No published item of your body gives such licences."))
    if not may_become(licence.state, TARGETS[kind]):
        raise Refusal("wrong_state", _("The licence has come to its end already."), conflict=True)
    if licence.proceedings.filter(upheld=None).exists():
        raise Refusal("begun_before", _("A proceeding about this licence is open already."), conflict=True)
    return way


def open_proceeding(licence: Licence, kind: ProceedingKind, cause: Cause, *, begun_by: Staff, by: Actor) -> Case:
    """The same for a cause that was checked: `begun_by`, who stated the facts, does not decide on them (S-15). Its
    limit runs from now on. Refuses what `check_beginning` refuses. Publishes ProceedingBegun and HearingOffered."""
    now, receipt = clock.now(), take_receipt_no(Channel.OTHER, clock.now())
    with transaction.atomic():
        licence = Licence.objects.select_for_update(of=("self",)).select_related("holder", "issuer").get(pk=licence.pk)
        version, route = check_beginning(licence, kind)
        case = Case.objects.create(
            **{"version": version, "route": route, "department": licence.issuer, "applicant": licence.holder},
            **{"applicant_name": licence.holder.name, "channel": Channel.OTHER, "receipt_no": receipt},
            **{"intake_department_id": by.department_id, "subject": licence, "created_at": now, "saved_at": now},
        )
        with locked(case) as case:
            made = Proceeding.objects.create(
                **{"case": case, "licence": licence, "kind": kind, "ground": cause.ground, "credit": cause.credit},
                **{"facts": cause.facts[:MOST_FACTS], "proposal": cause.proposal},
                **{"begun_by": begun_by, "begun_at": now},
            )
            ProceedingEvidence.objects.bulk_create(
                ProceedingEvidence(proceeding=made, file=file, name=name[-120:]) for file, name in cause.evidence
            )
            take(case, "begin_proceeding", now)
            start_clock(case, kind=ClockKind.STATUTORY, limit=limit_of(DECIDED_WITHIN[kind]), at=now, by=by)
            told = ProceedingBegun(case_id=case.pk, proceeding_id=made.pk, licence_id=licence.pk, kind=kind.value)
            publish(told, by=by, at=now)
            if must_be_heard(kind, cause.ground):
                words = {"what": WORDS[kind], "number": licence.number, "name": licence.name, "facts": made.facts}
                offer_hearing(case, matter=MATTER % words, laws=HEARD_BY[kind], by=by)
    return case
