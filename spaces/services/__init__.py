"""What changes the libraries, licences and how they are used; most callers need the verbs named here."""

from spaces.services.changes import change_licence_state
from spaces.services.issuing import LicenceOrder, attach_licence_file, issue_licence
from spaces.services.libraries import forget_document, keep_document, learn_fact

__all__ = [
    "LicenceOrder",
    "attach_licence_file",
    "change_licence_state",
    "forget_document",
    "issue_licence",
    "keep_document",
    "learn_fact",
]
