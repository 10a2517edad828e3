"""Tables of the legal life of cases."""

from cases.models.case import Case, CaseState, Channel, ClosingKind
from cases.models.clocks import Clock, ClockEntry, ClockKind, EntryKind
from cases.models.deferrals import Deferral
from cases.models.ledger import ClockAct, ClockLine
from cases.models.limits import LimitRule
from cases.models.materials import Material, MaterialFile, MaterialState, Resolver
from cases.models.papers import Document, DocumentKind
from cases.models.proposals import Proposal, ProposalKind, ProposalVerdict
from cases.models.reads import CaseRead

__all__ = [
    "Case",
    "CaseRead",
    "CaseState",
    "Channel",
    "Clock",
    "ClockAct",
    "ClockEntry",
    "ClockKind",
    "ClockLine",
    "ClosingKind",
    "Deferral",
    "Document",
    "DocumentKind",
    "EntryKind",
    "LimitRule",
    "Material",
    "MaterialFile",
    "MaterialState",
    "Proposal",
    "ProposalKind",
    "ProposalVerdict",
    "Resolver",
]
