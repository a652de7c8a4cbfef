"""表册：一批内容（事项、清单）拆成几张表，再由几张表合回来；没有改过的合回来一字不差。

The first table has a row an entry. A group of rows within an entry (materials, the fields of a form's section) has a table of
its own, whose rows say to which entry they belong and at which place they stand. What a column holds stands in its second
head, such as ``promise_day|number``, so that reading never guesses.
"""

from tongban.rooms.catalogue.rules.workbook.asking import (
    asked,
    columns,
    is_table,
    key_column,
    shown,
    tables,
    written,
)
from tongban.rooms.catalogue.rules.workbook.locating import located
from tongban.rooms.catalogue.rules.workbook.reading import contents_of
from tongban.rooms.catalogue.rules.workbook.shapes import KEY, Fault, blank_tables, differences, settled
from tongban.rooms.catalogue.rules.workbook.writing import tables_of

__all__ = [
    "KEY",
    "Fault",
    "asked",
    "blank_tables",
    "columns",
    "contents_of",
    "differences",
    "is_table",
    "key_column",
    "located",
    "settled",
    "shown",
    "tables",
    "tables_of",
    "written",
]
