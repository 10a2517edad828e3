"""Named reads of libraries and licences; most callers need the ones named here."""

from spaces.queries.libraries import (
    facts_known,
    facts_visible_to,
    known_values,
    library_reads_visible_to,
    licence_values,
    project_values,
    projects_visible_to,
    wallet_visible_to,
)
from spaces.queries.licences import (
    licences_kept_by,
    licences_of,
    licences_visible_to,
    state_changes_of,
)

__all__ = [
    "facts_known",
    "facts_visible_to",
    "known_values",
    "library_reads_visible_to",
    "licence_values",
    "licences_kept_by",
    "licences_of",
    "licences_visible_to",
    "project_values",
    "projects_visible_to",
    "state_changes_of",
    "wallet_visible_to",
]
