"""区划的事件：整个目录、一种清单上发生的事，记在该区划的目录名下。"""

from tongban.rooms.journal.events import Event
from tongban.rooms.journal.words import Erasure


class RegionEvent(Event, kind="catalogue.region_event", zh="目录事件", erasure=Erasure.KEEP):
    """一个区划的目录上发生的事都记着是哪个区划。"""

    region: str

    @property
    def stream(self) -> str:
        """记在该区划的目录名下。"""
        return f"catalogue:{self.region}"
