"""办件的表：办件、材料、查看登记。"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Self

from django.db import models

from tongban.foundation.files.columns import StoredFileField, StoredFilesField
from tongban.rooms.calendar.words import TimeUnit
from tongban.rooms.cases import events, words
from tongban.rooms.cases.errors import NoSuchCase
from tongban.rooms.cases.models.sealing import new_key, open_json, seal_json
from tongban.rooms.cases.rules.clocks import law_date
from tongban.rooms.cases.words import CaseFacts, CaseState, MaterialLine, MaterialState
from tongban.rooms.catalogue.words import Period

ACCEPTED_STATES = ["accepted", "reviewed", "granted", "denied", "issued", "served", "closed"]


class Case(models.Model):
    """办件。"""

    uid = models.CharField("键", max_length=32, primary_key=True, default=new_key)
    case_no = models.CharField("办件编号", max_length=60, unique=True)
    short_no = models.CharField("查询编号", max_length=24, unique=True)
    query_code = models.CharField("查询码", max_length=6)
    item_code = models.CharField("业务办理项编码", max_length=80)
    item_name = models.CharField("事项名称", max_length=1000)
    version_id = models.BigIntegerField("事项版本")
    region = models.CharField("区划", max_length=12)
    department_code = models.CharField("实施主体", max_length=40)
    on_the_spot = models.BooleanField("即办件")
    has_result = models.BooleanField("有证照批文", default=True)
    applicant = models.CharField("申请人", max_length=40)
    applicant_masked = models.CharField("申请人（遮名）", max_length=400)
    addressee_sealed = models.TextField("受送达人（密文）", blank=True)
    agent = models.CharField("代办人", max_length=40, blank=True)
    channel = models.CharField("渠道", max_length=10, choices=words.Channel.choices())
    state = models.CharField("状态", max_length=12, choices=CaseState.choices())
    round = models.IntegerField("补正轮次", default=0)
    received_at = models.DateTimeField("收件时间")
    received_on = models.DateField("收到材料日期")
    accept_by = models.DateField("受理期限")
    accept_days = models.IntegerField("受理天数（工作日）")
    promised_amount = models.IntegerField("承诺时限")
    promised_unit = models.CharField("承诺时限单位", max_length=10)
    statutory_amount = models.IntegerField("法定时限")
    statutory_unit = models.CharField("法定时限单位", max_length=10)
    accepted_on = models.DateField("受理日期", null=True)
    deemed = models.BooleanField("视为受理", default=False)
    due_on = models.DateField("承诺办结日", null=True)
    statutory_due_on = models.DateField("法定办结日", null=True)
    provisional = models.BooleanField("期限为估算", default=False)
    supplement_by = models.DateField("补正期限", null=True)
    reviewed_by = models.CharField("审查人", max_length=40, blank=True)
    favourable = models.BooleanField("审查结论同意", null=True)
    decided_by = models.CharField("决定人", max_length=40, blank=True)
    decided_at = models.DateTimeField("决定时间", null=True)
    issue_by = models.DateField("制证送达期限", null=True)
    closed_at = models.DateTimeField("终了时间", null=True)
    act_by = models.DateField("下一步期限", null=True)
    answers = models.JSONField("情形选择", default=dict)
    required = models.JSONField("应交材料", default=list)
    form_sealed = models.TextField("申请表（密文）", blank=True)

    class Meta:
        verbose_name = "办件"
        verbose_name_plural = "办件"
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=CaseState.slugs()), name="cases_case_state"),
            models.CheckConstraint(
                condition=~models.Q(state__in=ACCEPTED_STATES)
                | models.Q(accepted_on__isnull=False, due_on__isnull=False, statutory_due_on__isnull=False),
                name="cases_case_accepted_has_dates",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="correcting") | models.Q(supplement_by__isnull=False),
                name="cases_case_correcting_has_date",
            ),
        ]
        indexes = [
            models.Index(
                fields=["act_by", "case_no"],
                name="cases_case_worklist",
                condition=models.Q(act_by__isnull=False),
            ),
            models.Index(fields=["applicant", "-received_at"], name="cases_case_applicant"),
            models.Index(fields=["state", "accept_by"], name="cases_case_clock"),
            models.Index(
                fields=["item_code", "version_id"],
                name="cases_case_open_version",
                condition=models.Q(closed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.case_no

    @classmethod
    def locked(cls, case_no: str) -> Self:
        """锁住这一行，先于一切提问。 Refuses: NoSuchCase."""
        found = cls.objects.select_for_update().filter(case_no=case_no).first()
        if found is None:
            raise NoSuchCase
        return found

    def lines(self) -> tuple[MaterialLine, ...]:
        """材料 (one statement)."""
        return tuple(m.line() for m in self.materials.all())

    def facts(self, materials: Sequence[MaterialLine]) -> CaseFacts:
        """事实：连同材料，供规则判断。"""
        same = (
            "case_no",
            "item_code",
            "item_name",
            "version_id",
            "applicant",
            "department_code",
            "region",
            "channel",
        )
        dates = ("received_on", "accept_by", "accepted_on", "due_on", "statutory_due_on", "supplement_by")
        rest = ("on_the_spot", "has_result", "round", "accept_days", "reviewed_by")
        return CaseFacts(
            **{name: getattr(self, name) for name in (*same, *dates, *rest)},
            state=CaseState.of(self.state),
            promised=Period(self.promised_amount, TimeUnit.of(self.promised_unit)),
            statutory=Period(self.statutory_amount, TimeUnit.of(self.statutory_unit)),
            required=frozenset(self.required),
            materials=tuple(materials),
        )

    @property
    def decided_on(self) -> date | None:
        """决定日期。"""
        return law_date(self.decided_at) if self.decided_at else None

    @property
    def form(self) -> dict[str, Any]:
        """申请表明文。 Refuses: SealBroken."""
        return open_json("cases_case", self.uid, "form", self.form_sealed) or {}

    @property
    def addressee(self) -> str:
        """受送达人明文：姓名（名称）、证件种类和遮住的号码。 Refuses: SealBroken."""
        kept = self.__dict__.get("_addressee") or open_json(
            "cases_case", self.uid, "addressee", self.addressee_sealed
        )
        return kept or self.applicant_masked

    def seal_form(self, form: dict[str, Any]) -> None:
        """封存申请表。"""
        self.form_sealed = seal_json("cases_case", self.uid, "form", form)

    def seal_addressee(self, addressee: str) -> None:
        """封存受送达人；刚封的不必再启。"""
        self.__dict__["_addressee"] = addressee
        self.addressee_sealed = seal_json("cases_case", self.uid, "addressee", addressee)

    def _record(self, **changes: Any) -> None:
        for name, value in changes.items():
            setattr(self, name, value)
        self.save(update_fields=list(changes))

    def record_supplement_asked(self, event: events.SupplementAsked) -> None:
        """记下补正告知：逐份材料写明要补什么。"""
        self._record(
            state=CaseState.CORRECTING, supplement_by=event.supplement_by, act_by=event.supplement_by
        )
        for key, text in event.defects.items():
            self.materials.filter(key=key).update(state=MaterialState.DEFECTIVE, defect=text)

    def record_supplemented(self, event: events.CaseSupplemented) -> None:
        """记下补正：回到待受理，受理期限重新计算；材料另由 ``Material.record_handed_in`` 记。"""
        self._record(
            state=CaseState.SUBMITTED,
            accept_by=event.accept_by,
            act_by=event.accept_by,
            received_on=law_date(event.at),
            supplement_by=None,
            round=self.round + 1,
            form_sealed=self.form_sealed,
        )

    def record_accepted(self, event: events.CaseAccepted) -> None:
        """记下受理和三个日子；当面受理的，材料都已核对。"""
        self._record(
            state=CaseState.ACCEPTED,
            accepted_on=event.accepted_on,
            deemed=event.deemed,
            due_on=event.due_on,
            statutory_due_on=event.statutory_due_on,
            provisional=event.provisional,
            act_by=event.due_on,
        )
        if not event.deemed:
            self.materials.exclude(source="").update(state=MaterialState.VERIFIED)

    def record_declined(self, event: events.CaseDeclined) -> None:
        """记下不予受理。"""
        self._record(
            state=CaseState.DECLINED,
            decided_by=event.by,
            decided_at=event.at,
            closed_at=event.at,
            act_by=None,
        )

    def record_reviewed(self, event: events.CaseReviewed) -> None:
        """记下审查。"""
        self._record(state=CaseState.REVIEWED, reviewed_by=event.by, favourable=event.favourable)

    def record_decided(self, event: events.CaseGranted | events.CaseDenied) -> None:
        """记下决定。"""
        granted = isinstance(event, events.CaseGranted)
        self._record(
            state=CaseState.GRANTED if granted else CaseState.DENIED,
            decided_by=event.by,
            decided_at=event.at,
            issue_by=event.issue_by,
            act_by=event.issue_by,
        )

    def record_issued(self, event: events.CaseIssued) -> None:
        """记下制证。"""
        self._record(state=CaseState.ISSUED)

    def record_served(self, event: events.CaseServed) -> None:
        """记下送达。"""
        self._record(state=CaseState.SERVED)

    def record_closed(self, event: events.CaseClosed) -> None:
        """记下办结。"""
        self._record(state=CaseState.CLOSED, closed_at=event.at, act_by=None)

    def record_withdrawn(self, event: events.CaseWithdrawn) -> None:
        """记下撤回。"""
        self._record(state=CaseState.WITHDRAWN, closed_at=event.at, act_by=None)

    def record_returned(self, event: events.CaseReturned) -> None:
        """记下退件。"""
        self._record(state=CaseState.RETURNED, closed_at=event.at, act_by=None)

    def record_handed_over(self, event: events.CaseHandedOver) -> None:
        """记下移交：承接机关、承接的事项和版本；编号、材料和期限都不变。"""
        self._record(
            item_code=event.item_code,
            version_id=event.version_id,
            department_code=event.department_code,
        )

    def record_due_dates(self, event: events.DueDatesRecomputed) -> None:
        """记下重算后的期限；下一步期限跟着变。"""
        next_step = {self.act_by} & set(event.was.values())
        moved = next((event.now[key] for key, was in event.was.items() if was in next_step), self.act_by)
        self._record(**event.now, provisional=event.provisional, act_by=moved)


class Material(models.Model):
    """办件材料：应交的每一份各一行；换过的，先前交的都留在 ``earlier`` 里。"""

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="materials", verbose_name="办件", db_index=False
    )
    key = models.CharField("材料代号", max_length=60)
    position = models.IntegerField("次序")
    name = models.CharField("材料名称", max_length=1000)
    source = models.CharField("来源", max_length=10, choices=words.MaterialSource.choices(), blank=True)
    state = models.CharField("状态", max_length=10, choices=MaterialState.choices(), blank=True)
    digest = StoredFileField("文件摘要", blank=True)
    file_name = models.CharField("文件名", max_length=255, blank=True)
    kind = models.CharField("文件种类", max_length=10, blank=True)
    size = models.BigIntegerField("字节数", default=0)
    defect = models.TextField("需要补正", blank=True)
    round = models.IntegerField("第几轮交来", default=0)
    handed_in_at = models.DateTimeField("提交时间", null=True)
    earlier = StoredFilesField("先前交的", default=list)

    class Meta:
        verbose_name = "办件材料"
        verbose_name_plural = "办件材料"
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="cases_material_once")]
        indexes = [models.Index(fields=["digest"], name="cases_material_digest")]
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.key}"

    def line(self) -> MaterialLine:
        """一行材料。"""
        same = ("key", "name", "source", "state", "digest", "file_name", "kind", "size", "defect", "round")
        return MaterialLine(**{name: getattr(self, name) for name in same}, handed_in_at=self.handed_in_at)

    def record_handed_in(self, line: MaterialLine) -> None:
        """记下重新交来的：先前的留底。"""
        kept = ("source", "digest", "file_name", "kind", "size", "defect", "round")
        self.earlier = [*self.earlier, {name: getattr(self, name) for name in kept}]
        for name in (*kept, "state", "handed_in_at"):
            setattr(self, name, getattr(line, name))
        self.save(update_fields=[*kept, "state", "handed_in_at", "earlier"])


class Opening(models.Model):
    """查看登记：哪位工作人员哪天看过哪个办件，一天记一次。"""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="openings", verbose_name="办件")
    officer = models.CharField("工作人员", max_length=40)
    opened_on = models.DateField("日期")

    class Meta:
        verbose_name = "查看登记"
        verbose_name_plural = "查看登记"
        constraints = [
            models.UniqueConstraint(fields=["case", "officer", "opened_on"], name="cases_opening_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.officer} {self.opened_on}"
