"""办件室的事件。事件里只有编号和代号，没有姓名、证件号和电话。"""

from datetime import date

from tongban.rooms.journal.events import Event
from tongban.rooms.journal.words import Erasure


class CaseEvent(Event, kind="case.event", zh="办件事件", erasure=Erasure.KEEP):
    """办件的事：都记在办件自己的档案里。"""

    case_no: str
    item_code: str
    version_id: int
    applicant: str
    department_code: str

    @property
    def stream(self) -> str:
        """档案名。"""
        return f"case:{self.case_no}"


class CaseReceived(CaseEvent, kind="case.received", zh="收件", erasure=Erasure.KEEP):
    """收到申请材料。"""

    short_no: str
    channel: str
    accept_by: date


class SupplementAsked(CaseEvent, kind="case.supplement_asked", zh="一次性告知补正", erasure=Erasure.ON_DUTY):
    """一次性告知了全部需要补正的内容；``defects`` 为材料代号到补正要求。"""

    defects: dict[str, str]
    supplement_by: date
    law: str


class CaseSupplemented(CaseEvent, kind="case.supplemented", zh="补正", erasure=Erasure.KEEP):
    """申请人交来了补正材料（``materials`` 为材料代号），重新计算受理期限。"""

    accept_by: date
    materials: tuple[str, ...]


class CaseAccepted(CaseEvent, kind="case.accepted", zh="受理", erasure=Erasure.KEEP):
    """受理，开始计时；``deemed`` 为逾期未告知而视为受理。"""

    deemed: bool
    accepted_on: date
    due_on: date
    statutory_due_on: date
    provisional: bool
    law: str


class CaseDeclined(CaseEvent, kind="case.declined", zh="不予受理", erasure=Erasure.ON_DUTY):
    """不予受理。"""

    reason: str
    right_authority: str
    law: str


class CaseReviewed(CaseEvent, kind="case.reviewed", zh="审查", erasure=Erasure.ON_DUTY):
    """审查完毕，有了意见。"""

    favourable: bool
    opinion: str


class CaseGranted(CaseEvent, kind="case.granted", zh="准予", erasure=Erasure.ON_DUTY):
    """准予许可。"""

    conditions: str
    issue_by: date
    law: str


class CaseDenied(CaseEvent, kind="case.denied", zh="不予许可", erasure=Erasure.ON_DUTY):
    """不予许可，说明理由、告知救济。"""

    reason: str
    issue_by: date
    law: str


class CaseIssued(CaseEvent, kind="case.issued", zh="制证", erasure=Erasure.KEEP):
    """证照或批文已制作。"""


class CaseServed(CaseEvent, kind="case.served", zh="送达", erasure=Erasure.KEEP):
    """结果已送达。"""

    manner: str


class CaseClosed(CaseEvent, kind="case.closed", zh="办结", erasure=Erasure.KEEP):
    """办结。"""

    channel: str


class CaseWithdrawn(CaseEvent, kind="case.withdrawn", zh="撤回申请", erasure=Erasure.ON_DUTY):
    """申请人撤回申请。"""

    reason: str


class CaseReturned(CaseEvent, kind="case.returned", zh="退件", erasure=Erasure.KEEP):
    """逾期未补正，退件。"""

    law: str


class CaseHandedOver(CaseEvent, kind="case.handed_over", zh="移交办件", erasure=Erasure.KEEP):
    """事项划转后办件移交承接机关：此后由新机关以新的版本接着办，原来收的材料和走的时限都算数。"""

    from_department: str
    from_item: str
    from_version: int
    document_no: str


class DueDatesRecomputed(CaseEvent, kind="case.due_dates_recomputed", zh="重算期限", erasure=Erasure.KEEP):
    """节假日安排公布或更正后，还在走的期限重新计算。

    ``was`` and ``now`` hold every date that was counted again, by name (``accept_by``, ``due_on``, ``statutory_due_on``,
    ``issue_by``); ``due_on_was`` and ``due_on`` are the one the applicant waits for.
    """

    due_on_was: date
    due_on: date
    was: dict[str, date]
    now: dict[str, date]
    provisional: bool
    notice: str


class CaseOpened(CaseEvent, kind="case.opened", zh="查看办件", erasure=Erasure.KEEP):
    """工作人员查看了含个人信息的办件。"""

    purpose: str
