"""事项室的事件：发布了一个版本、导入了一批事项、装入了随产品的目录。"""

from datetime import date

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


class LicenceListPublished(
    Event, kind="catalogue.licence_list_published", zh="公布行政许可事项清单", erasure=Erasure.KEEP
):
    """一版行政许可事项清单已公布；自 ``effective_on`` 起，清单之外的行政许可不得发布、不得受理。"""

    region: str
    version: int
    title: str
    document_no: str
    effective_on: date
    central: int
    local: int
    added: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def stream(self) -> str:
        """记在该区划的清单名下。"""
        return f"licence_list:{self.region}"


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


class ContentLoaded(Event, kind="catalogue.content_loaded", zh="装入目录", erasure=Erasure.KEEP):
    """随产品发布的一套目录内容已装入：共几个事项，其中新的、改了的各几个，其余原样。"""

    edition: str
    region: str
    items: int
    new: int
    changed: int

    @property
    def stream(self) -> str:
        """记在该区划的目录名下。"""
        return f"catalogue:{self.region}"


class ListPublished(Event, kind="catalogue.list_published", zh="公布清单", erasure=Erasure.KEEP):
    """一份清单已公布：``list_kind`` 是哪一种，``number`` 是第几批（份、版），``lines`` 是几行；公布后不再改动。"""

    region: str
    list_kind: str
    number: int
    title: str
    document_no: str
    effective_on: date
    lines: int

    @property
    def stream(self) -> str:
        """记在该区划的目录名下。"""
        return f"catalogue:{self.region}"


class AgreementSigned(Event, kind="catalogue.agreement_signed", zh="签订通办协议", erasure=Erasure.KEEP):
    """同一个区县的通办协议已签订：``lines`` 是协议事项数，``valid_to`` 是有效期的最后一天。"""

    region: str
    number: int
    title: str
    document_no: str
    partner: str
    effective_on: date
    valid_to: date
    lines: int

    @property
    def stream(self) -> str:
        """记在该区划的目录名下。"""
        return f"catalogue:{self.region}"
