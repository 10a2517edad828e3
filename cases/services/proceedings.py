"""The body rescinds or cancels a licence by a case of its own (依职权, C-23, C-24, D-14, XKF 69, 70)."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from cases.events import ProceedingBegun, ProceedingConcluded
from cases.models import Case, CaseState, Channel, ClosingKind, CreditGround, DocumentKind, Proceeding, ProceedingKind
from cases.queries.proceedings import way_of
from cases.rules.proceedings import ARTICLES, TITLES, WORDS, must_be_heard, years_barred
from cases.services.clocks import stop_clocks
from cases.services.credit import enter_record
from cases.services.hearings import offer_hearing
from cases.services.life import locked, take
from cases.services.papers import order_document, remedies
from cases.services.publishing import publish_ending
from cases.services.submission import take_receipt_no
from core import clock
from core.events import Doer
from core.outbox import publish
from core.refusal import Refusal
from core.services.files import store_file
from identity.actors import Actor
from spaces.models import CancelGround, Licence, LicenceState, RescindGround
from spaces.queries.licences import licences_kept_by
from spaces.rules import may_become
from spaces.services import change_licence_state

FACTS_MIN, MOST_FACTS = 20, 1000
TARGETS = {ProceedingKind.RESCIND: LicenceState.RESCINDED, ProceedingKind.CANCEL: LicenceState.CANCELLED}
GROUNDS: dict[ProceedingKind, type[RescindGround] | type[CancelGround]] = {
    ProceedingKind.RESCIND: RescindGround,
    ProceedingKind.CANCEL: CancelGround,
}


def begin_proceeding(
    licence: Licence, kind: ProceedingKind, *, ground: str, facts: str, evidence: UploadedFile, by: Actor
) -> Case:
    """Open a case about a licence of the body's own: it takes the route of the item that gives such licences, and the
    holder, as its applicant, is told and may be heard before anybody decides.

    Refuses `forbidden` for anybody but who keeps the licence, `ground` where it is none of the law's, `facts` under
    twenty characters, `no_way` without an item that gives it, what `store_file` refuses, `wrong_state` where the
    licence cannot come to that, and `begun_before` (conflicts). Publishes ProceedingBegun and HearingOffered.
    """
    if by.staff_id is None or not licences_kept_by(by).filter(pk=licence.pk).exists():
        raise Refusal("forbidden", _("The body that issued the licence begins this."))
    if ground not in GROUNDS[kind].values:
        raise Refusal("ground", _("Choose the legal ground."), field="ground")
    if len(facts.strip()) < FACTS_MIN:
        raise Refusal("facts", _("State the facts in at least twenty characters."), field="facts")
    way = way_of(licence)
    if way is None:
        raise Refusal("no_way", _("No published item of your body gives such licences."))
    now, kept = clock.now(), store_file(evidence, name=evidence.name or "")
    receipt = take_receipt_no(Channel.OTHER, now)
    with transaction.atomic():
        licence = Licence.objects.select_for_update(of=("self",)).select_related("holder", "issuer").get(pk=licence.pk)
        if not may_become(licence.state, TARGETS[kind]):
            raise Refusal("wrong_state", _("The licence has come to its end already."), conflict=True)
        if licence.proceedings.filter(upheld=None).exists():
            raise Refusal("begun_before", _("A proceeding about this licence is open already."), conflict=True)
        case = Case.objects.create(
            **{"version": way[0], "route": way[1], "department": licence.issuer, "applicant": licence.holder},
            **{"applicant_name": licence.holder.name, "channel": Channel.OTHER, "receipt_no": receipt},
            **{"intake_department_id": by.department_id, "subject": licence, "created_at": now, "saved_at": now},
        )
        with locked(case) as case:
            made = Proceeding.objects.create(
                **{"case": case, "licence": licence, "kind": kind, "ground": ground, "evidence": kept},
                **{"facts": facts.strip()[:MOST_FACTS], "evidence_name": (evidence.name or "")[-120:]},
                **{"begun_by_id": by.staff_id, "begun_at": now},
            )
            take(case, "begin_proceeding", now)
            told = ProceedingBegun(case_id=case.pk, proceeding_id=made.pk, licence_id=licence.pk, kind=kind.value)
            publish(told, by=by, at=now)
            if must_be_heard(kind, ground):
                words = {"what": WORDS[kind], "number": licence.number, "name": licence.name, "facts": made.facts}
                offer_hearing(case, matter=MATTER % words, by=by)
    return case


MATTER = "拟依法%(what)s%(name)s（编号%(number)s）。事实：%(facts)s"


def conclude_proceeding(proceeding: Proceeding, *, upheld: bool, reasons: str, by: Doer) -> Case:
    """Decide: where it is upheld the licence ends at once, with the case as its ground, and what was published of it
    says so; whoever obtained it by deceit is entered in the credit list (C-24). The decision D-14 names facts, ground
    and remedies either way.

    Refuses as a conflict `wrong_state` where the licence has moved on meanwhile. Publishes ProceedingConcluded, and
    LicenceStateChanged.
    """
    with locked(proceeding.case) as case:
        now, kind, licence = clock.now(), ProceedingKind(proceeding.kind), proceeding.licence
        proceeding.upheld = upheld
        proceeding.save(update_fields=["upheld"])
        case.closing, case.reasons = ClosingKind.DONE, "" if upheld else reasons
        take(case, "conclude_proceeding", now, "closing", "reasons")
        stop_clocks(case, at=now, by=by)
        years = years_barred(kind, proceeding.ground, upheld=upheld)
        if upheld:
            reason = f"经依职权办理，依法{WORDS[kind]}（{case.receipt_no}）"
            change_licence_state(licence, TARGETS[kind], reason=reason, ground=proceeding.ground, by=by)
        order_document(case, DocumentKind.LICENCE_DECISION, content=_content(proceeding, reasons, years), by=by, at=now)
        told = ProceedingConcluded(
            case_id=case.pk,
            proceeding_id=proceeding.pk,
            licence_id=licence.pk,
            holder_id=licence.holder_id,
            kind=kind.value,
            ground=proceeding.ground,
            upheld=upheld,
            bars_years=years,
        )
        publish(told, by=by, at=now)
        if years:
            enter_record(case, CreditGround.DECEIT, facts=proceeding.facts, by=by)
        for given in Case.objects.filter(licence__number=licence.number, licence__type_code=licence.type_code):
            if upheld and given.state != CaseState.DRAFT:
                publish_ending(given, outcome=f"已{WORDS[kind]}", reason=f"依法{WORDS[kind]}", by=by)
    return case


def _content(proceeding: Proceeding, reasons: str, years: int) -> dict[str, object]:
    kind, licence = ProceedingKind(proceeding.kind), proceeding.licence
    return {
        "applicant": proceeding.case.applicant_name,
        "title": TITLES[kind] if proceeding.upheld else f"不予{WORDS[kind]}行政许可决定书",
        **{"what": WORDS[kind], "upheld": proceeding.upheld, "licence": licence.name, "licence_no": licence.number},
        **{"facts": proceeding.facts, "ground": str(GROUNDS[kind](proceeding.ground).label), "reasons": reasons},
        **{"basis": ARTICLES[kind], "years": years, "remedies": remedies()},
        "decided_on": clock.today().isoformat(),
    }
