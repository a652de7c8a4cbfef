"""公布的清单的表：文件头一张，各种清单的行各一张；公布即定，只增不改（触发器对所有者也一样）。"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tongban.rooms.catalogue.words import (
    AgreementTerms,
    BundleEntry,
    CrossMode,
    IntermediaryEntry,
    ListHead,
    ListKind,
    NegativeEntry,
    SeenItem,
    Subject,
    TaskType,
)


class ListDocument(models.Model):
    """一份公布的清单的文件头。"""

    append_only: ClassVar[bool] = True

    region = models.CharField("区划", max_length=12)
    kind = models.CharField("种类", max_length=20, choices=ListKind.choices())
    number = models.IntegerField("批次（份、版）")
    title = models.CharField("标题", max_length=200)
    document_no = models.CharField("文号", max_length=80)
    issued_by = ArrayField(models.CharField(max_length=200), verbose_name="印发机关")
    published_on = models.DateField("公布日期")
    effective_on = models.DateField("生效日期")
    lines = models.IntegerField("行数")
    recorded_at = models.DateTimeField("录入时间")
    recorded_by = models.CharField("录入人", max_length=80)

    class Meta:
        verbose_name = "公布的清单"
        verbose_name_plural = "公布的清单"
        constraints = [
            models.UniqueConstraint(fields=["region", "kind", "number"], name="catalogue_list_number"),
            models.UniqueConstraint(
                fields=["region", "kind", "document_no"], name="catalogue_list_document_no"
            ),
            models.CheckConstraint(condition=models.Q(kind__in=ListKind.slugs()), name="catalogue_list_kind"),
            models.CheckConstraint(
                condition=models.Q(number__gte=1, lines__gte=1), name="catalogue_list_counts"
            ),
            models.CheckConstraint(
                condition=models.Q(effective_on__gte=models.F("published_on")), name="catalogue_list_dates"
            ),
        ]

    @classmethod
    def record(cls, head: ListHead, *, lines: int, by: str, at: datetime) -> "ListDocument":
        """记下文件头。"""
        return cls.objects.create(
            region=head.region,
            kind=head.kind.value,
            number=head.number,
            title=head.title,
            document_no=head.document_no,
            issued_by=list(head.issued_by),
            published_on=head.published_on,
            effective_on=head.effective_on,
            lines=lines,
            recorded_at=at,
            recorded_by=by,
        )

    @classmethod
    def known(cls, head: ListHead) -> bool:
        """这一份已经公布过：同一种类，同一文号或者同一批次。"""
        same = models.Q(document_no=head.document_no) | models.Q(number=head.number)
        return cls.objects.filter(same, region=head.region, kind=head.kind.value).exists()

    @property
    def head(self) -> ListHead:
        """文件头的事实。"""
        return ListHead(
            region=self.region,
            kind=ListKind.of(self.kind),
            number=self.number,
            title=self.title,
            document_no=self.document_no,
            issued_by=tuple(self.issued_by),
            published_on=self.published_on,
            effective_on=self.effective_on,
        )


class Line(models.Model):
    """清单的一行：第几行、哪个事项（``item_key`` 是基本编码），名称和实施机关照公布时的写。"""

    append_only: ClassVar[bool] = True

    document = models.ForeignKey(
        ListDocument, on_delete=models.PROTECT, verbose_name="清单", related_name="+"
    )
    place = models.IntegerField("行次")
    item_key = models.CharField("基本编码", max_length=100)
    item_code = models.CharField("业务办理项编码", max_length=100)
    item_name = models.CharField("事项名称", max_length=1000)
    organ = models.CharField("实施机关", max_length=200)

    class Meta:
        abstract = True
        ordering = ("document_id", "place")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["document", "item_key"], name="%(app_label)s_%(class)s_once"),
            models.UniqueConstraint(fields=["document", "place"], name="%(app_label)s_%(class)s_place"),
        ]

    @classmethod
    def write(cls, document: ListDocument, rows: Sequence[tuple[SeenItem, dict[str, Any]]]) -> None:
        """写下各行，行次照给的顺序 (one statement a thousand rows)."""
        cls._default_manager.bulk_create(
            [
                cls(
                    document=document,
                    place=place,
                    item_key=item.key,
                    item_code=item.code,
                    item_name=item.name,
                    organ=item.organ,
                    **more,
                )
                for place, (item, more) in enumerate(rows, start=1)
            ],
            batch_size=1000,
        )


class ToleranceLine(Line):
    """容缺清单的一行；``materials`` 是 ``[{key, name, days}]``。"""

    task_type = models.CharField("事项类型", max_length=2, choices=TaskType.choices())
    materials = models.JSONField("可以后补的材料")

    class Meta(Line.Meta):
        verbose_name = "容缺事项"
        verbose_name_plural = "容缺事项"


class Agreement(models.Model):
    """一份通办协议的对方和期限。"""

    append_only: ClassVar[bool] = True

    document = models.OneToOneField(
        ListDocument,
        on_delete=models.PROTECT,
        primary_key=True,
        verbose_name="清单",
        related_name="agreement",
    )
    partner = models.CharField("对方区县", max_length=12)
    partner_name = models.CharField("对方名称", max_length=100)
    city = models.CharField("对方所在的市", max_length=12)
    city_name = models.CharField("市名", max_length=100)
    in_city = models.BooleanField("市内")
    signed_on = models.DateField("签订日期")
    valid_to = models.DateField("有效期至")

    class Meta:
        verbose_name = "通办协议"
        verbose_name_plural = "通办协议"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__gte=models.F("signed_on")), name="catalogue_agreement_dates"
            ),
            models.CheckConstraint(
                condition=models.Q(partner__regex=r"^\d{12}$", city__regex=r"^\d{12}$"),
                name="catalogue_agreement_regions",
            ),
        ]

    @classmethod
    def record(cls, document: ListDocument, terms: AgreementTerms, *, in_city: bool) -> None:
        """记下对方和期限。"""
        cls.objects.create(
            document=document,
            partner=terms.partner,
            partner_name=terms.partner_name,
            city=terms.city,
            city_name=terms.city_name,
            in_city=in_city,
            signed_on=terms.signed_on,
            valid_to=terms.valid_to,
        )

    @property
    def terms(self) -> AgreementTerms:
        """对方和期限。"""
        same = ("partner", "partner_name", "city", "city_name", "signed_on", "valid_to")
        return AgreementTerms(**{name: getattr(self, name) for name in same})


class AgreementItem(Line):
    """协议的一行。"""

    their_code = models.CharField("对方编码", max_length=100)
    mode = models.CharField("通办模式", max_length=30, choices=CrossMode.choices())

    class Meta(Line.Meta):
        verbose_name = "通办事项"
        verbose_name_plural = "通办事项"


class HighFrequencyLine(Line):
    """高频通办清单的一行。"""

    class Meta(Line.Meta):
        verbose_name = "高频事项"
        verbose_name_plural = "高频事项"


class NegativeLine(models.Model):
    """负面清单的一行；目录之外的事务没有编码。"""

    append_only: ClassVar[bool] = True

    document = models.ForeignKey(
        ListDocument, on_delete=models.PROTECT, verbose_name="清单", related_name="+"
    )
    place = models.IntegerField("行次")
    item_key = models.CharField("基本编码", max_length=100, blank=True)
    item_code = models.CharField("业务办理项编码", max_length=100, blank=True)
    item_name = models.CharField("事项名称", max_length=1000)
    department = models.CharField("主管部门", max_length=200)
    reason = models.TextField("不进驻的理由")
    handled_at = models.TextField("办理去处")

    class Meta:
        verbose_name = "不进驻事项"
        verbose_name_plural = "不进驻事项"
        ordering = ("document_id", "place")
        constraints = [
            models.UniqueConstraint(fields=["document", "place"], name="catalogue_negativeline_place"),
            models.UniqueConstraint(fields=["document", "item_name"], name="catalogue_negativeline_once"),
            models.CheckConstraint(
                condition=~models.Q(reason="") & ~models.Q(handled_at=""), name="catalogue_negativeline_why"
            ),
        ]

    @staticmethod
    def write(document: ListDocument, rows: Sequence[tuple[SeenItem | None, NegativeEntry]]) -> None:
        """写下各行，行次照给的顺序 (one statement)."""
        NegativeLine.objects.bulk_create(
            NegativeLine(
                document=document,
                place=place,
                item_key=item.key if item else "",
                item_code=item.code if item else "",
                item_name=entry.name,
                department=entry.department,
                reason=entry.reason,
                handled_at=entry.handled_at,
            )
            for place, (item, entry) in enumerate(rows, start=1)
        )


class IntermediaryLine(models.Model):
    """中介服务清单的一行：审批要申请人委托中介做的，只有清单上的。"""

    append_only: ClassVar[bool] = True

    document = models.ForeignKey(
        ListDocument, on_delete=models.PROTECT, verbose_name="清单", related_name="+"
    )
    place = models.IntegerField("行次")
    name = models.CharField("中介服务", max_length=200)
    department = models.CharField("主管部门", max_length=200)
    basis = models.TextField("设定依据")

    class Meta:
        verbose_name = "中介服务"
        verbose_name_plural = "中介服务"
        ordering = ("document_id", "place")
        constraints = [
            models.UniqueConstraint(fields=["document", "place"], name="catalogue_intermediaryline_place"),
            models.UniqueConstraint(fields=["document", "name"], name="catalogue_intermediaryline_once"),
            models.CheckConstraint(condition=~models.Q(basis=""), name="catalogue_intermediaryline_basis"),
        ]

    @staticmethod
    def write(document: ListDocument, entries: Sequence[IntermediaryEntry]) -> None:
        """写下各行，行次照给的顺序 (one statement)."""
        IntermediaryLine.objects.bulk_create(
            IntermediaryLine(
                document=document,
                place=place,
                name=entry.name,
                department=entry.department,
                basis=entry.basis,
            )
            for place, entry in enumerate(entries, start=1)
        )


class DutyLine(Line):
    """责任清单的一行：一个事项一个责任科室（库里也只容一个）。"""

    office = models.CharField("责任科室", max_length=200)

    class Meta(Line.Meta):
        verbose_name = "责任科室"
        verbose_name_plural = "责任科室"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Line.Meta.constraints,
            models.CheckConstraint(condition=~models.Q(office=""), name="catalogue_dutyline_office"),
        ]


class Bundle(models.Model):
    """一件事清单的一件。"""

    append_only: ClassVar[bool] = True

    document = models.ForeignKey(
        ListDocument, on_delete=models.PROTECT, verbose_name="清单", related_name="bundles"
    )
    place = models.IntegerField("行次")
    key = models.SlugField("代号", max_length=60)
    name = models.CharField("名称", max_length=200)
    subject = models.CharField("为谁办", max_length=20, choices=Subject.choices())
    lead = models.CharField("牵头部门", max_length=200)

    class Meta:
        verbose_name = "一件事"
        verbose_name_plural = "一件事"
        ordering = ("document_id", "place")
        constraints = [models.UniqueConstraint(fields=["document", "key"], name="catalogue_bundle_once")]

    @staticmethod
    def write(
        document: ListDocument,
        rows: Sequence[tuple[BundleEntry, Sequence[SeenItem]]],
        *,
        names: Mapping[str, str],
    ) -> None:
        """写下各件和它们的组成事项；``names`` 是部门代号的名称 (two statements)."""
        kept = Bundle.objects.bulk_create(
            Bundle(
                document=document,
                place=place,
                key=entry.key,
                name=entry.name,
                subject=entry.subject.value,
                lead=entry.lead,
            )
            for place, (entry, _) in enumerate(rows, start=1)
        )
        BundleComponent.objects.bulk_create(
            BundleComponent(
                bundle=bundle,
                place=place,
                item_key=item.key,
                item_code=item.code,
                item_name=item.name,
                organ=item.organ,
                competent=names.get(item.competent, item.competent),
            )
            for bundle, (_, items) in zip(kept, rows, strict=True)
            for place, item in enumerate(items, start=1)
        )


class BundleComponent(models.Model):
    """一件事的一个组成事项；``competent`` 是主管部门。"""

    append_only: ClassVar[bool] = True

    bundle = models.ForeignKey(
        Bundle, on_delete=models.PROTECT, verbose_name="一件事", related_name="components"
    )
    place = models.IntegerField("行次")
    item_key = models.CharField("基本编码", max_length=100)
    item_code = models.CharField("业务办理项编码", max_length=100)
    item_name = models.CharField("事项名称", max_length=1000)
    organ = models.CharField("实施机关", max_length=200)
    competent = models.CharField("主管部门", max_length=200)

    class Meta:
        verbose_name = "一件事的组成事项"
        verbose_name_plural = "一件事的组成事项"
        ordering = ("bundle_id", "place")
        constraints = [
            models.UniqueConstraint(fields=["bundle", "item_key"], name="catalogue_bundlecomponent_once")
        ]
