"""机构的表之二：岗位、工作人员、任职；三员互斥由外键守住 (see migrations/0002_guards).

A post has a duty (one of the 三员, or ``business``), an officer has one, and a holding in force must agree with both
(two composite foreign keys). So no order of concurrent appointments can give one officer two duties.
"""

from collections.abc import Iterable
from typing import ClassVar, Self

from django.conf import settings
from django.db import models

from tongban.rooms.organisation.errors import NoSuchOfficer, NoSuchPost
from tongban.rooms.organisation.events import OfficerAppointed, OfficerMoved, OfficerRelieved, PostCreated
from tongban.rooms.organisation.models.places import Department, Office, Region
from tongban.rooms.organisation.rules import duty_of
from tongban.rooms.organisation.words import (
    ADMINISTRATORS,
    BUSINESS_DUTY,
    Employment,
    OfficerFacts,
    OfficerRecord,
    PostFacts,
    Role,
)


class Post(models.Model):
    """岗位：一个角色、一个部门、一个数据范围；``duty`` 由角色生成，三员各一类，其余都是 business。"""

    code = models.CharField("代号", max_length=80, unique=True)
    name = models.CharField("名称", max_length=60)
    role = models.CharField("角色", max_length=20, choices=Role.choices())
    department = models.ForeignKey(Department, on_delete=models.PROTECT, verbose_name="部门")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, verbose_name="科室")
    scope_region = models.ForeignKey(Region, on_delete=models.PROTECT, verbose_name="范围区划")
    all_departments = models.BooleanField("全部部门", default=False)
    scope_departments = models.ManyToManyField(Department, related_name="+", verbose_name="范围部门")
    duty = models.GeneratedField(
        expression=models.Case(
            models.When(role__in=sorted(str(role) for role in ADMINISTRATORS), then=models.F("role")),
            default=models.Value(BUSINESS_DUTY),
        ),
        output_field=models.CharField("职责类别", max_length=20),
        db_persist=True,
    )

    class Meta:
        verbose_name = "岗位"
        verbose_name_plural = "岗位"
        constraints = [
            models.UniqueConstraint(fields=["id", "duty"], name="organisation_post_duty"),
            models.CheckConstraint(condition=models.Q(role__in=Role.slugs()), name="organisation_post_role"),
        ]

    @classmethod
    def known(cls, code: str) -> Self:
        """有这个岗位，否则拒绝。 Refuses: NoSuchPost."""
        found = cls.objects.select_related("department").filter(code=code).first()
        if found is None:
            raise NoSuchPost(code=code)
        return found

    @classmethod
    def record_created(
        cls, event: PostCreated, *, department: Department, scope: Iterable[Department]
    ) -> None:
        """记下岗位和它管的部门；没有写明范围的只管自己的部门。"""
        office = Office.known(department=department, name=event.office) if event.office else None
        post = cls.objects.create(
            code=event.post,
            name=event.name,
            role=event.role,
            department=department,
            office=office,
            scope_region_id=event.scope_region,
            all_departments=event.scope_departments is None,
        )
        if event.scope_departments is not None:
            post.scope_departments.set([department, *scope])

    def facts(self) -> PostFacts:
        """岗位的事实，供规则判断任免；范围部门不在其中。"""
        return PostFacts(
            code=self.code,
            name=self.name,
            role=Role.of(self.role),
            department=self.department.code,
            scope_region=self.scope_region_id,
        )


class Officer(models.Model):
    """工作人员：一人一个账号；``duty`` 是他现在担任的职责类别，任职表以外键与它对齐，三员因此不能兼任。"""

    account = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, verbose_name="账号")
    staff_no = models.CharField("工号", max_length=20, unique=True)
    name = models.CharField("姓名", max_length=40)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, verbose_name="部门")
    employment = models.CharField("用工形式", max_length=20, choices=Employment.choices())
    enabled = models.BooleanField("启用", default=True)
    duty = models.CharField("职责类别", max_length=20, default=BUSINESS_DUTY)

    class Meta:
        verbose_name = "工作人员"
        verbose_name_plural = "工作人员"
        constraints = [models.UniqueConstraint(fields=["id", "duty"], name="organisation_officer_duty")]

    @classmethod
    def locked(cls, staff_no: str) -> Self:
        """锁住这位工作人员，任免和启停都先过这里。 Refuses: NoSuchOfficer."""
        row = cls.objects.select_for_update(of=("self",)).select_related("department")
        found = row.filter(staff_no=staff_no).first()
        if found is None:
            raise NoSuchOfficer
        return found

    @classmethod
    def registered(cls, facts: OfficerFacts, *, account_id: int, department: Department) -> Self:
        """登记在册。"""
        return cls.objects.create(
            account_id=account_id,
            staff_no=facts.staff_no,
            name=facts.name,
            department=department,
            employment=facts.employment,
        )

    def facts(self) -> OfficerRecord:
        """在册情况和现任岗位 (one statement)."""
        held = self.holdings.filter(held_to__isnull=True).values_list("post__code", "post__role")
        return OfficerRecord(
            id=self.pk,
            staff_no=self.staff_no,
            name=self.name,
            department=self.department.code,
            region=self.department.region_id,
            enabled=self.enabled,
            posts={code: Role.of(role) for code, role in held},
        )

    def record_enabled(self, enabled: bool) -> None:
        """记下启用或停用，账号随之：停用即刻使全部会话失效。"""
        self.enabled = enabled
        self.save(update_fields=["enabled"])
        self.account.is_active = enabled
        self.account.save(update_fields=["is_active"])


class Holding(models.Model):
    """任职：谁从何时到何时任哪个岗位；``duty`` 在任时与岗位、人员两边的职责类别相同，免职后为空。"""

    officer = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="holdings", verbose_name="工作人员"
    )
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings", verbose_name="岗位")
    held_from = models.DateField("任职日")
    held_to = models.DateField("免职日", null=True)
    duty = models.CharField("职责类别", max_length=20, null=True)

    class Meta:
        verbose_name = "任职"
        verbose_name_plural = "任职"
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "post"],
                condition=models.Q(held_to__isnull=True),
                name="organisation_holding_once",
            ),
            models.CheckConstraint(
                condition=models.Q(held_to__isnull=True, duty__isnull=False)
                | models.Q(held_to__isnull=False, duty__isnull=True),
                name="organisation_holding_duty_while_held",
            ),
            models.CheckConstraint(
                condition=models.Q(held_to__isnull=True) | models.Q(held_to__gte=models.F("held_from")),
                name="organisation_holding_validity",
            ),
        ]

    @classmethod
    def record_appointed(cls, event: OfficerAppointed, *, officer: Officer, post: Post) -> None:
        """记下任职；人员的职责类别随岗位走（有别的类别的岗位在身时，外键不许改）。"""
        duty = duty_of(Role.of(event.role))
        if officer.duty != duty:
            officer.duty = duty
            officer.save(update_fields=["duty"])
        cls.objects.create(officer=officer, post=post, held_from=event.held_from, duty=duty)

    @classmethod
    def record_relieved(cls, event: OfficerRelieved) -> None:
        """记下免职。"""
        held = cls.objects.filter(officer_id=event.officer, post__code=event.post, held_to__isnull=True)
        held.update(held_to=event.held_to, duty=None)


class Relocation(models.Model):
    """划转：谁哪天随哪个文件从哪个部门到了哪个部门；只增不改。"""

    append_only: ClassVar[bool] = True

    officer = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="relocations", verbose_name="工作人员"
    )
    from_department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name="原部门"
    )
    to_department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name="新部门"
    )
    on = models.DateField("划转日")
    ground = models.CharField("依据文号", max_length=80)

    class Meta:
        verbose_name = "人员划转"
        verbose_name_plural = "人员划转"
        constraints = [
            models.UniqueConstraint(fields=["officer", "ground"], name="organisation_relocation_once")
        ]

    @classmethod
    def record_moved(cls, event: OfficerMoved, *, officer: Officer, left: Department, to: Department) -> None:
        """记下划转：人到新部门，原部门的岗位随之免去。"""
        cls.objects.create(
            officer=officer, from_department=left, to_department=to, on=event.on, ground=event.ground
        )
        if officer.department_id != to.pk:
            officer.department = to
            officer.save(update_fields=["department"])
        officer.holdings.filter(post__code__in=event.posts, held_to__isnull=True).update(
            held_to=event.on, duty=None
        )
