"""机构的表之一：区划、部门、科室、大厅、分区、窗口。"""

from typing import Self

from django.db import models

from tongban.foundation.identifiers import RegionLevel
from tongban.rooms.organisation.errors import (
    NoSuchDepartment,
    NoSuchHall,
    NoSuchOffice,
    NoSuchRegion,
    NoSuchZone,
)
from tongban.rooms.organisation.events import (
    DepartmentEstablished,
    HallOpened,
    RegionEstablished,
    RegionReplaced,
    WindowOpened,
)
from tongban.rooms.organisation.words import (
    DepartmentFacts,
    DepartmentKind,
    HallFacts,
    RegionFacts,
    WindowFacts,
    WindowKind,
)


class Region(models.Model):
    """区划：12 位代码；上下级由代码决定，停用的留着并指向后继。"""

    code = models.CharField("代码", max_length=12, primary_key=True)
    name = models.CharField("名称", max_length=60)
    unit = models.CharField("称谓", max_length=20)
    level = models.CharField("级别", max_length=10, choices=RegionLevel.choices())
    valid_from = models.DateField("起用日")
    valid_to = models.DateField("停用日", null=True)
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="predecessors", verbose_name="后继"
    )

    class Meta:
        verbose_name = "区划"
        verbose_name_plural = "区划"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^\d{12}$"), name="organisation_region_12"
            ),
            models.CheckConstraint(
                condition=models.Q(level__in=RegionLevel.slugs()), name="organisation_region_level"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="organisation_region_validity",
            ),
        ]

    @classmethod
    def known(cls, code: str) -> Self:
        """有这个区划，否则拒绝。 Refuses: NoSuchRegion."""
        found = cls.objects.filter(code=code).first()
        if found is None:
            raise NoSuchRegion(code=code)
        return found

    @classmethod
    def record_established(cls, event: RegionEstablished, facts: RegionFacts) -> None:
        """记下设立。"""
        cls.objects.create(
            code=event.region,
            name=event.name,
            unit=facts.unit,
            level=event.level,
            valid_from=facts.valid_from,
        )

    def record_replaced(self, event: RegionReplaced) -> None:
        """记下停用和后继。"""
        self.valid_to, self.successor_id = event.on, event.successor
        self.save(update_fields=["valid_to", "successor"])


class Department(models.Model):
    """部门：两层；实施主体，可以不是政府部门。"""

    code = models.CharField("代号", max_length=40, unique=True)
    name = models.CharField("名称", max_length=100)
    document_word = models.CharField("机关代字", max_length=20)
    kind = models.CharField("性质", max_length=20, choices=DepartmentKind.choices())
    level = models.CharField("级别", max_length=10, choices=RegionLevel.choices())
    region = models.ForeignKey(Region, on_delete=models.PROTECT, verbose_name="区划")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="subordinates", verbose_name="主管部门"
    )
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True)
    system_code = models.CharField("系统编码", max_length=4, blank=True)
    duty = models.CharField("职责", max_length=200, blank=True)
    consult_phone = models.CharField("咨询电话", max_length=60, blank=True)
    complain_phone = models.CharField("投诉电话", max_length=60, blank=True)
    review_organ = models.CharField("行政复议机关", max_length=100, blank=True)
    court = models.CharField("行政诉讼法院", max_length=100, blank=True)
    valid_from = models.DateField("起用日")
    valid_to = models.DateField("停用日", null=True)

    class Meta:
        verbose_name = "部门"
        verbose_name_plural = "部门"
        constraints = [
            models.UniqueConstraint(
                fields=["uscc"], condition=~models.Q(uscc=""), name="organisation_department_uscc"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=DepartmentKind.slugs()), name="organisation_department_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(level__in=RegionLevel.slugs()), name="organisation_department_level"
            ),
        ]

    @classmethod
    def known(cls, code: str) -> Self:
        """有这个部门，否则拒绝。 Refuses: NoSuchDepartment."""
        found = cls.objects.filter(code=code).first()
        if found is None:
            raise NoSuchDepartment(code=code)
        return found

    @classmethod
    def record_established(
        cls, event: DepartmentEstablished, facts: DepartmentFacts, *, parent: Self | None
    ) -> None:
        """记下设立。"""
        copied = (
            "document_word",
            "system_code",
            "duty",
            "consult_phone",
            "complain_phone",
            "review_organ",
            "court",
        )
        cls.objects.create(
            code=event.department,
            name=event.name,
            kind=event.department_kind,
            level=event.level,
            region_id=event.region,
            parent=parent,
            uscc=event.uscc,
            valid_from=facts.valid_from,
            **{name: getattr(facts, name) for name in copied},
        )

    def facts(self) -> DepartmentFacts:
        """部门的事实 (with ``parent`` selected: no statement)."""
        return DepartmentFacts(
            code=self.code,
            name=self.name,
            document_word=self.document_word,
            kind=DepartmentKind.of(self.kind),
            level=RegionLevel.of(self.level),
            region=self.region_id,
            valid_from=self.valid_from,
            uscc=self.uscc,
            parent=self.parent.code if self.parent else "",
            system_code=self.system_code,
            duty=self.duty,
            consult_phone=self.consult_phone,
            complain_phone=self.complain_phone,
            review_organ=self.review_organ,
            court=self.court,
        )


class Office(models.Model):
    """科室：部门的内设机构。"""

    department = models.ForeignKey(Department, on_delete=models.PROTECT, verbose_name="部门")
    name = models.CharField("名称", max_length=60)

    class Meta:
        verbose_name = "科室"
        verbose_name_plural = "科室"
        constraints = [
            models.UniqueConstraint(fields=["department", "name"], name="organisation_office_once")
        ]

    @classmethod
    def known(cls, *, department: Department, name: str) -> Self:
        """部门里有这个科室，否则拒绝。 Refuses: NoSuchOffice."""
        found = cls.objects.filter(department=department, name=name).first()
        if found is None:
            raise NoSuchOffice(name=name)
        return found


class Hall(models.Model):
    """大厅：政务服务中心和便民服务中心；``sessions`` 是工作日的钟点 ``[["09:00", "12:00"], …]``。"""

    code = models.CharField("代号", max_length=40, unique=True)
    name = models.CharField("名称", max_length=100)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, verbose_name="区划")
    address = models.CharField("地址", max_length=200)
    open_hours = models.CharField("开放时间", max_length=200)
    sessions = models.JSONField("工作日钟点", default=list)
    phone = models.CharField("电话", max_length=60, blank=True)

    class Meta:
        verbose_name = "大厅"
        verbose_name_plural = "大厅"

    @classmethod
    def known(cls, code: str) -> Self:
        """有这个大厅，否则拒绝。 Refuses: NoSuchHall."""
        found = cls.objects.filter(code=code).first()
        if found is None:
            raise NoSuchHall(code=code)
        return found

    @classmethod
    def record_opened(cls, event: HallOpened, facts: HallFacts) -> None:
        """记下大厅和分区。"""
        sessions = [[f"{opens:%H:%M}", f"{closes:%H:%M}"] for opens, closes in facts.sessions]
        hall = cls.objects.create(
            code=event.hall,
            name=event.name,
            region_id=event.region,
            address=facts.address,
            open_hours=facts.open_hours,
            sessions=sessions,
            phone=facts.phone,
        )
        Zone.objects.bulk_create(
            Zone(hall=hall, letter=zone.letter, name=zone.name, floor=zone.floor) for zone in facts.zones
        )


class Zone(models.Model):
    """分区：大厅里的一片窗口，字母也是票号的首字母。"""

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="zones", verbose_name="大厅")
    letter = models.CharField("字母", max_length=2)
    name = models.CharField("名称", max_length=60)
    floor = models.CharField("位置", max_length=40, blank=True)

    class Meta:
        verbose_name = "分区"
        verbose_name_plural = "分区"
        constraints = [models.UniqueConstraint(fields=["hall", "letter"], name="organisation_zone_once")]

    @classmethod
    def known(cls, *, hall: Hall, letter: str) -> Self:
        """大厅里有这个分区，否则拒绝。 Refuses: NoSuchZone."""
        found = cls.objects.filter(hall=hall, letter=letter).first()
        if found is None:
            raise NoSuchZone(letter=letter)
        return found


class Window(models.Model):
    """窗口：大厅里的一个号，只归一个部门。"""

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="windows", verbose_name="大厅")
    number = models.CharField("窗口号", max_length=10)
    name = models.CharField("名称", max_length=60)
    kind = models.CharField("种类", max_length=20, choices=WindowKind.choices())
    department = models.ForeignKey(Department, on_delete=models.PROTECT, verbose_name="部门")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, null=True, verbose_name="分区")
    group = models.CharField("窗口组", max_length=40, blank=True)

    class Meta:
        verbose_name = "窗口"
        verbose_name_plural = "窗口"
        constraints = [
            models.UniqueConstraint(fields=["hall", "number"], name="organisation_window_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=WindowKind.slugs()), name="organisation_window_kind"
            ),
        ]

    @classmethod
    def record_opened(cls, event: WindowOpened, *, hall: Hall, department: Department, group: str) -> None:
        """记下窗口。"""
        cls.objects.create(
            hall=hall,
            number=event.number,
            name=event.name,
            kind=event.window_kind,
            department=department,
            zone=Zone.known(hall=hall, letter=event.zone) if event.zone else None,
            group=group,
        )

    def facts(self) -> WindowFacts:
        """窗口的事实 (with ``hall``, ``department`` and ``zone`` selected: no statement)."""
        return WindowFacts(
            hall=self.hall.code,
            number=self.number,
            name=self.name,
            kind=WindowKind.of(self.kind),
            department=self.department.code,
            zone=self.zone.letter if self.zone else "",
            group=self.group,
        )
