"""表册的查询：一个区划正在用或者正在写的事项全册写成电子表格；读回来的表册和现有的内容对上。"""

from collections.abc import Mapping, Sequence
from typing import Any

from tongban.foundation import workbooks
from tongban.foundation.workbooks import Table
from tongban.rooms.catalogue import models
from tongban.rooms.catalogue.rules.workbook import tables_of
from tongban.rooms.catalogue.words import Sheet

CODE = "task_handle_item"
ITEMS = "事项"


def items_workbook(*, region: str, department: str = "") -> bytes:
    """事项全册：一个区划（或者其中一个部门）的全部要素，导出再导入什么也不变 (one statement)."""
    kept = [
        version.content
        for version in models.ItemVersion.working(region=region)
        if not department or version.content.get("department") == department
    ]
    return workbook_of(kept, key=CODE, name=ITEMS)


def workbook_of(contents: Sequence[Mapping[str, Any]], *, key: str, name: str) -> bytes:
    """一批内容写成一册。"""
    sheets = tables_of(contents, key=key, name=name)
    return workbooks.write(Table(each.name, each.heads, each.codes, each.rows) for each in sheets)


def read_sheets(*, file: bytes) -> list[Sheet]:
    """读回一册的各张表。 Refuses: WorkbookUnreadable."""
    return [_sheet(table) for table in workbooks.read(file)]


def _sheet(table: Table) -> Sheet:
    first = table.codes[0].split("|") if table.codes else []
    path = first[2] if len(first) > 2 else ""
    return Sheet(table.name, path, table.heads, table.codes, table.rows, first_row=table.first_row)
