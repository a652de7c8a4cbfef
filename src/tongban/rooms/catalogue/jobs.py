"""事项室的定时工作：到了日子翻目录，划转到日子生效，目录变了数词频，词典换版重做搜索行。"""

import logging
from datetime import datetime

from tongban.foundation.clock import law_date
from tongban.foundation.refusal import Refusal
from tongban.foundation.schedule import every
from tongban.rooms.catalogue import acts, queries

CLOCK = "system:clock"
logger = logging.getLogger("tongban.catalogue")


@every(seconds=120)
def keep_search_fresh(*, at: datetime) -> None:
    """搜索保鲜：一次最多重做一批，做完再数词频；没有变化则什么也不做。"""
    acts.freshen_search()


@every(seconds=15)
def take_transfers_into_effect(*, at: datetime) -> int:
    """划转生效：过了零点，到了生效日的批次生效，一批一个事务；返回生效了几批。"""
    due = queries.due_transfers(on=law_date(at))
    return sum(_takes_effect(region, no, at) for region, no in due)


def _takes_effect(region: str, no: int, at: datetime) -> bool:
    """A batch that cannot take effect (an item without its organ's code) waits, is told, and does not hold up the others."""
    try:
        return acts.take_effect(region=region, no=no, by=CLOCK, at=at) is not None
    except Refusal as refusal:
        logger.warning("transfer_waits", extra={"transfer": no, "code": refusal.code})
        return False


@every(seconds=15)
def turn_catalogue(*, at: datetime) -> int:
    """翻目录：过了零点，到日子的版本成为现行，停办、取消的离开目录；没有到日子的则什么也不做。"""
    turned = 0
    while more := acts.turn_catalogue(at=at):
        turned += more
    return turned
