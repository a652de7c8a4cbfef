"""存件栏：哪些表的哪些栏写着文件库里的文件；清扫时逐栏问还要不要 (what keeps a stored file from being swept).

A column that names a stored file is declared with one of these fields, and nothing else has to be registered. For
migrations they are what they extend.
"""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from django.apps import apps
from django.db import connection, models


class _Naming(models.Field):  # type: ignore[type-arg]
    """What both have: the question which of these digests the column names, and the plain field they are in migrations."""

    naming: ClassVar[str]
    plainly: ClassVar[str]

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _, args, options = super().deconstruct()
        return name, self.plainly, list(args), options


class StoredFileField(_Naming, models.CharField):  # type: ignore[type-arg]
    """存件栏：一份文件的摘要，64 位十六进制；没有文件的为空。"""

    naming = "SELECT {column} FROM {table} WHERE {column} = ANY(%s)"
    plainly = "django.db.models.CharField"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max_length": 64, **options})


class StoredFilesField(_Naming, models.JSONField):
    """存件栏：若干份，JSON 列表，各有 ``digest``。"""

    naming = """
        SELECT one ->> 'digest' FROM {table}, jsonb_array_elements({column}) AS one
        WHERE {column} <> '[]' AND one ->> 'digest' = ANY(%s)
    """
    plainly = "django.db.models.JSONField"


def _columns() -> Iterator[str]:
    """The question each such column answers, over every table there is."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, _Naming):
                yield field.naming.format(table=model._meta.db_table, column=field.column)


def used(digests: Sequence[str]) -> set[str]:
    """这些摘要里还有记录提到的 (one statement over every column that names files)."""
    questions = list(_columns())
    with connection.cursor() as cursor:
        cursor.execute(" UNION ".join(questions), [list(digests)] * len(questions))
        return {digest for (digest,) in cursor.fetchall()}
