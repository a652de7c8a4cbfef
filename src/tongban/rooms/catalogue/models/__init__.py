"""事项室的表：事项和版本、搜索、导入（items）；装过的内容（loaded）；行政许可事项清单（licence_lists）。"""

from tongban.rooms.catalogue.models.baseline import (
    Baseline,
    BaselineLine,
)
from tongban.rooms.catalogue.models.directory import (
    DirectoryEntry,
    claim_all,
    claimed_lines,
    keep_lines,
)
from tongban.rooms.catalogue.models.drafts import (
    DraftStep,
    Writer,
)
from tongban.rooms.catalogue.models.golden import (
    GoldenCase,
)
from tongban.rooms.catalogue.models.golden import columns as golden_columns
from tongban.rooms.catalogue.models.imports import (
    ImportRun,
    QuarantinedRow,
    last_quarantined,
    quarantine,
)
from tongban.rooms.catalogue.models.items import (
    Edition,
    Item,
    ItemVersion,
    Lexicon,
    Search,
    Standing,
)
from tongban.rooms.catalogue.models.keeping import (
    DueItem,
    count_words,
    current_contents,
    due_items,
    expect,
    index,
    indexed_with_other,
    keep,
    settle,
    stand,
    words_are_counted,
)
from tongban.rooms.catalogue.models.licence_lists import (
    LicenceListEntry,
    PublishedLicenceList,
    ever_listed,
)
from tongban.rooms.catalogue.models.list_drafts import (
    AgreementEnding,
    ListDraft,
)
from tongban.rooms.catalogue.models.lists import (
    Agreement,
    AgreementItem,
    Bundle,
    BundleComponent,
    DutyLine,
    HighFrequencyLine,
    IntermediaryLine,
    ListDocument,
    NegativeLine,
    ToleranceLine,
)
from tongban.rooms.catalogue.models.loaded import (
    LoadedContent,
)
from tongban.rooms.catalogue.models.transfers import (
    HandOverRow,
    Succession,
    Transfer,
    TransferPosts,
    TransferredLicence,
    licensed_items,
    taken_licences,
)

__all__ = [
    "Agreement",
    "AgreementEnding",
    "AgreementItem",
    "Baseline",
    "BaselineLine",
    "Bundle",
    "BundleComponent",
    "DirectoryEntry",
    "DraftStep",
    "DueItem",
    "DutyLine",
    "Edition",
    "GoldenCase",
    "HandOverRow",
    "HighFrequencyLine",
    "ImportRun",
    "IntermediaryLine",
    "Item",
    "ItemVersion",
    "Lexicon",
    "LicenceListEntry",
    "ListDocument",
    "ListDraft",
    "LoadedContent",
    "NegativeLine",
    "PublishedLicenceList",
    "QuarantinedRow",
    "Search",
    "Standing",
    "Succession",
    "ToleranceLine",
    "Transfer",
    "TransferPosts",
    "TransferredLicence",
    "Writer",
    "claim_all",
    "claimed_lines",
    "count_words",
    "current_contents",
    "due_items",
    "ever_listed",
    "expect",
    "golden_columns",
    "index",
    "indexed_with_other",
    "keep",
    "keep_lines",
    "last_quarantined",
    "licensed_items",
    "quarantine",
    "settle",
    "stand",
    "taken_licences",
    "words_are_counted",
]
