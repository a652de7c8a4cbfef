"""词：存储用的代号与印出来的中文是同一个东西的两面 (a word: the stored slug and the printed Chinese)."""

from enum import Enum
from typing import Self


class Word(str, Enum):
    """词语：一个成员就是一个词，代号入库、中文上纸 (one member is one word: its slug is stored, its Chinese printed).

    Written ``SUBMITTED = "submitted", "待受理"``; the member *is* the slug, so it goes into a query or JSON as it is.
    """

    zh: str

    def __new__(cls, slug: str, zh: str) -> Self:
        """造词：代号在前，中文在后。"""
        member = str.__new__(cls, slug)
        member._value_ = slug
        member.zh = zh
        return member

    def __str__(self) -> str:
        """代号 (the slug, so that f-strings and SQL parameters carry what is stored)."""
        return str(self._value_)

    def __format__(self, spec: str) -> str:
        """代号，照 ``spec`` 的宽度。"""
        return format(self._value_, spec)

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """全部词：``(代号, 中文)`` 的列表，供表单与数据库约束使用。"""
        return [(member.value, member.zh) for member in cls]

    @classmethod
    def slugs(cls) -> list[str]:
        """全部代号，供 CHECK 约束使用。"""
        return [member.value for member in cls]

    @classmethod
    def of(cls, slug: str) -> Self:
        """读回：存下的代号变回词 (the word of a stored slug; ValueError when there is none)."""
        member: Self = cls(slug)  # type: ignore[call-arg]
        return member
