"""文件的拒绝：收不下的文件，一句话说清为什么、下一步怎么办 (why a file is not taken, and what to do)."""

from tongban.foundation.refusal import NoSuch, Refusal


class FileTooLarge(Refusal):
    """文件太大：字节、像素或解压后的大小超过上限。"""

    code = "file.too_large"
    says = "文件太大：{what}，最多{limit}"
    next_step = "请压缩图片、降低扫描分辨率或分成几个文件后再上传"


class FileKindRefused(Refusal):
    """文件类型不收：按内容判断，与文件名无关。"""

    code = "file.kind_refused"
    says = "不能接收这个文件：{why}"
    next_step = "请换成 JPG、PNG、PDF 或 OFD 文件再上传；也可以直接拍照上传"


class FileBroken(Refusal):
    """文件损坏：打不开、不完整，或结构不合规。"""

    code = "file.broken"
    says = "文件损坏或不完整：{why}"
    next_step = "请在自己的设备上确认能打开，重新导出或拍照后再上传"


class FileNotCombinable(Refusal):
    """合不成一份：只有照片和 PDF 能按页合在一起。"""

    code = "file.not_combinable"
    says = "{kind}不能和别的文件合成一份"
    next_step = "请先移除它，或者换成照片或 PDF 再上传"


class QuotaExceeded(Refusal):
    """空间不足：此人可用的存放空间已用完。"""

    code = "file.quota_exceeded"
    says = "存放空间不足：上限{limit}，已用{used}"
    next_step = "请先删除不再需要的草稿附件，或到窗口现场提交"


class FileEmpty(Refusal):
    """空文件：一个字节也没有。"""

    code = "file.empty"
    says = "文件是空的"
    next_step = "请确认选对了文件后重新上传"


class NoSuchFile(NoSuch):
    """没有这个文件：摘要不存在或写法不对。"""

    code = "file.no_such"
    says = "没有找到这个文件"
    next_step = "请刷新页面后再试；仍然找不到时请联系窗口"


class StorageFull(Refusal):
    """存不下：服务器磁盘已满或只读，与上传的人无关。"""

    code = "file.storage_full"
    says = "系统暂时存不下文件，您填写的内容没有丢失"
    next_step = "请稍后再试，或到窗口现场提交；工作人员已能看到此情况"
    status = 503
