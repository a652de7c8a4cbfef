"""事项室的拒绝。"""

from tongban.foundation.refusal import NoSuch, Refusal


class NoSuchItem(NoSuch):
    """没有这个事项，或者已经取消。"""

    code = "catalogue.no_such_item"
    says = "没有找到这个事项"
    next_step = "请核对事项编码，或者回到首页搜索"


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
