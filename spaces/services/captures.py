"""Licences from paper: scanned in batches, typed by one person, read again by another, differences settled (L-16)."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, BinaryIO

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core import clock
from core.counters import next_number
from core.identifiers import licence_identifier
from core.outbox import publish
from core.refusal import Refusal
from core.services.files import store_file
from identity.actors import Actor
from identity.models import CodeType, Department, Party, PartyKind
from spaces.events import LicenceIssued
from spaces.models import (
    Capture,
    CaptureBatch,
    CaptureState,
    HolderCodeType,
    Licence,
    LicenceOrigin,
    TrustLevel,
)
from spaces.rules import differences, digest_of, settles, state_on
from spaces.services.holders import read_code
from spaces.services.issuing import kind_named, said_by

USUAL = ("number", "holder", "code", "issued_on", "valid_from", "valid_until")
"""What is read from every paper besides the fields of its kind; days are ISO dates, `valid_until` may be empty."""

SCANS = ("pdf", "jpg", "jpeg", "png")


def open_batch(name: str, *, issuer: Department, licence_name: str, fields: Sequence[str], by: Actor) -> CaptureBatch:
    """Begin a batch of papers of one kind that one body issued."""
    return CaptureBatch.objects.create(
        **{"name": name.strip(), "issuer": issuer, "licence_name": licence_name.strip()},
        **{"fields": list(dict.fromkeys(fields)), "made_at": clock.now(), "made_by": by.label[:120]},
    )


def add_scan(batch: CaptureBatch, content: "bytes | BinaryIO | File[bytes]", *, name: str) -> Capture:
    """Put a scan into a batch; the same file twice is one scan. Refuses what `store_file` refuses."""
    stored = store_file(content, name=name, allowed=SCANS)
    capture, _new = Capture.objects.get_or_create(batch=batch, file=stored, defaults={"file_name": name[:120]})
    return capture


def type_capture(capture: Capture, values: Mapping[str, str], *, by: Actor) -> Capture:
    """The first person types what the paper says. Until somebody checked it he may type it anew.

    Refuses `wrong_state` (a conflict) and what cannot be, by field.
    """
    typed = read_values(capture.batch, values)
    with transaction.atomic():
        capture = _locked(capture)
        again = capture.state == CaptureState.TYPED and capture.typed_account_id == by.account_id
        if capture.state != CaptureState.SCANNED and not again:
            raise _wrong_state()
        capture.typed, capture.state = typed, CaptureState.TYPED
        capture.typed_account_id, capture.typed_by = by.account_id, by.label[:120]
        capture.save()
    return capture


def check_capture(capture: Capture, values: Mapping[str, str], *, by: Actor) -> Capture:
    """The second person reads the paper himself, field by field; where both agree the licence is stored at level B,
    otherwise what differs has to be settled.

    Refuses `same_person`, `wrong_state` (a conflict), `captured_already`, and what cannot be, by field.
    """
    checked = read_values(capture.batch, values)
    with transaction.atomic():
        capture = _locked(capture)
        if capture.state != CaptureState.TYPED:
            raise _wrong_state()
        if capture.typed_account_id == by.account_id:
            raise Refusal("same_person", _("Somebody else has to check what you typed."), conflict=True)
        capture.checked, capture.state = checked, CaptureState.DIFFERS
        capture.checked_account_id, capture.checked_by = by.account_id, by.label[:120]
        capture.save()
        if not differences(capture.typed, checked):
            _store(capture, checked, by)
    return capture


def settle_capture(capture: Capture, chosen: Mapping[str, str], *, by: Actor) -> Capture:
    """Decide for each field that differs which reading is right: a third person either, one of the two the other's.

    Refuses `wrong_state` (a conflict), `unsettled` naming the field, and `captured_already`.
    """
    with transaction.atomic():
        capture = _locked(capture)
        if capture.state != CaptureState.DIFFERS:
            raise _wrong_state()
        settled = dict(capture.typed)
        for label in differences(capture.typed, capture.checked):
            readings = capture.typed.get(label, ""), capture.checked.get(label, "")
            is_typist, is_checker = (
                by.account_id == capture.typed_account_id,
                by.account_id == capture.checked_account_id,
            )
            if not settles(chosen.get(label), *readings, is_typist=is_typist, is_checker=is_checker):
                sentence = _("Choose one of the two readings; of your own two persons, only the other's.")
                raise Refusal("unsettled", sentence, field=label)
            settled[label] = chosen[label]
        capture.settled_by = by.label[:120]
        _store(capture, settled, by)
    return capture


def reject_capture(capture: Capture, *, reason: str) -> Capture:
    """Set a scan aside that cannot be read or does not belong here. Refuses `reason` and `wrong_state`."""
    if not reason.strip():
        raise Refusal("reason", _("Give the reason."), field="reason")
    with transaction.atomic():
        capture = _locked(capture)
        if capture.state in {CaptureState.STORED, CaptureState.REJECTED}:
            raise _wrong_state()
        capture.state, capture.reason = CaptureState.REJECTED, reason.strip()[:200]
        capture.save()
    return capture


def read_values(batch: CaptureBatch, values: Mapping[str, str]) -> dict[str, str]:
    """What was typed in its normal form: the usual fields and those of the batch, nothing else. Refuses with `faults`
    by field."""
    labels = [*USUAL, *batch.fields]
    plain = {label: " ".join(str(values.get(label, "")).split()) for label in labels}
    faults = {label: _("This is needed.") for label in labels if not plain[label] and label != "valid_until"}
    faults |= {label: _("Leave out control characters.") for label in labels if not plain[label].isprintable()}
    for label in ("issued_on", "valid_from", "valid_until"):
        if plain[label] and _day(plain[label]) is None:
            faults[label] = _("Write the day like 2019-05-31.")
    if plain["code"]:
        try:
            plain["code"] = read_code(_code_type(plain["code"]), plain["code"])
        except Refusal as refusal:
            faults["code"] = refusal.sentence
    if not faults and plain["valid_until"] and plain["valid_until"] < plain["valid_from"]:
        faults["valid_until"] = _("It cannot end before it began.")
    if faults:
        raise Refusal("unreadable", next(iter(faults.values())), field=next(iter(faults)), faults=faults)
    return plain


def _store(capture: Capture, said: Mapping[str, str], by: Actor) -> None:
    batch, today = capture.batch, clock.today()
    kind = kind_named(batch.licence_name, batch.issuer)
    serial = f"S{next_number(f'captured:{kind.code}'):07d}"
    valid_from, valid_until = date.fromisoformat(said["valid_from"]), _day(said["valid_until"])
    licence = Licence(
        **{"name": batch.licence_name, "type_code": kind.code, "number": said["number"][:60]},
        identifier=licence_identifier(kind.code, batch.issuer.uscc, serial, 1),
        **{"origin": LicenceOrigin.CAPTURED, "trust_level": TrustLevel.B, "file": capture.file},
        **{"holder": _holder(said["holder"], said["code"]), "issuer": batch.issuer},
        **{"issued_on": date.fromisoformat(said["issued_on"]), "valid_from": valid_from, "valid_until": valid_until},
        **{"state": state_on("01", valid_from, valid_until, today), "verify_code": secrets.token_urlsafe(16)},
        data={label: said[label] for label in batch.fields},
    )
    licence.digest = digest_of(said_by(licence))
    try:
        with transaction.atomic():
            licence.save()
    except IntegrityError:
        sentence = _("The library holds a licence with this number already.")
        raise Refusal("captured_already", sentence, field="number", conflict=True) from None
    publish(LicenceIssued(licence_id=licence.pk, holder_id=licence.holder_id), by=by)
    capture.licence, capture.state = licence, CaptureState.STORED
    capture.save()


def _holder(name: str, code: str) -> Party:
    """The party with this code; one nobody knew is remembered under the name on the paper."""
    type_ = CodeType(_code_type(code).value)
    kind = PartyKind.ENTERPRISE if type_ is CodeType.USCC else PartyKind.PERSON
    fresh = Party(kind=kind, name=name[:120], code_type=type_, created_at=clock.now())
    fresh.set_code(code)
    kept: dict[str, Any] = {"kind": kind, "name": fresh.name, "code": fresh.code, "created_at": fresh.created_at}
    return Party.objects.get_or_create(code_type=type_, code_index=fresh.code_index, defaults=kept)[0]


def _code_type(code: str) -> HolderCodeType:
    """Papers name holders by identity number or credit code: both have 18 characters, only one begins with a region."""
    plain = code.strip()
    return HolderCodeType.ID_CARD if plain[:17].isdigit() and plain[6:8] in {"18", "19", "20"} else HolderCodeType.USCC


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _locked(capture: Capture) -> Capture:
    rows = Capture.objects.select_for_update(of=("self",)).select_related("batch__issuer", "file")
    return rows.get(pk=capture.pk)


def _wrong_state() -> Refusal:
    return Refusal("wrong_state", _("Somebody else has worked on this scan meanwhile."), conflict=True)
