"""办件室的拒绝。"""

from tongban.foundation.refusal import Conflict, NoSuch, NotYours, Refusal


class NoSuchCase(NoSuch):
    """没有这个办件，或不归您看。"""

    code = "case.no_such"
    says = "没有找到这个办件"
    next_step = "请核对查询编号；如是替别人查询，请使用收件凭证上的编号和查询码"


class NoSuchDraft(NoSuch):
    """没有这份草稿，或不归您看。"""

    code = "case.no_such_draft"
    says = "没有找到这份未提交的申请"
    next_step = "请到“我的办件”里看看是否已经提交，或重新开始申请"


class NotYourDesk(NotYours):
    """不是您的岗位办的事。"""

    code = "case.not_your_desk"
    says = "{act}须由{hands}办理"
    next_step = "请转给有此岗位的同事办理"


class WrongState(Conflict):
    """现在的状态不能这样办。"""

    code = "case.wrong_state"
    says = "办件现在是“{state}”，不能{act}"
    next_step = "请刷新页面，看清现在的状态后再办；可能同事刚刚办过"


class SamePerson(NotYours):
    """审查和决定不得是同一人。"""

    code = "case.same_person"
    says = "审查人和决定人不能是同一人"
    next_step = "请由另一位有决定权的工作人员作出决定"


class MaterialsMissing(Refusal):
    """材料不齐。"""

    code = "case.materials_missing"
    says = "缺少材料：{missing}"
    next_step = "请补齐后再提交；窗口办理的请一次性告知申请人需要补正的全部内容"


class DefectsMissing(Refusal):
    """补正告知没有写明缺什么。"""

    code = "case.defects_missing"
    says = "补正告知书没有写明需要补正的内容"
    next_step = "请逐项写明每份材料要补什么、怎么补"


class NotOnTheList(Refusal):
    """要求了清单以外的材料。"""

    code = "case.not_on_the_list"
    says = "“{material}”不在本事项公布的材料清单里，不得要求申请人提交"
    next_step = "请只对清单内的材料提出补正要求"


class NoticeTooLate(Conflict):
    """过了五日才告知补正，依法已视为受理。"""

    code = "case.notice_too_late"
    says = "自收到材料之日起的告知期限已于{accept_by:%Y年%m月%d日}届满，依法视为受理，不能再告知补正"
    next_step = "请按已受理办理"


class NoticeStillPossible(Conflict):
    """告知补正的期限还没到，不能视为受理。"""

    code = "case.notice_still_possible"
    says = "告知补正的期限到{accept_by:%Y年%m月%d日}，现在不能视为受理"
    next_step = "请在期限内作出受理或补正告知的决定"


class ReasonsMissing(Refusal):
    """不予的决定没有说明理由。"""

    code = "case.reasons_missing"
    says = "{act}应当说明理由"
    next_step = "请写明具体事实、不符合的条件和依据"


class OpinionMissing(Refusal):
    """审查没有意见。"""

    code = "case.opinion_missing"
    says = "没有填写审查意见"
    next_step = "请写明审查结论和理由"


class StillTime(Conflict):
    """补正期限还没到。"""

    code = "case.still_time"
    says = "补正期限到{supplement_by:%Y年%m月%d日}，现在不能退件"
    next_step = "请等申请人补正，或期满后再办"


class FormProblems(Refusal):
    """表单还有错。"""

    code = "case.form_problems"
    says = "申请表还有{count}处需要修改"
    next_step = "请按页面上的提示逐处修改，已填写的内容都在"


class DraftConflict(Conflict):
    """同一处内容在别的窗口或设备上改过了。"""

    code = "case.draft_conflict"
    says = "“{fields}”刚才在别的页面改过，两边的内容都已保留"
    next_step = "请核对后选定一个，再保存"


class KeyReused(Conflict):
    """同一个提交号用在了另一份申请上。"""

    code = "case.key_reused"
    says = "这次提交与之前的一次编号相同而内容不同"
    next_step = "请返回申请页面重新提交；已经提交成功的可在“我的办件”看到"


class NumbersUsedUp(Conflict):
    """当天的查询编号用完了：序号只有五位。"""

    code = "case.numbers_used_up"
    says = "{on:%Y年%m月%d日}的收件已满{most}件，当天的编号用完了"
    next_step = "填写的内容和材料都已保存，请次日再提交；急需办理的请拨打办事指南上的咨询电话"


class DraftSubmitted(Conflict):
    """这份申请已经提交。"""

    code = "case.draft_submitted"
    says = "这份申请已经提交，不能再改"
    next_step = "请到“我的办件”查看；需要更改的，可在受理前撤回后重新申请"


class TooMuch(Refusal):
    """一次保存的内容过多。"""

    code = "case.too_much"
    says = "一次保存的内容过多，未保存"
    next_step = "请分几次填写保存"


class TooLong(Refusal):
    """理由或意见太长。"""

    code = "case.too_long"
    says = "{act}的文字最多{most}个字"
    next_step = "请写得简明一些；附件另行提供"


class AskedBefore(Refusal):
    """上一次告知时没有提出，现在不能再提。"""

    code = "case.asked_before"
    says = "“{material}”在上一次补正告知时没有提出，不得再次要求补正"
    next_step = "补正应当一次告知全部内容；再次告知只能针对这次新交的材料"


class NotOnLicenceList(Refusal):
    """清单之外无审批：行政许可事项不在现行的行政许可事项清单上。"""

    code = "case.not_on_licence_list"
    says = "“{item}”是行政许可，不在现行的行政许可事项清单上，清单之外不得受理"
    next_step = "还没有受理的办件，请窗口作出不予受理决定并说明理由；申请人可以拨打办事指南上的咨询电话，问清改由谁办、还要不要办"


class ItemTransferred(Conflict):
    """事项刚刚划转，原机关不再受理，办件正在移交。"""

    code = "case.item_transferred"
    says = "这个事项已经划转，原机关不再受理，办件正在移交承接机关"
    next_step = "请稍候片刻刷新页面；办件由承接机关接着办，申请人不用重新提交"


class NotForThisApplicant(Refusal):
    """本事项不面向这类申请人。"""

    code = "case.not_for_this_applicant"
    says = "“{item}”由{targets}申请，您现在以{kind}的身份办理"
    next_step = "请切换为相应的申请人后再办"


class NoSuchMaterial(NoSuch):
    """没有这份材料。"""

    code = "case.no_such_material"
    says = "没有找到这份材料"
    next_step = "请刷新页面，按材料清单操作"


class NoSuchDocument(NoSuch):
    """没有这份文书，或不归您看。"""

    code = "case.no_such_document"
    says = "没有找到这份文书"
    next_step = "请核对核验码；核验码印在文书左下角"


class TooManyPages(Refusal):
    """一份材料的页太多。"""

    code = "case.too_many_pages"
    says = "一份材料最多分成{most}个文件"
    next_step = "请把几页先合成一个 PDF 再上传，或者移除不要的页"
