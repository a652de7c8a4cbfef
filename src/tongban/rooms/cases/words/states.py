"""办件的词：状态、动作、手、文书、材料、渠道、送达方式。"""

from tongban.foundation.word import Word
from tongban.rooms.organisation.words import Role


class CaseState(Word):
    """办件状态。"""

    SUBMITTED = "submitted", "待受理"
    CORRECTING = "correcting", "待补正"
    DECLINED = "declined", "不予受理"
    ACCEPTED = "accepted", "已受理"
    REVIEWED = "reviewed", "待决定"
    GRANTED = "granted", "准予"
    DENIED = "denied", "不予许可"
    ISSUED = "issued", "已制证"
    SERVED = "served", "已送达"
    CLOSED = "closed", "已办结"
    RETURNED = "returned", "已退件"
    WITHDRAWN = "withdrawn", "已撤回"

    @property
    def is_over(self) -> bool:
        """到头了：再没有下一步。"""
        return self in OVER


OVER = frozenset({CaseState.DECLINED, CaseState.CLOSED, CaseState.RETURNED, CaseState.WITHDRAWN})


class Act(Word):
    """办理动作。"""

    RECEIVE = "receive", "收件"
    ASK_SUPPLEMENT = "ask_supplement", "一次性告知补正"
    SUPPLEMENT = "supplement", "补正"
    ACCEPT = "accept", "受理"
    DEEM_ACCEPTED = "deem_accepted", "视为受理"
    DECLINE = "decline", "不予受理"
    REVIEW = "review", "审查"
    GRANT = "grant", "准予"
    DENY = "deny", "不予许可"
    ISSUE = "issue", "制证"
    SERVE = "serve", "送达"
    CLOSE = "close", "办结"
    WITHDRAW = "withdraw", "撤回申请"
    RETURN_BACK = "return_back", "退件"


class Hand(Word):
    """谁来办：除工作人员的岗位外，还有申请人自己和系统的钟。"""

    APPLICANT = "applicant", "申请人"
    INTAKE = "intake", "受理岗"
    REVIEWER = "reviewer", "审查岗"
    DECIDER = "decider", "决定岗"
    ISSUER = "issuer", "制证岗"
    CLOCK = "clock", "系统"


HAND_OF_ROLE: dict[Role, Hand] = {
    Role.INTAKE: Hand.INTAKE,
    Role.REVIEWER: Hand.REVIEWER,
    Role.DECIDER: Hand.DECIDER,
    Role.ISSUER: Hand.ISSUER,
}


class DocumentKind(Word):
    """文书：代号与名称 (domain.md 2.4)."""

    RECEIPT = "D02", "申请材料接收凭证"
    SUPPLEMENT_NOTICE = "D03", "一次性补正告知书"
    ACCEPTANCE = "D04", "受理通知书"
    DECLINE = "D05", "不予受理决定书"
    GRANT = "D14", "准予行政许可决定书"
    DENIAL = "D15", "不予行政许可决定书"
    SERVICE_RETURN = "D17", "送达回证"
    RETURN_NOTICE = "D20", "退件通知书"

    @property
    def mark(self) -> str:
        """文号里的字，如“受”。"""
        return DOCUMENT_MARKS[self]

    def titled(self, *, licensing: bool) -> str:
        """文书名称：不是行政许可的事项（给付、确认、公共服务等），名称里没有“行政许可”。"""
        return self.zh if licensing else self.zh.replace("行政许可", "")


DOCUMENT_MARKS: dict[DocumentKind, str] = {
    DocumentKind.RECEIPT: "收",
    DocumentKind.SUPPLEMENT_NOTICE: "补",
    DocumentKind.ACCEPTANCE: "受",
    DocumentKind.DECLINE: "不受",
    DocumentKind.GRANT: "准",
    DocumentKind.DENIAL: "不准",
    DocumentKind.SERVICE_RETURN: "送",
    DocumentKind.RETURN_NOTICE: "退",
}


class MaterialSource(Word):
    """材料从哪里来。"""

    UPLOAD = "upload", "网上上传"
    REUSE = "reuse", "用以前交过的"
    PAPER = "paper", "窗口交纸质"
    SHARED = "shared", "共享核验，免提交"
    FORM = "form", "网上填写生成"
    MANDATE = "mandate", "委托已登记，免提交"


class MaterialState(Word):
    """材料状态。"""

    HANDED_IN = "handed_in", "已提交"
    VERIFIED = "verified", "已核对"
    DEFECTIVE = "defective", "需要补正"


class Channel(Word):
    """申请渠道 (CL-18)."""

    ONLINE = "online", "网上"
    WINDOW = "window", "窗口"
    KIOSK = "kiosk", "自助机"


class Manner(Word):
    """送达方式。"""

    ELECTRONIC = "electronic", "电子送达"
    WINDOW = "window", "窗口领取"
    MAIL = "mail", "邮寄送达"
