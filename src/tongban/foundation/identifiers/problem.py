"""问题：号码哪里不对，一个代号给程序，一句话给人 (what is wrong with an identifier)."""

from dataclasses import dataclass

from tongban.foundation.word import Word


class ProblemCode(Word):
    """问题代号：号码不能用的原因，隔离清单与页面共用这些词。"""

    EMPTY = "empty", "没有填写"
    TOO_LONG = "too_long", "内容过长"
    WRONG_LENGTH = "wrong_length", "位数不对"
    WRONG_CHARACTER = "wrong_character", "含有不允许的字符"
    WRONG_CHECK = "wrong_check", "校验位不符"
    NO_SUCH_DATE = "no_such_date", "日期不存在"
    NO_SUCH_REGION = "no_such_region", "行政区划代码不存在"
    OLD_FORM = "old_form", "旧式号码"
    UNKNOWN_REGISTRAR = "unknown_registrar", "登记管理部门代码不存在"
    PLACEHOLDER = "placeholder", "占位号码"
    ORGANISATION_CODE_ONLY = "organisation_code_only", "旧组织机构代码，不是统一社会信用代码"
    UNKNOWN_SHAPE = "unknown_shape", "不认识的编码结构"


@dataclass(frozen=True, slots=True)
class Problem:
    """问题：``code`` 给程序，``says`` 给人；句中不写号码本身，因为它可能是个人信息。"""

    code: ProblemCode
    says: str
