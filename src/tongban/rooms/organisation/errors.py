"""机构室的拒绝。"""

from tongban.foundation.refusal import Conflict, NoSuch, NotYours, Refusal


class NotYourOffice(NotYours):
    """不在职权之内：没有这个角色，或范围管不到。"""

    code = "organisation.not_your_office"
    says = "这件事须由{zh}在其管辖范围内办理"
    next_step = "请联系本区的{zh}"


class NotForYourself(Refusal):
    """不得给自己办：任免、停用都须由别人经手。"""

    code = "organisation.not_for_yourself"
    says = "不能给自己任职、免职或启停账号"
    next_step = "请由另一位管理员办理"


class NoSuchRegion(NoSuch):
    """没有这个区划。"""

    code = "organisation.no_such_region"
    says = "没有代码为{code}的区划"
    next_step = "请先设立该区划，或核对12位代码"


class NoSuchDepartment(NoSuch):
    """没有这个部门。"""

    code = "organisation.no_such_department"
    says = "没有代号为{code}的部门"
    next_step = "请先设立该部门，或核对代号"


class NoSuchOffice(NoSuch):
    """部门里没有这个科室。"""

    code = "organisation.no_such_office"
    says = "该部门没有名为{name}的科室"
    next_step = "请先设立该科室，或核对名称"


class NoSuchHall(NoSuch):
    """没有这个大厅。"""

    code = "organisation.no_such_hall"
    says = "没有代号为{code}的大厅"
    next_step = "请先启用该大厅，或核对代号"


class NoSuchZone(NoSuch):
    """大厅里没有这个分区。"""

    code = "organisation.no_such_zone"
    says = "该大厅没有{letter}区"
    next_step = "请核对大厅的分区"


class NoSuchPost(NoSuch):
    """没有这个岗位。"""

    code = "organisation.no_such_post"
    says = "没有代号为{code}的岗位"
    next_step = "请先设置该岗位，或核对代号"


class NoSuchOfficer(NoSuch):
    """没有这位工作人员。"""

    code = "organisation.no_such_officer"
    says = "没有这位工作人员"
    next_step = "请核对工号"


class RegionCodeWrong(Refusal):
    """区划代码不对。"""

    code = "organisation.region_code_wrong"
    says = "区划代码不能用：{why}"
    next_step = "请填写12位数字的行政区划代码"


class UsccWrong(Refusal):
    """统一社会信用代码不对。"""

    code = "organisation.uscc_wrong"
    says = "统一社会信用代码不能用：{why}"
    next_step = "请对照证书重新填写18位代码；没有的可以不填"


class TooDeep(Refusal):
    """部门只有两层：下属单位不能再有下属。"""

    code = "organisation.too_deep"
    says = "下属单位之下不能再设单位"
    next_step = "请把它设在主管部门之下"


class AlreadyThere(Conflict):
    """已有同代号或同名的。"""

    code = "organisation.already_there"
    says = "已有相同代号或编号的记录，未作改动"
    next_step = "请核对后换一个代号，或直接使用已有的"


class AlreadyHolds(Conflict):
    """已任此岗。"""

    code = "organisation.already_holds"
    says = "该工作人员已任这个岗位"
    next_step = "无须重复任职"


class DoesNotHold(Conflict):
    """并未任此岗。"""

    code = "organisation.does_not_hold"
    says = "该工作人员并未任这个岗位"
    next_step = "请刷新页面，核对其现任岗位"


class AdministratorsExclusive(Conflict):
    """三员互不兼任，也不兼办业务。"""

    code = "organisation.administrators_exclusive"
    says = "系统管理员、安全管理员、审计管理员互不兼任，也不得兼任业务岗位"
    next_step = "请先免去其现任岗位，或另选一人"


class OfficerIsDisabled(Conflict):
    """账号已停用。"""

    code = "organisation.officer_is_disabled"
    says = "该工作人员的账号已停用"
    next_step = "如需任用，请先由系统管理员启用"


class OfficerIsEnabled(Conflict):
    """账号本来就是启用的。"""

    code = "organisation.officer_is_enabled"
    says = "该工作人员的账号本来就是启用的"
    next_step = "无须重复启用"


class AlreadyInDepartment(Conflict):
    """本来就在这个部门。"""

    code = "organisation.already_in_department"
    says = "该工作人员本来就在这个部门"
    next_step = "请核对划转名单和承接机关"


class GroundMissing(Refusal):
    """调动没有写依据。"""

    code = "organisation.ground_missing"
    says = "没有写调动依据的文号"
    next_step = "请写明随哪个文件划转"


class RegionInUse(Conflict):
    """区划已有后继，不能再变更。"""

    code = "organisation.region_replaced_before"
    says = "区划{code}已经停用"
    next_step = "请对现行的区划办理变更"


class ContentUnreadable(Refusal):
    """机构文件读不懂。"""

    code = "organisation.content_unreadable"
    says = "机构文件{file}读不懂：{why}"
    next_step = "请对照随产品发布的示范文件改正"
