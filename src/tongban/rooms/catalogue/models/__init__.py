"""事项室的表：事项和版本、搜索、导入（items）；装过的内容（loaded）。"""

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
from tongban.rooms.catalogue.models.loaded import LoadedContent

__all__ = [
    "ImportRun",
    "Item",
    "ItemVersion",
    "Lexicon",
    "LoadedContent",
    "QuarantinedRow",
    "Search",
    "count_words",
    "current_contents",
    "index",
    "indexed_with_other",
    "keep",
    "last_quarantined",
    "quarantine",
    "words_are_counted",
]
