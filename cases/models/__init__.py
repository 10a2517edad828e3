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
from cases.models.batches import BatchRow, BatchRowState, IntakeBatch
from cases.models.case import Case, CaseState, Channel, ClosingKind
from cases.models.charges import CaseCharge
from cases.models.clocks import Clock, ClockEntry, ClockKind, EntryKind
from cases.models.deferrals import Deferral
from cases.models.demands import MaterialDemand, TrustChange, TrustGround
from cases.models.hearings import Hearing, HearingEnding
from cases.models.intakes import CaseProject, Intake, IntakeCase
from cases.models.ledger import ClockAct, ClockLine
from cases.models.limits import LimitRule
from cases.models.materials import HELD_BY_GOVERNMENT, Material, MaterialFile, MaterialState, Resolver
from cases.models.papers import BETWEEN_BODIES, OF_ARCHIVE, Document, DocumentKind
from cases.models.parcels import CaseParcel, MailedPapers, Settlement
from cases.models.proposals import Proposal, ProposalKind, ProposalVerdict
from cases.models.publications import HoldGround, Publication, PublicationState
from cases.models.reads import CaseRead
from cases.models.retention import DataKind, RetentionAct, RetentionProof, RetentionRule, RetentionState
from cases.models.transfers import PaperTransfer, TransferWay
from cases.models.withdrawals import Withdrawal, WithdrawalEnding

__all__ = [
    "BETWEEN_BODIES",
    "HELD_BY_GOVERNMENT",
    "OF_ARCHIVE",
    "ArchivePackage",
    "ArchiveTransfer",
    "BatchRow",
    "BatchRowState",
    "Case",
    "CaseCharge",
    "CaseParcel",
    "CaseProject",
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
    "Hearing",
    "HearingEnding",
    "HoldGround",
    "Intake",
    "IntakeBatch",
    "IntakeCase",
    "KeepingTerm",
    "LimitRule",
    "MailedPapers",
    "Material",
    "MaterialDemand",
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
    "TrustChange",
    "TrustGround",
    "Withdrawal",
    "WithdrawalEnding",
]
