"""文书的表：文书和编号计数。"""

from typing import Any

from django.db import models

from tongban.foundation.files.columns import StoredFileField
from tongban.rooms.cases import words
from tongban.rooms.cases.models.case import Case
from tongban.rooms.cases.models.sealing import new_key, open_json


class Counter(models.Model):
    """编号计数：一行一种编号，与用号的事务同生共死，所以不跳号。"""

    scope = models.CharField("编号范围", max_length=160, primary_key=True)
    n = models.IntegerField("已用到")

    class Meta:
        verbose_name = "编号计数"
        verbose_name_plural = "编号计数"

    def __str__(self) -> str:
        return self.scope


class Document(models.Model):
    """文书：编号不跳号、内容封存不改；PDF 由内容排出，随要随有。"""

    uid = models.CharField("键", max_length=32, primary_key=True, default=new_key)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents", verbose_name="办件")
    kind = models.CharField("种类", max_length=4, choices=words.DocumentKind.choices())
    number = models.CharField("文号", max_length=80, unique=True)
    code = models.CharField("核验码", max_length=32, unique=True)
    issued_at = models.DateTimeField("制作时间")
    facts_sealed = models.TextField("内容（密文）")
    digest = StoredFileField("PDF 文件摘要", blank=True)

    class Meta:
        verbose_name = "文书"
        verbose_name_plural = "文书"

    def __str__(self) -> str:
        return self.number

    @property
    def facts(self) -> dict[str, Any]:
        """内容明文。 Refuses: SealBroken."""
        return dict(open_json("cases_document", self.uid, "facts", self.facts_sealed))
