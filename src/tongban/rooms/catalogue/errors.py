"""事项室的拒绝。"""

from tongban.foundation.refusal import Conflict, NoSuch, Refusal


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
