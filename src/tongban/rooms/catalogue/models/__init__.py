"""事项室的表：事项和版本、搜索、导入（items）；装过的内容（loaded）；行政许可事项清单（licence_lists）。"""

from tongban.rooms.catalogue.models.items import (
    ImportRun,
    Item,
    ItemVersion,
    Lexicon,
    QuarantinedRow,
    Search,
    count_words,
    current_contents,
    index,
    indexed_with_other,
    keep,
    last_quarantined,
    quarantine,
    words_are_counted,
)
from tongban.rooms.catalogue.models.licence_lists import (
    LicenceListEntry,
    PublishedLicenceList,
    ever_listed,
)
from tongban.rooms.catalogue.models.lists import (
    Agreement,
    AgreementItem,
    Bundle,
    BundleComponent,
    DutyLine,
    HighFrequencyLine,
    ListDocument,
    NegativeLine,
    ToleranceLine,
)
from tongban.rooms.catalogue.models.loaded import (
    LoadedContent,
)

__all__ = [
    "Agreement",
    "AgreementItem",
    "Bundle",
    "BundleComponent",
    "DutyLine",
    "HighFrequencyLine",
    "ImportRun",
    "Item",
    "ItemVersion",
    "Lexicon",
    "LicenceListEntry",
    "ListDocument",
    "LoadedContent",
    "NegativeLine",
    "PublishedLicenceList",
    "QuarantinedRow",
    "Search",
    "ToleranceLine",
    "count_words",
    "current_contents",
    "ever_listed",
    "index",
    "indexed_with_other",
    "keep",
    "last_quarantined",
    "quarantine",
    "words_are_counted",
]
