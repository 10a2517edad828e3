"""Tables of the legal life of cases."""

from cases.models.archives import (
    ArchivePackage,
    ArchiveTransfer,
    KeepingTerm,
    PackageCheck,
    PackageState,
    PropertyKind,
    TransferredPackage,
)
from cases.models.case import Case, CaseState, Channel, ClosingKind
from cases.models.charges import CaseCharge
from cases.models.clocks import Clock, ClockEntry, ClockKind, EntryKind
from cases.models.deferrals import Deferral
from cases.models.ledger import ClockAct, ClockLine
from cases.models.limits import LimitRule
from cases.models.materials import Material, MaterialFile, MaterialState, Resolver
from cases.models.papers import BETWEEN_BODIES, OF_ARCHIVE, Document, DocumentKind
from cases.models.parcels import CaseParcel, MailedPapers, Settlement
from cases.models.proposals import Proposal, ProposalKind, ProposalVerdict
from cases.models.publications import HoldGround, Publication, PublicationState
from cases.models.reads import CaseRead
from cases.models.retention import DataKind, RetentionAct, RetentionProof, RetentionRule, RetentionState
from cases.models.transfers import PaperTransfer, TransferWay

__all__ = [
    "BETWEEN_BODIES",
    "OF_ARCHIVE",
    "ArchivePackage",
    "ArchiveTransfer",
    "Case",
    "CaseCharge",
    "CaseParcel",
    "CaseRead",
    "CaseState",
    "Channel",
    "Clock",
    "ClockAct",
    "ClockEntry",
    "ClockKind",
    "ClockLine",
    "ClosingKind",
    "DataKind",
    "Deferral",
    "Document",
    "DocumentKind",
    "EntryKind",
    "HoldGround",
    "KeepingTerm",
    "LimitRule",
    "MailedPapers",
    "Material",
    "MaterialFile",
    "MaterialState",
    "PackageCheck",
    "PackageState",
    "PaperTransfer",
    "PropertyKind",
    "Proposal",
    "ProposalKind",
    "ProposalVerdict",
    "Publication",
    "PublicationState",
    "Resolver",
    "RetentionAct",
    "RetentionProof",
    "RetentionRule",
    "RetentionState",
    "Settlement",
    "TransferWay",
    "TransferredPackage",
]
