"""Tables of what government already holds about a party, so that nobody is asked twice (I-07)."""

from spaces.models.captures import Capture, CaptureBatch, CaptureState
from spaces.models.holders import HolderCode, HolderCodeType
from spaces.models.kinds import HolderKind, LicenceLayout, LicenceType, ValidityRule
from spaces.models.libraries import LibraryFact, Project, TrustLevel, WalletDocument
from spaces.models.licences import (
    CancelGround,
    CorrectionState,
    Licence,
    LicenceCorrection,
    LicenceOrigin,
    LicencePrint,
    LicenceState,
    RescindGround,
    RevokeGround,
)
from spaces.models.people import LibraryRead, PersonCode
from spaces.models.quality import EnterpriseQuality, QualityDay
from spaces.models.stock import Blank, BlankState, StockAct, StockDeed
from spaces.models.uses import LicenceCopy, LicenceGrant, LicenceUse, ShowCode, UseKind

__all__ = [
    "Blank",
    "BlankState",
    "CancelGround",
    "Capture",
    "CaptureBatch",
    "CaptureState",
    "CorrectionState",
    "EnterpriseQuality",
    "HolderCode",
    "HolderCodeType",
    "HolderKind",
    "LibraryFact",
    "LibraryRead",
    "Licence",
    "LicenceCopy",
    "LicenceCorrection",
    "LicenceGrant",
    "LicenceLayout",
    "LicenceOrigin",
    "LicencePrint",
    "LicenceState",
    "LicenceType",
    "LicenceUse",
    "PersonCode",
    "Project",
    "QualityDay",
    "RescindGround",
    "RevokeGround",
    "ShowCode",
    "StockAct",
    "StockDeed",
    "TrustLevel",
    "UseKind",
    "ValidityRule",
    "WalletDocument",
]
