"""Showing the progress of a case to whoever holds its number and a code (C-33), guarded against guessing (C-32)."""

import hmac
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from cases.models import Case
from cases.rules.limits import QUERY_LOCK_MINUTES, QUERY_TRIES
from cases.services.submission import hash_query_code
from core import clock
from core.encryption import blind_index
from core.identifiers import InvalidIdentifier
from core.ratelimits import count_try
from core.refusal import Refusal
from identity.services.codes import PER_PHONE, send_code, use_code

PURPOSE = "progress"


def send_progress_code(number: str, *, address: str) -> None:
    """Send a code to the phone of this case; says nothing about whether the number exists.

    Refuses `too_many_tries` by the number asked for, alike for known and unknown ones; the phone's own limits are
    kept silently, because only known numbers have one.
    """
    count_try(f"progress-code:{blind_index(number.strip().upper(), 'progress.number').hex()}", PER_PHONE)
    case = _find(number)
    phone = (case.contact_phone or case.applicant.phone) if case else ""
    if phone:
        with suppress(Refusal, InvalidIdentifier):
            send_code(phone, purpose=PURPOSE, address=address)


def open_progress(number: str, code: str) -> Case:
    """The case behind a receipt or case number and its query code or a code sent to its phone.

    Refuses `wrong_query` alike for unknown numbers and wrong codes, and `locked` for 30 minutes after five wrong tries.
    """
    now = clock.now()
    refusal: Refusal | None = None
    with transaction.atomic():
        found = _find(number)
        case = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=found.pk) if found else None
        if case is not None and case.query_locked_until and case.query_locked_until > now:
            raise Refusal("locked", _("Too many wrong tries. Please try again in 30 minutes."))
        if case is not None and _fits(case, code.strip()):
            _reset(case)
            return case
        if case is not None:
            _count_wrong(case, now)
        refusal = Refusal("wrong_query", _("Number or code is wrong."), field="code")
    raise refusal


def _find(number: str) -> Case | None:
    word = number.strip().upper()
    return Case.objects.select_related("applicant").filter(Q(receipt_no=word) | Q(case_no=word)).first()


def _fits(case: Case, code: str) -> bool:
    if hmac.compare_digest(case.query_code_hash, hash_query_code(case.receipt_no or "", code)):
        return True
    phone = case.contact_phone or case.applicant.phone
    try:
        return bool(phone) and use_code(phone, code, purpose=PURPOSE) != ""
    except (Refusal, InvalidIdentifier):
        return False


def _count_wrong(case: Case, now: datetime) -> None:
    case.query_code_tries += 1
    if case.query_code_tries >= QUERY_TRIES:
        case.query_code_tries, case.query_locked_until = 0, now + timedelta(minutes=QUERY_LOCK_MINUTES)
    case.save(update_fields=["query_code_tries", "query_locked_until"])


def _reset(case: Case) -> None:
    if case.query_code_tries:
        case.query_code_tries = 0
        case.save(update_fields=["query_code_tries"])
