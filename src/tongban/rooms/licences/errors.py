"""证照室的拒绝。"""

from tongban.foundation.refusal import Conflict, NoSuch, NotYours, Refusal


class NoSuchLicence(NoSuch):
    """没有这张证照，或不归您看。"""

    code = "licence.no_such"
    says = "没有找到这张证照"
    next_step = "请到“我的证照”里查看；刚准予的办件请稍等片刻再看"


class NotInForce(Conflict):
    """证照不在有效状态，不能出示或制作副本。"""

    code = "licence.not_in_force"
    says = "{why}，不能出示或者制作副本"
    next_step = "需要继续使用的，请向发证机关申请延续或者重新办理"


class PurposeMissing(Refusal):
    """没有写明用途。"""

    code = "licence.purpose_missing"
    says = "没有写明副本的用途"
    next_step = "请写明用来办理什么，例如“银行开户”"


class PurposeTooLong(Refusal):
    """用途写得太长。"""

    code = "licence.purpose_too_long"
    says = "用途最多{most}个字，现有{length}个字"
    next_step = "请写得简短一些"


class NotYourLicensing(NotYours):
    """没有变动证照状态的权。"""

    code = "licence.not_your_licensing"
    says = "证照状态的变动须由发证机关的决定岗办理"
    next_step = "请转给有此岗位的同事办理"


class WrongStatus(Conflict):
    """现在的状态不能这样变。"""

    code = "licence.wrong_status"
    says = "证照现在是“{status}”，不能变为“{to}”"
    next_step = "请刷新页面，看清现在的状态后再办"


class GroundMissing(Refusal):
    """没有写明理由。"""

    code = "licence.ground_missing"
    says = "没有写明变动证照状态的理由"
    next_step = "请写明事实和理由"


class FaceUnknown(Refusal):
    """结果样本里写了没有的来源，照面填不出来。"""

    code = "licence.face_unknown"
    says = "结果样本“{label}”的来源 {source} 填不出来"
    next_step = "请事项管理员更正结果样本"


class NoTemplate(Refusal):
    """没有写结果的样本。"""

    code = "licences.no_template"
    says = "这个事项还没有写证照的样本，印不出样张"
    next_step = "请先在“结果”一部分写上证照印哪些内容"
