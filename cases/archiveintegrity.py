"""Invariants of what happens to a case after its decision: publication, archive, retention."""

from collections.abc import Iterable

from cases.models import RetentionProof
from cases.services.anonymising import counted_of
from core.invariants import Row, invariant


@invariant("30.1", "an archived package passed its whole test")
def archived_packages_passed() -> str:
    """Archived packages with a failed check in their last test, or with fewer checks than the package says."""
    return (
        "SELECT p.id, p.version FROM cases_archivepackage AS p WHERE p.state = 'archived' AND ("
        "p.checks_passed <> p.checks_made OR p.checks_made = 0 OR p.checks_passed <> (SELECT count(*) "
        "FROM cases_packagecheck AS c WHERE c.package_id = p.id AND c.test = p.tests_made AND c.passed))"
    )


@invariant("30.2", "only the file of a case that has ended is packed, by the body that handled it")
def packages_belong_to_ended_cases() -> str:
    """Packages of open cases, and of another body than the case's."""
    return (
        "SELECT p.id, c.state FROM cases_archivepackage AS p JOIN cases_case AS c ON c.id = p.case_id "
        "WHERE c.closed_at IS NULL OR p.department_id <> c.department_id"
    )


@invariant("30.3", "versions of a package follow one another")
def package_versions_follow() -> str:
    """Versions that do not come right after the one they replace."""
    return (
        "SELECT p.id, p.version FROM cases_archivepackage AS p LEFT JOIN cases_archivepackage AS b "
        "ON b.id = p.previous_id WHERE p.version <> coalesce(b.version, 0) + 1 "
        "OR (b.id IS NOT NULL AND (b.case_id <> p.case_id OR b.state <> 'archived'))"
    )


@invariant("30.4", "a decision is public, held back by somebody, or its limit runs")
def decisions_are_published_or_watched() -> str:
    """Planned publications whose limit does not run, and limits that run for what is public or held back."""
    runs = (
        "EXISTS (SELECT 1 FROM cases_clock AS k WHERE k.case_id = p.case_id AND k.kind = 'publish' "
        "AND k.finished_at IS NULL)"
    )
    return (
        f"SELECT p.id, p.state FROM cases_publication AS p WHERE p.state <> 'replaced' AND (p.state = 'due') <> {runs}"
    )


@invariant("30.5", "an approved correction has its notice, and no other has one")
def amendments_have_their_notice() -> str:
    """Corrections whose verdict and notice do not agree, and those of the licence without its next version."""
    return (
        "SELECT a.id, p.verdict FROM cases_amendment AS a JOIN cases_proposal AS p ON p.id = a.proposal_id "
        "WHERE (p.verdict = 'approved') <> (a.notice_id IS NOT NULL) "
        "OR NOT EXISTS (SELECT 1 FROM cases_amendedplace AS e WHERE e.amendment_id = a.id) "
        "OR (a.notice_id IS NOT NULL AND (a.licence_id IS NOT NULL) <> EXISTS (SELECT 1 FROM cases_amendedplace AS e "
        "WHERE e.amendment_id = a.id AND (e.field <> '' OR e.fact <> '')))"
    )


@invariant("31.1", "nothing personal is left in an anonymous case, whose file is archived")
def anonymous_cases_are_empty() -> str:
    """Cases with a proof that still name somebody, hold a file, or have no archived package."""
    return (
        "SELECT c.id, p.id FROM cases_retentionproof AS p JOIN cases_case AS c ON c.id = p.case_id "
        "JOIN identity_party AS a ON a.id = c.applicant_id WHERE c.applicant_name <> a.name OR c.contact_name <> '' "
        "OR c.agent_id IS NOT NULL OR c.reasons <> '' OR length(c.contact_phone_index) > 0 "
        "OR EXISTS (SELECT 1 FROM cases_material AS m JOIN cases_materialfile AS f ON f.material_id = m.id "
        "WHERE m.case_id = c.id) OR EXISTS (SELECT 1 FROM cases_document AS d WHERE d.case_id = c.id "
        "AND d.file_id IS NOT NULL) OR NOT EXISTS (SELECT 1 FROM cases_archivepackage AS k "
        "WHERE k.case_id = c.id AND k.state = 'archived')"
    )


@invariant("31.3", "nothing beside an anonymous case names its applicant")
def traces_of_anonymous_cases_are_empty() -> str:
    """10.5: rows about an anonymous case that still hold words, names or contents, by table."""
    parts = [
        f"SELECT p.case_id, '{table}' FROM cases_retentionproof AS p JOIN {table} AS t ON {joined} WHERE {says}"
        for table, joined, says in TRACES
    ]
    return " UNION ALL ".join(parts)


CASE = "t.case_id = p.case_id"
OF_CLOCK = "t.clock_id IN (SELECT id FROM cases_clock AS k WHERE k.case_id = p.case_id)"
OF_PARCEL = (
    "{} IN (SELECT parcel_id FROM cases_caseparcel AS k WHERE k.case_id = p.case_id "
    "UNION ALL SELECT parcel_id FROM cases_mailedpapers AS k WHERE k.case_id = p.case_id)"
)
SAID = "t.{} NOT IN ('', '（已匿名）')"
TRACES = (
    ("core_event", "t.stream = 'case' AND t.stream_id = p.case_id",
     "t.actor_kind = 'citizen' AND (t.actor_id IS NOT NULL OR t.actor_label <> '（已匿名）')"),
    ("cases_clockline", OF_CLOCK, "t.actor_kind = 'citizen' AND t.actor_label <> '（已匿名）'"),
    ("cases_caseread", CASE, SAID.format("why")),
    ("cases_materialdemand", CASE, SAID.format("reason")),
    ("cases_material", CASE, f"{SAID.format('remark')} OR t.licence_id IS NOT NULL"),
    ("cases_deferral", CASE, SAID.format("promised_by")),
    ("cases_withdrawal", CASE, SAID.format("reason")),
    ("cases_papertransfer", CASE, SAID.format("remark")),
    ("cases_batchrow", CASE, SAID.format("applicant_name")),
    ("cases_caseproject", CASE, "true"),
    ("cases_signer", CASE, "true"),
    ("cases_messagefile", "t.message_id IN (SELECT id FROM cases_casemessage AS k WHERE k.case_id = p.case_id)",
     "true"),
    ("cases_casemessage", CASE, SAID.format("who")),
    ("deliveries_parcel", OF_PARCEL.format("t.id"), f"{SAID.format('sender_name')} OR {SAID.format('receiver_name')}"),
    ("deliveries_parcelevent", OF_PARCEL.format("t.parcel_id"), f"{SAID.format('note')} OR {SAID.format('place')}"),
)  # fmt: skip
"""Table, how its rows belong to a case, and what must not be in them any more."""


@invariant("31.2", "an anonymous case still counts as it did")
def anonymous_cases_still_count() -> Iterable[Row]:
    """Cases whose state, body, item or moments are no longer those of the moment they became anonymous."""
    for proof in RetentionProof.objects.exclude(case=None).select_related("case").iterator():
        assert proof.case is not None, "the others were left out"
        if counted_of(proof.case) != proof.counted:
            yield (proof.case_id, proof.pk)


@invariant("30.6", "a licence the body ended by a case of its own has come to its end")
def proceedings_ended_their_licence() -> str:
    """C-23: proceedings whose case and verdict do not agree on whether they are decided, and decided ones without their
    decision D-14."""
    return (
        "SELECT p.id, c.state FROM cases_proceeding AS p JOIN cases_case AS c ON c.id = p.case_id "
        "WHERE (p.upheld IS NOT NULL) <> (c.state IN ('issued', 'delivered', 'closed')) "
        "OR (p.upheld IS NOT NULL AND NOT EXISTS "
        "(SELECT 1 FROM cases_document AS d WHERE d.case_id = c.id AND d.kind = 'D-14'))"
    )


@invariant("30.7", "an approved proposal to rescind has begun its proceeding, and no other has")
def rescissions_are_proceedings() -> str:
    """C-24: proposals to rescind whose verdict and proceeding do not agree, and proceedings its proposer decided."""
    return (
        "SELECT o.id, o.verdict FROM cases_proposal AS o LEFT JOIN cases_proceeding AS p ON p.proposal_id = o.id "
        "WHERE (o.kind IN ('deceit', 'pledge') AND o.verdict = 'approved') <> (p.id IS NOT NULL) "
        "OR (p.id IS NOT NULL AND p.begun_by_id <> o.proposed_by_id)"
    )
