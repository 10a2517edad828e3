"""Tables of the legal life of cases."""

from cases.models.case import Case, CaseState, Channel, ClosingKind
from cases.models.charges import CaseCharge
from cases.models.clocks import Clock, ClockEntry, ClockKind, EntryKind
from cases.models.deferrals import Deferral
from cases.models.ledger import ClockAct, ClockLine
from cases.models.limits import LimitRule
from cases.models.materials import Material, MaterialFile, MaterialState, Resolver
from cases.models.papers import BETWEEN_BODIES, Document, DocumentKind
from cases.models.parcels import CaseParcel, MailedPapers, Settlement
from cases.models.proposals import Proposal, ProposalKind, ProposalVerdict
from cases.models.reads import CaseRead
from cases.models.transfers import PaperTransfer, TransferWay
from cases.models.withdrawals import Withdrawal, WithdrawalEnding

__all__ = [
    "BETWEEN_BODIES",
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
    "Deferral",
    "Document",
    "DocumentKind",
    "EntryKind",
    "LimitRule",
    "MailedPapers",
    "Material",
    "MaterialFile",
    "MaterialState",
    "PaperTransfer",
    "Proposal",
    "ProposalKind",
    "ProposalVerdict",
    "Resolver",
    "Settlement",
    "TransferWay",
    "Withdrawal",
    "WithdrawalEnding",
]
