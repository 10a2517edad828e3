"""Filing an application."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from cases.events import CaseSubmitted
from cases.models import (
    Case,
    CaseState,
    Channel,
    Clock,
    ClockKind,
    DocumentKind,
    Material,
    MaterialState,
    Signature,
    SigningWay,
)
from cases.queries.credit import barring_record
from cases.queries.limits import limit_of, regime_of
from cases.queries.subjects import concerns_a_licence, subjects_of
from cases.rules.completeness import MaterialFacts, faulty_materials, missing_materials
from cases.rules.limits import QUERY_CODE_DIGITS
from cases.rules.signing import NONE
from cases.services.answers import check_answers
from cases.services.asking import check_situation, tidy
from cases.services.clocks import start_clocks
from cases.services.deferring import promise_materials
from cases.services.life import locked, take
from cases.services.moving import check_open
from cases.services.papers import order_document
from cases.services.pledgefiling import check_pledge, file_pledge
from cases.services.signatures import check_signatures
from core import clock
from core.counters import next_number
from core.datewords import date_words
from core.identifiers import receipt_no
from core.outbox import publish
from core.refusal import Refusal
from identity.actors import Actor
from items.models import ItemVersion


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the applicant takes away. `query_code` is shown once; it is empty when the case had been filed before."""

    case: Case
    query_code: str


def submit_case(case: Case, *, promise: bool = False, by: Actor) -> Receipt:
    """File a complete draft (C-01): receipt number (C-31), query code (C-32), receipt paper, reply clock (T-03).

    Filing the same case twice changes nothing and answers the same receipt number. With `promise` the applicant
    promises in writing to hand in after the acceptance whatever may follow (容缺受理). Refuses `assurance` when the
    person's assurance level is below the item's (A-03), what `check_open` refuses for a draft whose version is not in
    force (I-12, I-13), what `check_situation` and `check_subject` refuse, `incomplete` answers, `missing_materials`,
    what a promise, a pledge and `check_signatures` refuse, `barred` (C-24), and `wrong_state`. Publishes CaseSubmitted.
    """
    _check_assurance(case, by)
    with locked(case) as case:
        if case.state == CaseState.SUBMITTED:
            return Receipt(case, "")
        check_open(case)
        check_situation(case)
        check_subject(case)
        check_not_barred(case.applicant_id, case.version)
        check_pledge(case)
        now = clock.now()
        if promise:
            promise_materials(case, material_ids=None, days=None, promised_by=by.name)
        check_answers(case)
        check_complete(case)
        check_signatures(case)
        tidy(case)
        serial = _next_receipt(case)
        code = give_receipt(case, now)
        take(case, "submit", now, *RECEIPT_COLUMNS, "answers")
        law = regime_of(case.version)
        limits = [(ClockKind.REPLY, limit_of(law.reply)), (ClockKind.ACCEPTANCE, limit_of(law.acceptance))]
        answer_by = start_clocks(case, limits, at=now, by=by)[ClockKind.REPLY]
        publish(CaseSubmitted(case_id=case.pk, receipt_no=case.receipt_no or ""), by=by, at=now)
        content = receipt_content(case, code, answer_by, at=now) | signatures_content(case)
        order_document(case, DocumentKind.RECEIPT, content=content, by=by, at=now, serial=serial)
        file_pledge(case, by=by, at=now)
    return Receipt(case, code)


RECEIPT_COLUMNS = ["receipt_no", "query_code_hash"]


def give_receipt(case: Case, at: datetime) -> str:
    """Give the case its receipt number and query code unless it has them; returns the clear code, or an empty text."""
    case.receipt_no = case.receipt_no or take_receipt_no(Channel(case.channel), at)
    if case.query_code_hash:
        return ""
    code = "".join(secrets.choice("0123456789") for _digit in range(QUERY_CODE_DIGITS))
    case.query_code_hash = hash_query_code(case.receipt_no, code)
    return code


def take_receipt_no(channel: Channel, at: datetime) -> str:
    """The next receipt number of this channel on the day of `at` (C-31)."""
    day = clock.local(at).date()
    serial = next_number(f"receipt:{settings.REGION_CODE}:{day:%Y%m%d}:{channel.value}")
    return receipt_no(settings.REGION_CODE, day, channel.value, serial)


def hash_query_code(receipt: str, code: str) -> str:
    """What is stored of a query code: salted by its receipt number and a server secret, so a dump reveals
    none (C-32).
    """
    return hashlib.blake2b(
        f"{receipt}:{code}".encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=32
    ).hexdigest()


def check_complete(case: Case) -> None:
    """Refuse `missing_materials` with every name when something required is not there (C-01)."""
    missing = missing_materials(material_facts(case))
    if missing:
        raise Refusal(
            "missing_materials", _("Still missing: %(names)s.") % {"names": "、".join(missing)}, field="materials"
        )


def check_subject(case: Case) -> None:
    """Refuse `licence_needed` for an application about a licence that names none although the applicant holds one, and
    `licence_over` when the one it names does not hold any more (C-23)."""
    if not concerns_a_licence(case.handling):
        return
    held = list(subjects_of(case.version, case.applicant_id).values_list("pk", flat=True))
    if case.subject_id is not None and case.subject_id not in held:
        raise Refusal("licence_over", _("The licence this is about does not hold any more."), conflict=True)
    if case.subject_id is None and held:
        raise Refusal("licence_needed", _("Say which of your licences this is about."), field="licence")


def check_not_barred(party_id: int, version: ItemVersion) -> None:
    """Refuse `barred` for a party that deceived the hall about the same item within the years of the law (C-24)."""
    record = barring_record(party_id, version)
    if record is not None and record.barred_until is not None:
        words = {"ground": record.get_ground_display(), "day": date_words(record.barred_until, today=clock.today())}
        raise Refusal("barred", _("%(ground)s: you can apply for this again from %(day)s.") % words)


def check_no_faults(case: Case) -> None:
    """Refuse `faulty_materials` while a material is marked as wrong (C-04)."""
    if faulty := faulty_materials(material_facts(case)):
        raise Refusal("faulty_materials", _("Still to be corrected: %(names)s.") % {"names": "、".join(faulty)})


def material_facts(case: Case) -> list[MaterialFacts]:
    """The materials of a case as the completeness rules see them."""
    rows = Material.objects.filter(case=case).select_related("spec")
    return [
        MaterialFacts(
            name=row.spec.name,
            required=row.required,
            provided=row.state in {MaterialState.PROVIDED, MaterialState.PASSED},
            faulty=row.state == MaterialState.FAULTY,
            deferred=row.state == MaterialState.DEFERRED,
            pledged=row.state == MaterialState.PLEDGED,
        )
        for row in rows
    ]


def receipt_content(case: Case, code: str, answer_by: Clock, *, at: datetime) -> dict[str, object]:
    """What a receipt says: materials with the way they came, files with their digests, when and until when, numbers
    (D-01, D-23), and who took it in for the handling body (A-43). `answer_by` is the clock in which that must answer.
    """
    rows = case.materials.exclude(state=MaterialState.NEEDED).select_related("spec").prefetch_related("files__file")
    elsewhere = case.intake_department_id not in {None, case.department_id}
    return {
        **({"taken_in_by": case.intake_department.name} if elsewhere and case.intake_department else {}),
        "receipt_no": case.receipt_no,
        "query_code": code,
        "applicant": case.applicant_name,
        "materials": [_handed_in(row) for row in rows.order_by("spec__order")],
        "at": clock.local(at).isoformat(timespec="minutes"),
        "channel": case.channel,
        "answer_days": answer_by.budget,
        "answer_on": answer_by.last_day.isoformat(),
        "provisional": answer_by.provisional,
    }


def signatures_content(case: Case) -> dict[str, object]:
    """Who signed with the applicant, where and when (D-23); nothing for an item without further signers."""
    if case.version.signers == NONE:
        return {}
    signed = Signature.objects.filter(signer__case=case, voided_at=None).select_related("signer").order_by("signer")
    return {
        "signatures": [
            {
                **{"name": one.signer.name, "way": str(SigningWay(one.way).label), "digest": one.digest},
                "at": clock.local(one.signed_at).isoformat(timespec="minutes"),
            }
            for one in signed
        ]
    }


def _handed_in(material: Material) -> dict[str, object]:
    return {
        "name": material.spec.name,
        "way": material.resolver,
        "copies": material.copies,
        "files": [
            {"name": attached.name, "size": attached.file.size, "digest": attached.file.digest}
            for attached in material.files.all()
        ],
    }


def _next_receipt(case: Case) -> int:
    """An application that was returned at precheck and is filed again gets a further receipt under its old number."""
    return case.documents.filter(kind=DocumentKind.RECEIPT).count() + 1 if case.receipt_no else 1


def _check_assurance(case: Case, by: Actor) -> None:
    needed = case.version.min_assurance_level
    if by.is_citizen and by.assurance_level < needed:
        sentence = _("This item needs a verified identity (level %(level)d). Please verify your identity first.")
        raise Refusal("assurance", sentence % {"level": needed})
