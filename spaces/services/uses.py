"""Writing down who used a licence and for what (L-10), and lending one to somebody (L-13)."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.encryption import blind_index
from core.events import Doer
from core.identifiers import InvalidIdentifier, id_number, uscc
from core.refusal import Refusal
from identity.models import Party
from spaces.models import Licence, LicenceGrant, LicenceUse, UseKind
from spaces.rules import grant_counts, is_valid_on

SAME_LOOK = timedelta(minutes=10)
LONGEST = timedelta(days=366)
MOST_TIMES = 100


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a licence is used for: in words, and the case in hand or the holder's authorisation it rests on (L-10)."""

    words: str
    item: str = ""
    case_no: str = ""
    grant: LicenceGrant | None = None


@dataclass(frozen=True, slots=True)
class Lending:
    """Whom a holder lets use a licence: `person_code` is an identity number or a credit code; dates are inclusive."""

    person_name: str
    person_code: str
    purpose: str
    since: date
    until: date
    times: int


def record_use(
    licence: Licence, kind: UseKind, purpose: Purpose, *, fields: Iterable[str] = (), by: Doer, who: str = ""
) -> LicenceUse:
    """Write down one use: who, for what, in which case, which fields, when (L-10). `who` names a stranger who said who
    he is; otherwise the doer is named."""
    return LicenceUse.objects.create(
        **{"licence": licence, "kind": kind, "at": clock.now(), "account_id": by.account_id},
        **{"who": (who or by.label)[:120], "purpose": purpose.words[:200], "item": purpose.item[:200]},
        **{"case_no": purpose.case_no, "grant": purpose.grant, "fields": [label[:60] for label in fields]},
    )


def record_look(licence: Licence, purpose: Purpose, *, by: Doer) -> None:
    """A look of the issuing body's staff (L-11); looks within ten minutes count as one."""
    since = clock.now() - SAME_LOOK
    looks = LicenceUse.objects.filter(licence=licence, kind=UseKind.LOOKED_AT, account_id=by.account_id, at__gt=since)
    if not looks.exists():
        record_use(licence, UseKind.LOOKED_AT, purpose, by=by)


def grant_licence(licence: Licence, lending: Lending) -> LicenceGrant:
    """The holder lets somebody use his licence (L-13).

    Refuses `not_valid` for a licence that proves nothing now, `person_code` for a wrong number or the holder's own,
    `until` for a period that is over, the wrong way round or longer than a year, and `times`.
    """
    _must_be_valid(licence)
    code, today = _code_of(lending.person_code), clock.today()
    if blind_index(code, "party.code") == licence.holder.code_index:
        raise Refusal("person_code", _("You need no authorisation for your own licence."), field="person_code")
    if lending.until < max(lending.since, today) or lending.until - lending.since > LONGEST:
        raise Refusal("until", _("Choose a period of at most one year that is not over."), field="until")
    if not 1 <= lending.times <= MOST_TIMES:
        raise Refusal("times", _("Choose 1 to %(most)d times.") % {"most": MOST_TIMES}, field="times")
    return LicenceGrant.objects.create(
        **{"licence": licence, "person_name": lending.person_name.strip(), "purpose": lending.purpose.strip()},
        person_index=blind_index(code, "party.code"),
        **{"since": lending.since, "until": lending.until, "times": lending.times},
        **{"token": secrets.token_urlsafe(16), "granted_at": clock.now()},
    )


def revoke_grant(grant: LicenceGrant) -> LicenceGrant:
    """The holder takes the authorisation back; it opens nothing from this moment on (L-13). Repeats change nothing."""
    now = clock.now()
    LicenceGrant.objects.filter(pk=grant.pk, revoked_at=None).update(revoked_at=now)
    grant.refresh_from_db(fields=["revoked_at"])
    return grant


def use_grant(grant: LicenceGrant, *, by: Doer, user: Party | None = None) -> LicenceUse:
    """Use an authorisation once; what is handed over is the whole licence, as the holder allowed.

    `user` is the one who signed in, a connected system has none. Refuses `grant_over` where it was revoked, used up, is
    not for this person or out of its dates, and `not_valid` for a licence that proves nothing any more.
    """
    with transaction.atomic():
        grant = LicenceGrant.objects.select_for_update(of=("self",)).select_related("licence__holder").get(pk=grant.pk)
        foreign = user is not None and user.code_index != grant.person_index
        if foreign or not grant_counts(grant, clock.today()):
            raise Refusal("grant_over", _("This authorisation can no longer be used."), conflict=True)
        _must_be_valid(grant.licence)
        grant.used += 1
        grant.save(update_fields=["used"])
        purpose, kind = Purpose(grant.purpose, grant=grant), UseKind.LENT if user else UseKind.SHARED
        return record_use(grant.licence, kind, purpose, fields=grant.licence.data, by=by)


def _must_be_valid(licence: Licence) -> None:
    if not is_valid_on(licence.state, licence.valid_from, licence.valid_until, clock.today()):
        raise Refusal("not_valid", _("This licence is not valid now."), conflict=True)


def _code_of(text: str) -> str:
    """An identity number or a credit code in its normal form. Refuses `person_code`."""
    for read in (id_number, uscc):
        try:
            return read(text)
        except InvalidIdentifier:
            continue
    raise Refusal("person_code", _("This is neither an identity number nor a credit code."), field="person_code")
