"""Identifiers of electronic licences (L-01, L-02)."""

import re
from typing import NamedTuple

from django.utils.translation import gettext as _
from stdnum.iso7064 import mod_37_36

from core.identifiers.errors import InvalidIdentifier, tidy
from core.identifiers.organisations import USCC_LENGTH, uscc

ROOT = "1.2.156.3005.2"

_TYPE_SERIAL = re.compile(r"[0-9]{3}")
_LEGACY_ISSUER = re.compile(r"[0-9]{6}")
_SERIAL = re.compile(r"[0-9A-Z]{1,32}")


class LicenceIdentifier(NamedTuple):
    """Parts of a licence identifier; `version` counts from 1 and rises with each re-issue (L-03)."""

    type_code: str
    issuer: str
    serial: str
    version: int


def licence_identifier(type_code: str, issuer: str, serial: str, version: int) -> str:
    """root.type(21).issuer(18).serial.version(3).check – check by ISO 7064 MOD 37,36 without root and dots (L-02).

    Raises InvalidIdentifier.
    """
    parts = [_type_code(type_code), _issuer(issuer), _serial(serial), _version(version)]
    return ".".join([ROOT, *parts, mod_37_36.calc_check_digit("".join(parts))])


def read_licence_identifier(text: str) -> LicenceIdentifier:
    """The checked parts of a licence identifier; older ones name a region as issuer. Raises InvalidIdentifier."""
    identifier = tidy(text)
    pieces = identifier.removeprefix(f"{ROOT}.").split(".")
    if not identifier.startswith(f"{ROOT}.") or len(pieces) != 5 or not _TYPE_SERIAL.fullmatch(pieces[3]):
        raise InvalidIdentifier("licence_form", _("This is not the identifier of an electronic licence."))
    parts = LicenceIdentifier(pieces[0], pieces[1], pieces[2], int(pieces[3]))
    if licence_identifier(*parts) != identifier:
        raise InvalidIdentifier(
            "licence_check",
            _("This licence identifier has a typing error: its last character does not fit the others."),
        )
    return parts


def _type_code(text: str) -> str:
    code = tidy(text)
    if not _TYPE_SERIAL.fullmatch(code[USCC_LENGTH:]):
        raise InvalidIdentifier(
            "licence_type", _("A licence type has 21 characters: the credit code of its publisher and three digits.")
        )
    uscc(code[:USCC_LENGTH])
    return code


def _issuer(text: str) -> str:
    return tidy(text) if _LEGACY_ISSUER.fullmatch(tidy(text)) else uscc(text)


def _serial(text: str) -> str:
    serial = tidy(text)
    if not _SERIAL.fullmatch(serial):
        raise InvalidIdentifier("licence_serial", _("The serial of a licence holds digits and capital letters."))
    return serial


def _version(version: int) -> str:
    if not 1 <= version <= 999:
        raise InvalidIdentifier("licence_version", _("A licence has versions 1 to 999."))
    return f"{version:03d}"
