"""通知室的拒绝。"""

from tongban.foundation.refusal import NoSuch


class NoSuchMessage(NoSuch):
    """没有这条消息，或不是发给您的。"""

    code = "notices.no_such_message"
    says = "没有找到这条消息"
    next_step = "请回到消息列表，再打开一次"


class NoSuchDelivery(NoSuch):
    """没有这个回执编号。"""

    code = "notices.no_such_delivery"
    says = "没有找到这次发送"
    next_step = "请核对回执编号"
