"""事项室的拒绝。"""

from collections.abc import Sequence

from tongban.foundation.refusal import Conflict, NoSuch, NotYours, Refusal
from tongban.rooms.catalogue.words import SheetProblem, Unsound

SHOWN, MOST_TOLD = 5, 20
"""一句话里说几处，其余只说共几处。"""


def _told(problems: Sequence[Unsound]) -> str:
    return "；".join(map(str, problems))


class NoSuchItem(NoSuch):
    """没有这个事项，或者已经取消。"""

    code = "catalogue.no_such_item"
    says = "没有找到这个事项"
    next_step = "请核对事项编码，或者回到首页搜索"


class NotOnLicenceList(Refusal):
    """清单之外无审批：行政许可事项不在现行的行政许可事项清单上。"""

    code = "catalogue.not_on_licence_list"
    says = "“{item}”是行政许可，清单编号（{no}）不在本区现行的行政许可事项清单上，不得发布"
    next_step = "请核对清单编号；确需实施的，先按规定修订清单并公布"


class NoSuchLicenceList(NoSuch):
    """没有这一版行政许可事项清单。"""

    code = "catalogue.no_such_licence_list"
    says = "没有找到这一版行政许可事项清单"
    next_step = "请回到清单页，从已公布的各版里选"


class LicenceListInvalid(Refusal):
    """清单内容有误，不能公布。"""

    code = "catalogue.licence_list_invalid"
    says = "这一版清单还不能公布：{why}"
    next_step = "请逐项改正后再公布，改正之前什么也没有存"

    def __init__(self, *, why: str = "", problems: Sequence[Unsound] = ()) -> None:
        super().__init__(why=why or _told(problems[:MOST_TOLD]))
        self.problems = tuple(problems)


class NoSuchTransfer(NoSuch):
    """没有这个划转批次。"""

    code = "catalogue.no_such_transfer"
    says = "没有找到这个划转批次"
    next_step = "请回到划转页，从已有的批次里选"


class TransferInvalid(Refusal):
    """划转方案有误。"""

    code = "catalogue.transfer_invalid"
    says = "这个划转批次还不能这样办：{why}"
    next_step = "请对照联合印发的文件改正；改正之前什么也没有存"

    def __init__(self, *, why: str = "", problems: Sequence[Unsound] = ()) -> None:
        super().__init__(why=why or _told(problems[:MOST_TOLD]))
        self.problems = tuple(problems)


class TransferNotDue(Conflict):
    """还没到生效的日子。"""

    code = "catalogue.transfer_not_due"
    says = "第{no}批划转自{effective_on:%Y年%m月%d日}起生效，现在还没有到"
    next_step = "请等到生效日；确需改期的，另行印发文件"


class HandOverOpen(Conflict):
    """交接清单还有没办完的，批次不能办结。"""

    code = "catalogue.hand_over_open"
    says = "交接清单还有{count}行没有办完：{rows}"
    next_step = "请逐行办完、签收之后再办结"


class TransferClosed(Conflict):
    """批次已经办结。"""

    code = "catalogue.transfer_closed"
    says = "第{no}批划转已经办结，不能再改"
    next_step = "确有遗漏的，请列入下一批"


class ContentInvalid(Refusal):
    """事项内容有误，不能发布。"""

    code = "catalogue.content_invalid"
    says = "事项“{item}”的内容有误：{why}"
    next_step = "请改正后再发布"


class FileUnreadable(Refusal):
    """导入的文件读不懂。"""

    code = "catalogue.file_unreadable"
    says = "文件读不懂：{why}"
    next_step = "请提供 Excel（.xlsx）或者 JSON 文件，列名用实施清单要素的名称"


class RegionUnreadable(Refusal):
    """区划代码不对。"""

    code = "catalogue.region_unreadable"
    says = "区划代码应为6位或者12位数字"
    next_step = "请核对区划代码，例如 990102"


class NoSuchRow(NoSuch):
    """草稿里没有这一行，多半是刚被别人去掉了。"""

    code = "catalogue.no_such_row"
    says = "草稿里已经没有这一行"
    next_step = "请回到上一页看看现在的内容"


class MixedCondition(Refusal):
    """显示条件看了两个问题。"""

    code = "catalogue.mixed_condition"
    says = "显示条件只能看同一个问题或者同一栏的回答"
    next_step = "请只选其中一个问题的回答"


class ListUnsound(Refusal):
    """清单不合规定，不能公布。"""

    code = "catalogue.list_unsound"
    says = "《{title}》有{count}处不合规定：{why}"
    next_step = "请逐处改正后再公布"

    def __init__(self, *, title: str, problems: Sequence[Unsound]) -> None:
        more = f"……等{len(problems)}处" if len(problems) > SHOWN else ""
        super().__init__(title=title, count=len(problems), why=_told(problems[:SHOWN]) + more)
        self.problems = tuple(problems)


class DocumentExists(Conflict):
    """这个文号或者批次已经公布过。"""

    code = "catalogue.document_exists"
    says = "“{document_no}”或者同一批次（版次）已经公布过，公布的清单不再改动"
    next_step = "请换一个文号和批次公布新的一份"


class NoSuchList(NoSuch):
    """没有这份清单。"""

    code = "catalogue.no_such_list"
    says = "没有找到这份清单"
    next_step = "请核对网址，或者回到清单目录"


class NoSuchListDraft(NoSuch):
    """没有这份清单草稿。"""

    code = "catalogue.no_such_list_draft"
    says = "没有找到这份清单草稿"
    next_step = "它可能已经公布或者废弃，请回到清单页看看"


class ListUnfinished(Refusal):
    """清单草稿还有没写好的。"""

    code = "catalogue.list_unfinished"
    says = "《{title}》还有{count}处没有写好：{why}"
    next_step = "请逐处写好后再公布，草稿还在"


class AgreementNotEnding(Refusal):
    """协议不能这样终止。"""

    code = "catalogue.agreement_not_ending"
    says = "这份协议不能这样终止：{why}"
    next_step = "请核对最后一天和理由后再办"


class NoSuchVersion(NoSuch):
    """没有这一版。"""

    code = "catalogue.no_such_version"
    says = "没有找到这一版"
    next_step = "请回到事项页，从版本列表进入"


class NotYourItem(NotYours):
    """不归他编制或审核。"""

    code = "catalogue.not_your_item"
    says = "“{item}”不在您的管理范围内，您不能{act}"
    next_step = "请由管这个部门的事项管理员办理"


class OwnReview(NotYours):
    """自己编制的不能自己审核。"""

    code = "catalogue.own_review"
    says = "您动过这一版，不能由您{act}"
    next_step = "请换一位没有编制过这一版的事项管理员审核"


class WrongStage(Conflict):
    """所处的阶段不能这样办。"""

    code = "catalogue.wrong_stage"
    says = "“{item}”现在是“{stage}”，不能{act}"
    next_step = "请刷新页面，看清现在的状态后再办"


class EditedMeanwhile(Conflict):
    """打开之后别人又改过。"""

    code = "catalogue.edited_meanwhile"
    says = "您打开之后，{who}在{when}又改过这一版，您的改动没有保存"
    next_step = "您填的内容还在页面上；请在另一个窗口打开最新的草稿，对照后再保存"


class DraftStands(Conflict):
    """已经有一版没有发布。"""

    code = "catalogue.draft_stands"
    says = "“{item}”已经有一版“{stage}”，不能再起草一版"
    next_step = "请在那一版上修改，或者先把它发布、废弃"


class CodeTaken(Conflict):
    """编码已经有了。"""

    code = "catalogue.code_taken"
    says = "编码 {item_code} 已经有事项在用"
    next_step = "请核对编码；要改现有的事项，请从它的页面起草新一版"


class CodeMustStay(Refusal):
    """编码不能改。"""

    code = "catalogue.code_must_stay"
    says = "业务办理项编码是 {item_code}，不能在修改中换成别的"
    next_step = "编码要换的，请起草新的事项，并取消原来的"


class ReasonsMissing(Refusal):
    """没有写理由。"""

    code = "catalogue.reasons_missing"
    says = "没有写明{act}的理由"
    next_step = "请写明理由，让人知道为什么、怎么改"


class PublishingBlocked(Refusal):
    """有不能发布的毛病。"""

    code = "catalogue.publishing_blocked"
    says = "“{item}”还不能发布：{why}"
    next_step = "请驳回修改，改好并重新审核后再发布"


class EffectiveTooEarly(Refusal):
    """日期不对。"""

    code = "catalogue.effective_too_early"
    says = "{what}不能早于 {earliest}"
    next_step = "请改成这一天或者以后的日期"


class BaselineExists(Conflict):
    """这个名字的基线已经有了。"""

    code = "catalogue.baseline_exists"
    says = "已经有一条叫“{name}”的基线，记下的基线不再改动"
    next_step = "请换一个名字，例如写明日期"


class ElementLocked(Refusal):
    """四同要素锁着。"""

    code = "catalogue.element_locked"
    says = "{elements}随基本目录，不能在本地修改（四级四同）"
    next_step = "请改回基本目录的写法；目录已经更新的，请用“随目录更新”"


class NoSuchEntry(NoSuch):
    """基本目录里没有这一条。"""

    code = "catalogue.no_such_entry"
    says = "基本目录里没有这一条"
    next_step = "请核对12位基本编码"


class NothingToRetrace(Refusal):
    """没有可以退回或者重做的一步。"""

    code = "catalogue.nothing_to_retrace"
    says = "没有可以退回或者重做的一步"
    next_step = "请直接修改内容"


class DraftBusy(Refusal):
    """几个人在同一刹那保存，没有存成。"""

    code = "catalogue.draft_busy"
    says = "好几个人正在同时保存，这一次没有存上"
    next_step = "您填的还在页面上，请再保存一次"


class NumbersUsedUp(Refusal):
    """自编的号用完了。"""

    code = "catalogue.numbers_used_up"
    says = "这个部门这一类事项的自编号已经用完"
    next_step = "请从基本目录认领，或者请系统管理员清理废弃的草稿"


class NoSuchGoldenCase(NoSuch):
    """没有这个黄金样例。"""

    code = "catalogue.no_such_golden_case"
    says = "没有找到这个黄金样例"
    next_step = "它可能已经被删去，请回到事项的黄金样例页"


class GoldenCaseInvalid(Refusal):
    """黄金样例写得不对。"""

    code = "catalogue.golden_case_invalid"
    says = "这个黄金样例存不下：{why}"
    next_step = "请改正后再保存；填的内容还在页面上"


class GoldenNameTaken(Conflict):
    """这个名称已经有样例在用。"""

    code = "catalogue.golden_name_taken"
    says = "这个事项已经有一个样例叫“{name}”"
    next_step = "请换一个名称，或者打开那个样例修改"


class WorkbookWrong(Refusal):
    """电子表格里有不对的地方，一条也没有存。"""

    code = "catalogue.workbook_wrong"
    says = "电子表格里有{count}处不对，一条也没有存：{first}"
    next_step = "请按下面说的逐处改好，再导入一次"
    most_told = 200
    """一次逐处说这么多；改了这些再导一次。"""

    def __init__(self, *, problems: Sequence[SheetProblem]) -> None:
        super().__init__(count=len(problems), first=str(problems[0]))
        self.problems = tuple(problems[: self.most_told])


class DateUnreadable(Refusal):
    """日期读不懂。"""

    code = "catalogue.date_unreadable"
    says = "日期“{written}”读不懂"
    next_step = "请写成 2026-01-31 这样"
