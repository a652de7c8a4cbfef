"""留痕室的拒绝。"""

from tongban.foundation.refusal import Conflict, NoSuch, Refusal


class NoSuchEvent(NoSuch):
    """没有这一事件。"""

    code = "journal.no_such_event"
    says = "没有编号为{event_id}的事件"
    next_step = "请核对事件编号"


class ClockWentBackwards(Conflict):
    """时钟倒走：新事件比同一档案的上一事件早得离谱，说明钟坏了。"""

    code = "journal.clock_went_backwards"
    says = "系统时间比上一步记录的时间早，未作记录"
    next_step = "请通知运维人员校准服务器时间后再办"


class ErasureForbidden(Refusal):
    """不得抹除：此类事件不含个人信息，永久保留。"""

    code = "journal.erasure_forbidden"
    says = "{zh}事件不含个人信息，依规则永久保留，不得抹除"
    next_step = "如认为其中确有个人信息，请联系安全管理员"
