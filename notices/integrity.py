"""Invariants of messages."""

from core.invariants import invariant
from notices.kinds import APPLICANT_KINDS

TELLER = "notices.services.tell_applicant"


@invariant("7.1", "every step an applicant must hear of has its message, or a delivery that will make it")
def steps_are_told() -> str:
    """Events without a delivery to the applicant, and done deliveries without a message in the inbox."""
    names = ", ".join(f"'{event_type.name()}'" for event_type in APPLICANT_KINDS)
    delivery = f"SELECT 1 FROM core_delivery AS d WHERE d.event_id = e.id AND d.reactor = '{TELLER}'"
    message = "SELECT 1 FROM notices_message AS m WHERE m.key = 'event-' || e.id || '-inbox'"
    return (
        f"SELECT e.id, e.name, 'no delivery' FROM core_event AS e WHERE e.name IN ({names}) "
        f"AND NOT EXISTS ({delivery}) "
        f"UNION ALL SELECT e.id, e.name, 'no message' FROM core_event AS e WHERE e.name IN ({names}) "
        f"AND EXISTS ({delivery} AND d.state = 'done') AND NOT EXISTS ({message})"
    )


@invariant("8.2", "no message is sent twice")
def messages_are_sent_once() -> str:
    """Keys that more than one message or more than one short message of the trial gateway bears."""
    return (
        "SELECT key, count(*) FROM notices_message GROUP BY key HAVING count(*) > 1 "
        "UNION ALL SELECT key, count(*) FROM notices_trialsms GROUP BY key HAVING count(*) > 1"
    )


@invariant("31.6", "no message about an anonymous case still says anything")
def messages_about_anonymous_cases_are_empty() -> str:
    """10.5: messages the events of an anonymous case led to, which still name an applicant or have a title."""
    return (
        "SELECT m.id, e.id FROM cases_retentionproof AS p JOIN core_event AS e ON e.stream = 'case' "
        "AND e.stream_id = p.case_id JOIN notices_message AS m ON m.key LIKE 'event-' || e.id || '-%' "
        "WHERE m.title <> '（已匿名）' OR m.party_id IS NOT NULL"
    )
