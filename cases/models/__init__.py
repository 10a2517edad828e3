"""Tables of the legal life of cases."""

from cases.models.case import Case, CaseState, Channel, ClosingKind
from cases.models.charges import CaseCharge
from cases.models.clocks import Clock, ClockEntry, ClockKind, EntryKind
from cases.models.deferrals import Deferral
from cases.models.materials import Material, MaterialFile, MaterialState, Resolver
from cases.models.papers import Document, DocumentKind
from cases.models.reads import CaseRead

__all__ = [
    "Case",
    "CaseCharge",
    "CaseRead",
    "CaseState",
    "Channel",
    "Clock",
    "ClockEntry",
    "ClockKind",
    "ClosingKind",
    "Deferral",
    "Document",
    "DocumentKind",
    "EntryKind",
    "Material",
    "MaterialFile",
    "MaterialState",
    "Resolver",
]
