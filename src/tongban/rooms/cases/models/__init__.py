"""办件室的表：办件、材料、文书、草稿、提交登记、编号计数、查看登记 (personal data only in sealed columns).

A row that holds sealed text has a random key made before it is written, so that the seal can name its row and still be
part of the one INSERT.
"""

from tongban.rooms.cases.models.case import Case, Material, Opening
from tongban.rooms.cases.models.document import Counter, Document
from tongban.rooms.cases.models.draft import Draft, DraftFile, DraftPage, Submission
from tongban.rooms.cases.models.sealing import new_key, open_json, seal_json

__all__ = [
    "Case",
    "Counter",
    "Document",
    "Draft",
    "DraftFile",
    "DraftPage",
    "Material",
    "Opening",
    "Submission",
    "new_key",
    "open_json",
    "seal_json",
]
