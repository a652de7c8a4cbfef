"""草稿的表：草稿、草稿里的材料、提交登记。"""

from typing import Any, Self

from django.db import models

from tongban.foundation.files.columns import StoredFileField
from tongban.rooms.cases import words
from tongban.rooms.cases.errors import DraftSubmitted, NoSuchDraft
from tongban.rooms.cases.models.sealing import new_key, open_json, seal_json


class Draft(models.Model):
    """草稿：边填边存，几个页面、几台设备同时填也不互相覆盖；``supplements`` 不空的是给那个办件补正用的。"""

    uid = models.CharField("键", max_length=32, primary_key=True, default=new_key)
    owner = models.CharField("填写人", max_length=40)
    applicant = models.CharField("申请人", max_length=40)
    applicant_masked = models.CharField("申请人（遮名）", max_length=400)
    addressee_sealed = models.TextField("受送达人（密文）", blank=True)
    agent = models.CharField("代办人", max_length=40, blank=True)
    item_code = models.CharField("业务办理项编码", max_length=80)
    version_id = models.BigIntegerField("事项版本")
    supplements = models.CharField("补正的办件", max_length=32, blank=True)
    revision = models.IntegerField("修订号", default=0)
    answers = models.JSONField("情形选择", default=dict)
    touched = models.JSONField("各栏最后修改的修订号", default=dict)
    values_sealed = models.TextField("已填内容（密文）", blank=True)
    started_at = models.DateTimeField("开始时间")
    saved_at = models.DateTimeField("最后保存")
    submitted_as = models.CharField("提交成的办件", max_length=32, blank=True)

    class Meta:
        verbose_name = "草稿"
        verbose_name_plural = "草稿"
        indexes = [models.Index(fields=["owner", "-saved_at"], name="cases_draft_owner")]
        constraints = [
            models.UniqueConstraint(
                fields=["supplements", "owner"],
                name="cases_draft_one_supplement",
                condition=~models.Q(supplements="") & models.Q(submitted_as=""),
            )
        ]

    def __str__(self) -> str:
        return self.uid

    @classmethod
    def locked(cls, uid: str, **mine: str) -> Self:
        """锁住自己的、还没提交的草稿；``mine`` 如 ``owner``、``applicant``。 Refuses: NoSuchDraft, DraftSubmitted."""
        found = cls.objects.select_for_update().filter(uid=uid, **mine).first()
        if found is None:
            raise NoSuchDraft
        if found.submitted_as:
            raise DraftSubmitted
        return found

    @property
    def values(self) -> dict[str, Any]:
        """已填内容明文，栏的路径到值（``staff.0.name``）。 Refuses: SealBroken."""
        return open_json("cases_draft", self.uid, "values", self.values_sealed) or {}

    def seal_values(self, values: dict[str, Any]) -> None:
        """封存已填内容。"""
        self.values_sealed = seal_json("cases_draft", self.uid, "values", values)

    @property
    def addressee(self) -> str:
        """受送达人明文。 Refuses: SealBroken."""
        return open_json("cases_draft", self.uid, "addressee", self.addressee_sealed) or self.applicant_masked

    def seal_addressee(self, addressee: str) -> None:
        """封存受送达人。"""
        self.addressee_sealed = seal_json("cases_draft", self.uid, "addressee", addressee)


class DraftFile(models.Model):
    """草稿里的材料：每份一个，换一个就替掉旧的；窗口收的纸质没有文件。原来的文件名可能写着姓名号码，封存。"""

    draft = models.ForeignKey(
        Draft, on_delete=models.CASCADE, related_name="files", verbose_name="草稿", db_index=False
    )
    key = models.CharField("材料代号", max_length=60)
    source = models.CharField("来源", max_length=10, choices=words.MaterialSource.choices())
    digest = StoredFileField("文件摘要", blank=True)
    name_sealed = models.TextField("原来的文件名（密文）", blank=True)
    kind = models.CharField("文件种类", max_length=10, blank=True)
    size = models.BigIntegerField("字节数", default=0)
    added_at = models.DateTimeField("添加时间")

    class Meta:
        verbose_name = "草稿材料"
        verbose_name_plural = "草稿材料"
        constraints = [models.UniqueConstraint(fields=["draft", "key"], name="cases_draftfile_once")]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.key}"

    @property
    def name(self) -> str:
        """原来的文件名明文。 Refuses: SealBroken."""
        return open_json("cases_draftfile", f"{self.draft_id}/{self.key}", "name", self.name_sealed) or ""


class DraftPage(models.Model):
    """草稿里一份材料的一页：几个文件合成一份的，各页留到提交，好逐页移除；只有一个文件的不另记。"""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="pages", verbose_name="草稿")
    key = models.CharField("材料代号", max_length=60)
    position = models.IntegerField("第几页")
    digest = StoredFileField("文件摘要")
    name_sealed = models.TextField("原来的文件名（密文）")
    kind = models.CharField("文件种类", max_length=10)
    size = models.BigIntegerField("字节数")

    class Meta:
        verbose_name = "草稿材料的页"
        verbose_name_plural = "草稿材料的页"
        constraints = [
            models.UniqueConstraint(fields=["draft", "key", "position"], name="cases_draftpage_once")
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.key} {self.position}"

    @property
    def name(self) -> str:
        """原来的文件名明文。 Refuses: SealBroken."""
        return open_json("cases_draftfile", f"{self.draft_id}/{self.key}", "name", self.name_sealed) or ""


class Submission(models.Model):
    """提交登记：同一个提交号只成一个办件，再来一次给同样的答复。"""

    key = models.CharField("提交号", max_length=64, primary_key=True)
    owner = models.CharField("提交人", max_length=40)
    draft_uid = models.CharField("草稿", max_length=32, unique=True)
    case_uid = models.CharField("办件", max_length=32)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "提交登记"
        verbose_name_plural = "提交登记"

    def __str__(self) -> str:
        return self.key
