"""工作日历室的拒绝。"""

from tongban.foundation.refusal import Refusal


class CalendarUnreadable(Refusal):
    """安排读不懂：文件缺项或日期写法不对。"""

    code = "calendar.unreadable"
    says = "节假日安排读不懂：{why}"
    next_step = "请对照 rooms/calendar/content 中已有的文件改正后重新装入"


class CalendarContradicts(Refusal):
    """安排自相矛盾：同一天写了两次，或日子不在这一年。"""

    code = "calendar.contradicts"
    says = "{year}年的节假日安排有误：{on}{why}"
    next_step = "请对照通知原文改正后重新装入"
