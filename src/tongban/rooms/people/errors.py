"""办事人室的拒绝。"""

from tongban.foundation.refusal import Conflict, NoSuch, NotYours, Refusal


class IdentifiersInvalid(Refusal):
    """所填有误：全部问题一次说清，句中不写号码 (``fields``: a list of {"field", "says"})."""

    code = "people.identifiers_invalid"
    says = "所填内容有误：{problems}"
    next_step = "请逐项改正后再提交"


class NoSuchPerson(NoSuch):
    """没有这个人，或已依法删除。"""

    code = "people.no_such_person"
    says = "没有找到这个人"
    next_step = "请核对后再试"


class NoSuchLegalPerson(NoSuch):
    """没有这个单位。"""

    code = "people.no_such_legal_person"
    says = "没有找到这个单位"
    next_step = "请核对统一社会信用代码后再试"


class NoSuchMandate(NoSuch):
    """没有这份委托。"""

    code = "people.no_such_mandate"
    says = "没有找到这份委托"
    next_step = "请核对后再试"


class NoSuchClaim(NoSuch):
    """这个账号没有以这个人登记过。"""

    code = "people.no_such_claim"
    says = "没有找到相应的登记"
    next_step = "请当事人先用自己的账号登记，再来核验"


class NoSuchConsent(NoSuch):
    """没有正在生效的同意。"""

    code = "people.no_such_consent"
    says = "没有正在生效的同意可以撤回"
    next_step = "请刷新后再看"


class AlreadyClaimed(Conflict):
    """这个账号已经登记过。"""

    code = "people.already_claimed"
    says = "您的账号已经登记过，不能再次登记"
    next_step = "如需改正所填内容，请持证件原件到窗口办理"


class AccountTaken(Conflict):
    """一人只有一个账号。"""

    code = "people.account_taken"
    says = "此人已有登录账号，一人只能有一个账号"
    next_step = "请当事人使用原有账号，或先注销原账号"


class IdentifierTaken(Conflict):
    """更正后的证件号已属于另一份档案。"""

    code = "people.identifier_taken"
    says = "更正后的证件号码已登记在另一份档案中，未作改动"
    next_step = "请核对证件原件；确属重复档案的，请联系管理员"


class LegalPersonTaken(Conflict):
    """同一统一社会信用代码只登记一次（信用代码依法公开）。"""

    code = "people.legal_person_taken"
    says = "统一社会信用代码为{uscc}的单位已登记"
    next_step = "请直接使用已登记的单位"


class NotTheirs(NotYours):
    """只有本人或工作人员能办。"""

    code = "people.not_theirs"
    says = "只有本人或经办的工作人员可以办理"
    next_step = "请由本人登录办理，或持证件到窗口办理"


class CounterOnly(NotYours):
    """须由工作人员核对原件后办理。"""

    code = "people.counter_only"
    says = "此项须由工作人员核对证件原件后办理"
    next_step = "请持证件原件到窗口办理"


class NoMandate(NotYours):
    """没有有效的委托。"""

    code = "people.no_mandate"
    says = "您没有替对方办理此事的有效委托"
    next_step = "请对方（单位由法定代表人）登录后委托您，或持授权委托书到窗口登记"


class PurposeMissing(Refusal):
    """没有说明查看的目的。"""

    code = "people.purpose_missing"
    says = "查看个人信息须写明目的（1 至 200 字）"
    next_step = "请写明为办理哪件事查看"


class MandateToSelf(Refusal):
    """不能委托自己。"""

    code = "people.mandate_to_self"
    says = "不能把事情委托给自己"
    next_step = "请选择另一位代办人"


class AgentUnverified(Refusal):
    """代办人没有实名核验；不存在的人答复相同。"""

    code = "people.agent_unverified"
    says = "代办人须先登记并完成实名核验"
    next_step = "请代办人先完成实名核验"


class MandateDatesWrong(Refusal):
    """委托期限不成立。"""

    code = "people.mandate_dates_wrong"
    says = "委托期限有误：止期不得早于起期，也不得早于今天"
    next_step = "请改正委托的起止日期"


class CapacityUnfit(Refusal):
    """身份与委托人不相称。"""

    code = "people.capacity_unfit"
    says = "“{capacity}”不适用于这类委托人"
    next_step = "单位请选经办人或代办人，个人请选亲属代办或代办人"


class ScopeEmpty(Refusal):
    """委托没有权限。"""

    code = "people.scope_empty"
    says = "委托书须写明至少一项权限"
    next_step = "请选择申请、查看或领取结果"


class EvidenceMissing(Refusal):
    """代为登记的委托须有授权委托书。"""

    code = "people.evidence_missing"
    says = "窗口代为登记的委托须附授权委托书"
    next_step = "请扫描委托人签名或者盖章的授权委托书"


class MandateOver(Conflict):
    """委托已解除或到期。"""

    code = "people.mandate_over"
    says = "这份委托{state}，不能再办"
    next_step = "如仍需委托，请重新办理委托"


class StillRepresents(Conflict):
    """仍是单位的法定代表人。"""

    code = "people.still_represents"
    says = "仍是{names}的法定代表人，不能删除其个人信息"
    next_step = "请先办理法定代表人变更"


class ConsentStanding(Conflict):
    """已经同意过。"""

    code = "people.consent_standing"
    says = "您已同意过此项，无需重复"
    next_step = "如要撤回，请在“我的同意”中撤回"


class NoAccount(Conflict):
    """没有可以注销的账号。"""

    code = "people.no_account"
    says = "此人没有登录账号"
    next_step = "请刷新后再看"
