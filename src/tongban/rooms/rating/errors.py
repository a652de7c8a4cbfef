"""好差评室的拒绝。"""

from tongban.foundation.refusal import Conflict, NoSuch, Refusal


class NoSuchRight(NoSuch):
    """没有这个评价的权利，或不是您的。"""

    code = "rating.no_such_right"
    says = "没有找到可以评价的办件"
    next_step = "请核对评价网址，或到“我的办件”里打开已办结的办件"


class NoSuchRating(NoSuch):
    """没有这次评价。"""

    code = "rating.no_such_rating"
    says = "没有找到这次评价"
    next_step = "请核对后再试"


class AlreadyRated(Conflict):
    """已经评过了，一件只评一次。"""

    code = "rating.already_rated"
    says = "这件事已经评价过了，一件事只评一次"
    next_step = "如果还有话要说，请拨打12345"


class RatingOver(Conflict):
    """过了评价期限。"""

    code = "rating.over"
    says = "评价期限到{until:%Y年%m月%d日}，已经过了"
    next_step = "如果还有话要说，请拨打12345"


class WrongTags(Refusal):
    """标签不属于这个等级。"""

    code = "rating.wrong_tags"
    says = "选的原因和“{grade}”对不上"
    next_step = "请重新选择原因，也可以一个都不选"


class TooManyWords(Refusal):
    """文字太长。"""

    code = "rating.too_many_words"
    says = "写的话有{count}个字，最多{most}个字"
    next_step = "请删去一些再提交"
