"""定时清扫收到一半留下的文件。"""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from tongban.foundation.files.store import FileStore
from tongban.foundation.schedule import every

# No upload takes so long; and every byte that arrives makes its file young.
STILL_RECEIVING = timedelta(hours=1)


@every(seconds=600)
def clear_incoming(*, at: datetime) -> int:
    """清残留：收到一半时进程被杀，留下的临时文件可能是明文，一小时后删去；返回删了几个。"""
    return FileStore(Path(settings.FILES_DIR)).clear_incoming(older_than=at - STILL_RECEIVING)
