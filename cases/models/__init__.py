"""Tables of the legal life of cases."""

from cases.models.amendments import AmendedPlace, Amendment, LicenceFact
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
from cases.models.calendarchanges import CalendarChange, CalendarShift, ChangeState
from cases.models.case import Case, CaseState, Channel, ClosingKind
from cases.models.charges import CaseCharge
from cases.models.clocks import Clock, ClockEntry, ClockKind, EntryKind
from cases.models.credit import CreditGround, CreditRecord
from cases.models.deferrals import Deferral
from cases.models.demands import IssuerEnquiry, MaterialDemand, TrustChange, TrustGround
from cases.models.hearings import Hearing, HearingEnding
from cases.models.intakes import CaseProject, Intake, IntakeCase
from cases.models.joining import JoinedPage
from cases.models.ledger import ClockAct, ClockLine
from cases.models.limits import LimitRule
from cases.models.materials import HELD_BY_GOVERNMENT, Material, MaterialFile, MaterialState, Resolver
from cases.models.papers import BETWEEN_BODIES, OF_ARCHIVE, Document, DocumentKind
from cases.models.parcels import CaseParcel, MailedPapers, Settlement
from cases.models.pledges import Pledge, PledgeEvidence, PledgeOutcome
from cases.models.proceedings import Proceeding, ProceedingEvidence, ProceedingKind
from cases.models.proposals import Proposal, ProposalKind, ProposalVerdict
from cases.models.publications import HoldGround, Publication, PublicationState
from cases.models.reads import CaseRead
from cases.models.retention import DataKind, RetentionAct, RetentionProof, RetentionRule, RetentionState
from cases.models.signing import Signature, Signer, SigningWay
from cases.models.talks import CaseMessage, MessageFile, Side
from cases.models.transfers import PaperTransfer, TransferWay
from cases.models.visits import SitePhoto, SiteVisit, VisitEnding
from cases.models.withdrawals import Withdrawal, WithdrawalEnding

__all__ = [
    "BETWEEN_BODIES",
    "HELD_BY_GOVERNMENT",
    "OF_ARCHIVE",
    "AmendedPlace",
    "Amendment",
    "ArchivePackage",
    "ArchiveTransfer",
    "BatchRow",
    "BatchRowState",
    "CalendarChange",
    "CalendarShift",
    "Case",
    "CaseCharge",
    "CaseMessage",
    "CaseParcel",
    "CaseProject",
    "CaseRead",
    "CaseState",
    "ChangeState",
    "Channel",
    "Clock",
    "ClockAct",
    "ClockEntry",
    "ClockKind",
    "ClockLine",
    "ClosingKind",
    "CreditGround",
    "CreditRecord",
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
    "IssuerEnquiry",
    "JoinedPage",
    "KeepingTerm",
    "LicenceFact",
    "LimitRule",
    "MailedPapers",
    "Material",
    "MaterialDemand",
    "MaterialFile",
    "MaterialState",
    "MessageFile",
    "PackageCheck",
    "PackageState",
    "PaperTransfer",
    "Pledge",
    "PledgeEvidence",
    "PledgeOutcome",
    "Proceeding",
    "ProceedingEvidence",
    "ProceedingKind",
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
    "Side",
    "Signature",
    "Signer",
    "SigningWay",
    "SitePhoto",
    "SiteVisit",
    "TransferWay",
    "TransferredPackage",
    "TrustChange",
    "TrustGround",
    "VisitEnding",
    "Withdrawal",
    "WithdrawalEnding",
]
