"""定时清扫：收到一半留下的，和没有人再提到的。"""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from tongban.foundation.files import columns
from tongban.foundation.files.store import FileStore
from tongban.foundation.schedule import every

# No upload takes so long; and every byte that arrives makes its file young.
STILL_RECEIVING = timedelta(hours=1)
# A file is put before the row that names it; no act takes a day.
STILL_UNNAMED = timedelta(hours=24)


@every(seconds=600)
def clear_incoming(*, at: datetime) -> int:
    """清残留：收到一半时进程被杀，留下的临时文件可能是明文，一小时后删去；返回删了几个。"""
    return FileStore(Path(settings.FILES_DIR)).clear_incoming(older_than=at - STILL_RECEIVING)


@every(seconds=6 * 3600)
def sweep_files(*, at: datetime) -> list[str]:
    """清扫：撤下、换掉、作废草稿留下的文件，一天后没有任何记录提到的删去；返回其摘要。

    Law: 个人信息保护法 第十九条（保存期限为实现处理目的所必要的最短时间）.
    """
    store = FileStore(Path(settings.FILES_DIR))
    return store.sweep(used=columns.used, older_than=at - STILL_UNNAMED)
