"""事项室的查询：版本、情形与表单的规则、搜索、书架、随产品发布的内容、读导入的文件。"""

from tongban.rooms.catalogue.queries.content import published_content
from tongban.rooms.catalogue.queries.import_file import rows_of
from tongban.rooms.catalogue.queries.searching import search, suggest
from tongban.rooms.catalogue.queries.shelves import listed, listed_item, on_shelf, shelves
from tongban.rooms.catalogue.queries.versions import current, currents, version
from tongban.rooms.catalogue.rules.form import check_form, flat, nested, prefill, shown_fields
from tongban.rooms.catalogue.rules.situations import check_answers, required_materials

__all__ = [
    "check_answers",
    "check_form",
    "current",
    "currents",
    "flat",
    "listed",
    "listed_item",
    "nested",
    "on_shelf",
    "prefill",
    "published_content",
    "required_materials",
    "rows_of",
    "search",
    "shelves",
    "shown_fields",
    "suggest",
    "version",
]
