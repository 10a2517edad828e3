"""Invariants of licences."""

from collections.abc import Iterable

from core.invariants import Row, invariant
from spaces.models import Licence
from spaces.rules import digest_of
from spaces.services.issuing import said_by


@invariant("10.1", "licence numbers of one kind and year run from 1 without a gap")
def licence_numbers_have_no_gap() -> str:
    """Kinds and years whose highest number is not the number of their licences."""
    serial = "substr(number, 5)::int"
    return (
        f"SELECT type_code, left(number, 4), count(*), max({serial}) FROM spaces_licence "
        "WHERE version = 1 AND origin IN ('issued', 'transferred') "
        f"GROUP BY 1, 2 HAVING count(*) <> max({serial}) OR min({serial}) <> 1"
    )


@invariant("10.1.1", "a paper licence was made from the data set of its electronic one")
def papers_say_what_their_licence_says() -> str:
    """L-15: prints with another fingerprint than their licence."""
    return (
        "SELECT p.id, p.licence_id FROM spaces_licenceprint AS p JOIN spaces_licence AS l ON l.id = p.licence_id "
        "WHERE p.digest <> l.digest"
    )


@invariant("10.1.2", "an issued licence still says what was issued", apart=True)
def licences_say_what_was_issued() -> Iterable[Row]:
    """L-15, L-17: rows whose data no longer give the fingerprint they were issued with. Reads every licence."""
    rows = Licence.objects.exclude(digest="").select_related("issuer", "holder").order_by("pk")
    yield from ((row.pk, row.identifier) for row in rows.iterator() if digest_of(said_by(row)) != row.digest)


@invariant("10.1.3", "a version of a licence follows the one before, and only the newest one holds")
def versions_follow_each_other() -> str:
    """L-03: new versions whose predecessor is still valid, or has another number (what is transferred begins anew)."""
    return (
        "SELECT new.id, old.id FROM spaces_licence AS new JOIN spaces_licence AS old ON old.id = new.previous_id "
        "WHERE old.state IN ('01', '02') OR (new.origin = 'changed' AND (new.version <> old.version + 1 "
        "OR new.number <> old.number OR new.type_code <> old.type_code OR new.holder_id <> old.holder_id))"
    )


@invariant("10.1.4", "no authorisation is used more often, or later, than the holder allowed")
def grants_are_kept() -> str:
    """L-13: authorisations whose uses do not agree with their count, or lie after their revocation."""
    return (
        "SELECT g.id, g.used, count(u.id) FROM spaces_licencegrant AS g "
        "LEFT JOIN spaces_licenceuse AS u ON u.grant_id = g.id "
        "GROUP BY g.id HAVING count(u.id) <> g.used OR g.used > g.times OR bool_or(u.at > g.revoked_at)"
    )


@invariant("10.1.5", "a licence captured from paper was read by two persons")
def captures_were_read_twice() -> str:
    """L-16: captured licences above level B, or without two readers."""
    return (
        "SELECT l.id FROM spaces_licence AS l LEFT JOIN spaces_capture AS c ON c.licence_id = l.id "
        "WHERE l.origin = 'captured' AND (l.trust_level < 'B' OR c.checked_account_id IS NULL "
        "OR c.checked_account_id = c.typed_account_id)"
    )


@invariant("10.1.6", "a code shown on a phone was scanned within its minute")
def shown_codes_were_scanned_in_time() -> str:
    """L-12."""
    return (
        "SELECT id FROM spaces_showcode WHERE scanned_at >= expires_at OR (use_id IS NOT NULL AND scanned_at IS NULL)"
    )
