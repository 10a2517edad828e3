"""The further codes of a holder (6.3)."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from core import clock
from core.events import Doer
from core.identifiers import InvalidIdentifier, id_number, organisation_code, registration_no, uscc
from core.refusal import Refusal
from identity.models import Party
from spaces.models import HolderCode, HolderCodeType

TRAVEL_DOCUMENT = re.compile(r"[A-Z0-9]{5,20}")
READERS: dict[HolderCodeType, Callable[[str], str]] = {
    HolderCodeType.ID_CARD: id_number,
    HolderCodeType.USCC: uscc,
    HolderCodeType.ORGANISATION: organisation_code,
    HolderCodeType.REGISTRATION: registration_no,
}


def add_holder_code(
    party: Party, type_: HolderCodeType, code: str, *, valid_from: date | None = None, by: Doer
) -> HolderCode:
    """Write down another code of a holder that somebody saw on its original; the same one twice is kept once.

    Refuses `code` for one that cannot be of its type, and for the code the holder is registered under.
    """
    plain = read_code(type_, code)
    found = HolderCode(
        **{"holder": party, "type": type_, "valid_from": valid_from or clock.today(), "added_by": by.label[:120]}
    )
    found.set_code(plain)
    if found.code_index == party.code_index:
        raise Refusal("code", _("The holder is registered under this code."), field="code")
    known, _new = HolderCode.objects.get_or_create(
        **{"holder": party, "type": type_, "code_index": found.code_index},
        defaults={"code": found.code, "valid_from": found.valid_from, "added_by": found.added_by},
    )
    return known


def end_holder_code(code: HolderCode, *, on: date) -> HolderCode:
    """The code is in use until `on`; licences given under it are found by it all the same. Refuses `valid_to`."""
    if on < code.valid_from:
        raise Refusal("valid_to", _("It cannot end before it began."), field="valid_to")
    code.valid_to = on
    code.save(update_fields=["valid_to"])
    return code


def read_code(type_: HolderCodeType, code: str) -> str:
    """A code in its normal form. Refuses `code`."""
    reader = READERS.get(type_)
    plain = "".join(unicodedata.normalize("NFKC", code).split()).upper()
    if reader is None:
        if not TRAVEL_DOCUMENT.fullmatch(plain):
            sentence = _("Such a document has 5 to 20 letters and digits.")
            raise Refusal("code", sentence, field="code")
        return plain
    try:
        return reader(plain)
    except InvalidIdentifier as error:
        raise Refusal("code", str(error), field="code") from error
