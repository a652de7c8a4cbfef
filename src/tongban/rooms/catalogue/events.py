"""事项室的事件：发布了一个版本、导入了一批事项。"""

from tongban.rooms.journal.events import Event
from tongban.rooms.journal.words import Erasure


class ItemPublished(Event, kind="catalogue.item_published", zh="发布事项", erasure=Erasure.KEEP):
    """一个事项的第 ``number`` 版已发布；此后受理的办件照此版办，先前的照旧版办完。"""

    item_code: str
    version_id: int
    number: int
    name: str
    region: str
    department_code: str

    @property
    def stream(self) -> str:
        """记在该事项名下。"""
        return f"item:{self.item_code}"


class ItemsImported(Event, kind="catalogue.items_imported", zh="导入事项", erasure=Erasure.KEEP):
    """一批事项已导入：读到、新增、变更、不变、隔离各几行；逐行的原因在导入记录里。"""

    run_id: int
    region: str
    read: int
    new: int
    changed: int
    unchanged: int
    quarantined: int

    @property
    def stream(self) -> str:
        """记在该区划的目录名下。"""
        return f"catalogue:{self.region}"
