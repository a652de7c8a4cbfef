"""事项室的定时工作：到了日子翻目录，目录变了数词频，词典换版重做搜索行。"""

from datetime import datetime

from tongban.foundation.schedule import every
from tongban.rooms.catalogue import acts


@every(seconds=120)
def keep_search_fresh(*, at: datetime) -> None:
    """搜索保鲜：一次最多重做一批，做完再数词频；没有变化则什么也不做。"""
    acts.freshen_search()


@every(seconds=15)
def turn_catalogue(*, at: datetime) -> int:
    """翻目录：过了零点，到日子的版本成为现行，停办、取消的离开目录；没有到日子的则什么也不做。"""
    turned = 0
    while more := acts.turn_catalogue(at=at):
        turned += more
    return turned
