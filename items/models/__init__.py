"""Tables of the catalogue."""

from items.models.books import BookImport, BookItem, BookStage, RowOutcome, SheetProfile
from items.models.bulk import BulkAct, BulkKind, BulkResult
from items.models.changes import CatalogueChange, ChangeKind
from items.models.directory import DirectoryEntry, EntryBasis, EntryState, Item, ItemType, Theme
from items.models.drafts import DraftRevision, DraftState, DraftStep, ItemDraft
from items.models.forms import FieldType, FormField
from items.models.guide_papers import GuidePaper, GuidePaperKind
from items.models.life_events import LifeEvent, LifeEventItem, LifeEventOption, LifeEventQuestion
from items.models.lists import ListKind, ListRow
from items.models.materials import (
    EffectKind,
    MaterialSource,
    MaterialSpec,
    QuestionKind,
    Situation,
    SituationEffect,
    SituationOption,
)
from items.models.parts import (
    Condition,
    Faq,
    FeeSpec,
    HandlingOption,
    IntermediaryService,
    LegalBasis,
    PaperTemplate,
    ResultKind,
    ResultSpec,
    ServiceDesk,
    SpecialProcedureSpec,
)
from items.models.quality import (
    Completeness,
    ItemConfirmation,
    ReviewReminder,
    SpotCheck,
    SpotCheckItem,
    SpotFinding,
    SpotVerdict,
)
from items.models.routes import Route, RouteKind, Seat, Stage, StageDuty, StageRule
from items.models.search import SearchEntry, SearchMiss, SearchPhrase, Synonym, SynonymGroup
from items.models.versions import Initiator, ItemKind, ItemVersion, TimeUnit, VersionState

__all__ = [
    "BookImport",
    "BookItem",
    "BookStage",
    "BulkAct",
    "BulkKind",
    "BulkResult",
    "CatalogueChange",
    "ChangeKind",
    "Completeness",
    "Condition",
    "DirectoryEntry",
    "DraftRevision",
    "DraftState",
    "DraftStep",
    "EffectKind",
    "EntryBasis",
    "EntryState",
    "Faq",
    "FeeSpec",
    "FieldType",
    "FormField",
    "GuidePaper",
    "GuidePaperKind",
    "HandlingOption",
    "Initiator",
    "IntermediaryService",
    "Item",
    "ItemConfirmation",
    "ItemDraft",
    "ItemKind",
    "ItemType",
    "ItemVersion",
    "LegalBasis",
    "LifeEvent",
    "LifeEventItem",
    "LifeEventOption",
    "LifeEventQuestion",
    "ListKind",
    "ListRow",
    "MaterialSource",
    "MaterialSpec",
    "PaperTemplate",
    "QuestionKind",
    "ResultKind",
    "ResultSpec",
    "ReviewReminder",
    "Route",
    "RouteKind",
    "RowOutcome",
    "SearchEntry",
    "SearchMiss",
    "SearchPhrase",
    "Seat",
    "ServiceDesk",
    "SheetProfile",
    "Situation",
    "SituationEffect",
    "SituationOption",
    "SpecialProcedureSpec",
    "SpotCheck",
    "SpotCheckItem",
    "SpotFinding",
    "SpotVerdict",
    "Stage",
    "StageDuty",
    "StageRule",
    "Synonym",
    "SynonymGroup",
    "Theme",
    "TimeUnit",
    "VersionState",
]
