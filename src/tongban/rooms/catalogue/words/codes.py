"""代码表：C0109 / GB/T 39554 的事项要素代码，代号入库、中文上纸。

Source: C0109 code lists CL-01 to CL-16 (../shared/domain.md 1.2, 1.5); where GB/T 39046-2020 differs, C0109 counts.
"""

from tongban.foundation.word import Word


class TaskType(Word):
    """事项类型 (CL-01)."""

    LICENCE = "01", "行政许可"
    PENALTY = "02", "行政处罚"
    COERCION = "03", "行政强制"
    LEVY = "04", "行政征收"
    BENEFIT = "05", "行政给付"
    INSPECTION = "06", "行政检查"
    CONFIRMATION = "07", "行政确认"
    REWARD = "08", "行政奖励"
    ADJUDICATION = "09", "行政裁决"
    OTHER_POWER = "10", "其他行政权力"
    PUBLIC_SERVICE = "20", "公共服务"

    @property
    def applied_for(self) -> bool:
        """依申请：有人申请才办（处罚、强制、检查不是）。"""
        return self not in (TaskType.PENALTY, TaskType.COERCION, TaskType.INSPECTION)


class ItemState(Word):
    """事项状态 (CL-02)."""

    IN_USE = "1", "在用"
    PAUSED = "2", "暂停"
    CANCELLED = "3", "取消"


class VersionState(Word):
    """版本状态：草稿可以改，送审的冻结，已发布的永不再改。"""

    DRAFT = "draft", "草稿"
    IN_REVIEW = "in_review", "待审核"
    SENT_BACK = "sent_back", "审核驳回"
    PASSED = "passed", "审核通过"
    PUBLISHED = "published", "已发布"


class ServiceTarget(Word):
    """服务对象 (CL-06)."""

    PERSON = "1", "自然人"
    ENTERPRISE = "2", "企业法人"
    INSTITUTION = "3", "事业法人"
    ASSOCIATION = "4", "社会组织法人"
    UNINCORPORATED = "5", "非法人企业"
    ORGAN = "6", "行政机关"
    OTHER = "9", "其他组织"


class ProjectType(Word):
    """办件类型 (CL-07)."""

    ON_THE_SPOT = "1", "即办件"
    PROMISED = "2", "承诺件"
    OTHER = "9", "其他"


class HandleType(Word):
    """办理形式 (CL-08)."""

    WINDOW = "1", "窗口办理"
    ONLINE = "2", "网上办理"
    POST = "3", "快递申请"


class OnlineLevel(Word):
    """网上办理深度等级，由能力多选得出 (domain 1.7)."""

    ONE = "I", "仅可咨询"
    TWO = "II", "网上可收件或者预审"
    THREE = "III", "网上可受理"
    FOUR = "IV", "全程网办"


class ResultKind(Word):
    """结果类型 (CL-12)."""

    LICENCE = "10", "证照"
    REPLY = "20", "批文"
    OTHER = "30", "其他"
    NONE = "99", "无"


class Need(Word):
    """材料必要性 (CL-15)."""

    REQUIRED = "1", "必要"
    OPTIONAL = "2", "非必要"
    LATER = "3", "容缺后补"


class MaterialSource(Word):
    """材料来源 (CL-16)."""

    OWN = "10", "申请人自备"
    GOVERNMENT = "20", "政府部门核发"
    OTHER = "99", "其他"


class FieldKind(Word):
    """表单栏目的种类。"""

    TEXT = "text", "文字"
    LONG_TEXT = "long_text", "长文字"
    NUMBER = "number", "数字"
    MONEY = "money", "金额"
    DATE = "date", "日期"
    CHOICE = "choice", "单选"
    MULTI_CHOICE = "multi_choice", "多选"
    YES_NO = "yes_no", "是否"
    ID_NO = "id_no", "公民身份号码"
    USCC = "uscc", "统一社会信用代码"
    PHONE = "phone", "电话"
    ADDRESS = "address", "地址"
    REGION = "region", "区划"
    REPEAT = "repeat", "可重复的一组"


class FindingKind(Word):
    """导入时发现的问题：能用的照收并说明，不能用的隔离并说明。"""

    MISSING_NAME = "missing_name", "没有事项名称"
    MISSING_CODE = "missing_code", "没有事项编码"
    MISSING_DEPARTMENT = "missing_department", "没有实施主体"
    UNKNOWN_TYPE = "unknown_type", "事项类型不认识"
    NOT_APPLIED_FOR = "not_applied_for", "不是依申请办理的事项"
    OFF_LIST = "off_list", "不在行政许可事项清单上"
    DUPLICATE = "duplicate", "同一编码重复"
    TOO_LONG = "too_long", "内容过长"
    UNREADABLE = "unreadable", "这一行读不懂"
    BAD_VALUE = "bad_value", "要素的值读不懂，未采用"
    OTHER_REGION = "other_region", "属于另一区划"
    OLDER_SHAPE = "older_shape", "旧式事项编码"
    UNKNOWN_SHAPE = "unknown_shape", "事项编码结构不认识"
    ORGANISATION_CODE_ONLY = "organisation_code_only", "旧组织机构代码"
    PLACEHOLDER = "placeholder", "占位号码"
    WRONG_LENGTH = "wrong_length", "实施主体代码位数不对"
    WRONG_CHECK = "wrong_check", "实施主体代码校验不符"
    WRONG_CHARACTER = "wrong_character", "编码含有不允许的字符"
    NO_SUCH_REGION = "no_such_region", "编码中的区划不存在"
    UNKNOWN_REGISTRAR = "unknown_registrar", "登记管理部门代码不存在"
    SAME_NAME = "same_name", "同一部门有同名事项"
    KEPT_FULLER = "kept_fuller", "已有写全的指南，未用本行覆盖"
