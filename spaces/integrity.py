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


@invariant(
    "10.1.7", "every blank ever received is explained: in stock, handed out, used, spoiled, returned or destroyed"
)
def blanks_are_explained() -> str:
    """Z20: deliveries with more or fewer blanks than were received, and numbers whose state is not what the last deed
    with them says."""
    says = (
        "('receive', 'stock'), ('hand_out', 'handed'), ('give_back', 'stock'), ('spoil', 'spoiled'), "
        "('return', 'returned'), ('destroy', 'destroyed')"
    )
    return (
        "SELECT a.id::text, a.count || ' received, there are ' || count(b.id) FROM spaces_stockact AS a "
        "LEFT JOIN spaces_blank AS b ON b.received_id = a.id WHERE a.deed = 'receive' GROUP BY a.id "
        "HAVING count(b.id) <> a.count OR max(b.serial) IS DISTINCT FROM a.count "
        "UNION ALL SELECT b.number, b.state || ' after ' || a.deed FROM spaces_blank AS b "
        f"JOIN spaces_stockact AS a ON a.id = b.last_id JOIN (VALUES {says}) AS says (deed, state) "
        "ON says.deed = a.deed WHERE a.confirmed_at IS NULL OR "
        "NOT (b.state = says.state OR (b.state = 'used' AND a.deed = 'hand_out'))"
    )


@invariant("10.1.8", "a blank became one licence, and a licence of a kind with blanks is on one of them")
def blanks_became_their_licence() -> str:
    """Z20: blanks bound to a print with another number, kind or body, and blanks gone without a second person."""
    return (
        "SELECT b.number, 'printed as ' || p.blank_no FROM spaces_blank AS b "
        "JOIN spaces_licenceprint AS p ON p.id = b.print_id JOIN spaces_licence AS l ON l.id = p.licence_id "
        "JOIN spaces_licencetype AS k ON k.id = b.kind_id WHERE p.blank_no <> b.number "
        "OR k.code <> l.type_code OR l.issuer_id <> b.department_id "
        "UNION ALL SELECT b.number, a.deed FROM spaces_blank AS b JOIN spaces_stockact AS a ON a.id = b.last_id "
        "WHERE b.state IN ('returned', 'destroyed') AND (a.confirmed_by_id IS NULL OR a.confirmed_by_id = a.made_by_id)"
    )


@invariant("31.5", "a licence whose holder is forgotten says nothing any more")
def forgotten_holders_stay_forgotten() -> str:
    """10.5: versions of a forgotten licence that still hold a file, a fingerprint, a use or another holder."""
    return (
        "SELECT l.id, 'file' FROM spaces_licence AS l JOIN identity_party AS h ON h.id = l.holder_id "
        "WHERE h.name = '（已匿名）' AND (l.file_id IS NOT NULL OR l.digest <> '' OR l.state_reason <> '' "
        "OR EXISTS (SELECT 1 FROM spaces_licenceuse AS u WHERE u.licence_id = l.id) "
        "OR EXISTS (SELECT 1 FROM spaces_licencegrant AS g WHERE g.licence_id = l.id) "
        "OR EXISTS (SELECT 1 FROM spaces_licence AS o WHERE o.type_code = l.type_code AND o.number = l.number "
        "AND o.holder_id <> l.holder_id))"
    )
