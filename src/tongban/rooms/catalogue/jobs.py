"""事项室的定时工作：目录变了数词频，词典换版重做搜索行。"""

from datetime import datetime

from tongban.foundation.schedule import every
from tongban.rooms.catalogue import acts


@every(seconds=120)
def keep_search_fresh(*, at: datetime) -> None:
    """搜索保鲜：一次最多重做一批，做完再数词频；没有变化则什么也不做。"""
    acts.freshen_search()
