"""Tables of the catalogue."""

from items.models.directory import DirectoryEntry, Item, ItemType, Theme
from items.models.materials import EffectKind, MaterialSource, MaterialSpec, Situation, SituationEffect, SituationOption
from items.models.parts import (
    Condition,
    Faq,
    FeeSpec,
    FieldType,
    FormField,
    HandlingOption,
    LegalBasis,
    ResultKind,
    ResultSpec,
    ServiceDesk,
    SpecialProcedureSpec,
)
from items.models.routes import Route, RouteKind, Seat, Stage, StageDuty, StageRule
from items.models.search import SearchPhrase
from items.models.versions import Initiator, ItemKind, ItemVersion, TimeUnit, VersionState

__all__ = [
    "Condition",
    "DirectoryEntry",
    "EffectKind",
    "Faq",
    "FeeSpec",
    "FieldType",
    "FormField",
    "HandlingOption",
    "Initiator",
    "Item",
    "ItemKind",
    "ItemType",
    "ItemVersion",
    "LegalBasis",
    "MaterialSource",
    "MaterialSpec",
    "ResultKind",
    "ResultSpec",
    "Route",
    "RouteKind",
    "SearchPhrase",
    "Seat",
    "ServiceDesk",
    "Situation",
    "SituationEffect",
    "SituationOption",
    "SpecialProcedureSpec",
    "Stage",
    "StageDuty",
    "StageRule",
    "Theme",
    "TimeUnit",
    "VersionState",
]
