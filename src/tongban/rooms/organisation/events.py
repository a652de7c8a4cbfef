"""机构室的事件：设立、开放、任免、停用启用。"""

from datetime import date

from tongban.rooms.journal.events import Event
from tongban.rooms.journal.words import Erasure


class RegionEstablished(Event, kind="organisation.region_established", zh="设立区划", erasure=Erasure.KEEP):
    """区划已设立。"""

    region: str
    name: str
    level: str

    @property
    def stream(self) -> str:
        """记在区划名下。"""
        return f"region:{self.region}"


class RegionReplaced(Event, kind="organisation.region_replaced", zh="区划变更", erasure=Erasure.KEEP):
    """区划代码已停用，由后继代码承接。"""

    region: str
    successor: str
    on: date

    @property
    def stream(self) -> str:
        """记在原区划名下。"""
        return f"region:{self.region}"


class DepartmentEstablished(
    Event, kind="organisation.department_established", zh="设立部门", erasure=Erasure.KEEP
):
    """部门已设立。"""

    department: str
    name: str
    department_kind: str
    level: str
    region: str
    uscc: str

    @property
    def stream(self) -> str:
        """记在部门名下。"""
        return f"department:{self.department}"


class OfficeEstablished(Event, kind="organisation.office_established", zh="设立科室", erasure=Erasure.KEEP):
    """科室已设立。"""

    department: str
    name: str

    @property
    def stream(self) -> str:
        """记在部门名下。"""
        return f"department:{self.department}"


class HallOpened(Event, kind="organisation.hall_opened", zh="启用大厅", erasure=Erasure.KEEP):
    """大厅已启用。"""

    hall: str
    name: str
    region: str
    zones: tuple[str, ...]

    @property
    def stream(self) -> str:
        """记在大厅名下。"""
        return f"hall:{self.hall}"


class WindowOpened(Event, kind="organisation.window_opened", zh="设立窗口", erasure=Erasure.KEEP):
    """窗口已设立。"""

    hall: str
    number: str
    name: str
    window_kind: str
    department: str
    zone: str

    @property
    def stream(self) -> str:
        """记在大厅名下。"""
        return f"hall:{self.hall}"


class PostCreated(Event, kind="organisation.post_created", zh="设置岗位", erasure=Erasure.KEEP):
    """岗位已设置；``scope_departments`` 为 None 指全部部门。"""

    post: str
    name: str
    role: str
    department: str
    office: str
    scope_region: str
    scope_departments: tuple[str, ...] | None

    @property
    def stream(self) -> str:
        """记在岗位名下。"""
        return f"post:{self.post}"


class _OfOfficer:
    officer: int

    @property
    def stream(self) -> str:
        """记在工作人员名下。"""
        return f"officer:{self.officer}"


class OfficerRegistered(
    _OfOfficer, Event, kind="organisation.officer_registered", zh="登记工作人员", erasure=Erasure.ON_DUTY
):
    """工作人员已登记，账号已开立。"""

    officer: int
    staff_no: str
    name: str
    department: str


class OfficerAppointed(
    _OfOfficer, Event, kind="organisation.officer_appointed", zh="任职", erasure=Erasure.KEEP
):
    """工作人员已任某岗位。"""

    officer: int
    post: str
    role: str
    held_from: date


class OfficerRelieved(
    _OfOfficer, Event, kind="organisation.officer_relieved", zh="免职", erasure=Erasure.KEEP
):
    """工作人员已免去某岗位。"""

    officer: int
    post: str
    role: str
    held_to: date
    reason: str


class OfficerMoved(_OfOfficer, Event, kind="organisation.officer_moved", zh="划转人员", erasure=Erasure.KEEP):
    """工作人员随事项划转到另一部门；在原部门的岗位同时免去。"""

    officer: int
    from_department: str
    to_department: str
    on: date
    ground: str
    posts: tuple[str, ...]


class OfficerDisabled(
    _OfOfficer, Event, kind="organisation.officer_disabled", zh="停用工作人员账号", erasure=Erasure.KEEP
):
    """工作人员及其账号已停用。"""

    officer: int
    reason: str


class OfficerEnabled(
    _OfOfficer, Event, kind="organisation.officer_enabled", zh="启用工作人员账号", erasure=Erasure.KEEP
):
    """工作人员及其账号已重新启用。"""

    officer: int
    reason: str


class OrganisationLoaded(Event, kind="organisation.loaded", zh="装入机构", erasure=Erasure.KEEP):
    """一整套机构已装入；各项为新增的数目，已有的不动。"""

    regions: int
    departments: int
    offices: int
    halls: int
    windows: int
    posts: int
    officers: int
    appointments: int

    @property
    def stream(self) -> str:
        """历次装入记在一起。"""
        return "organisation:loads"
