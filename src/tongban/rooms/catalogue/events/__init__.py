"""事项室的事件：版本的一生、导入了一批事项、装入了随产品的目录、公布了清单。"""

from datetime import date

from tongban.rooms.catalogue.events.lists import AgreementEnded as AgreementEnded
from tongban.rooms.catalogue.events.lists import ListDraftDropped as ListDraftDropped
from tongban.rooms.catalogue.events.lists import ListDraftEvent as ListDraftEvent
from tongban.rooms.catalogue.events.lists import ListDraftSaved as ListDraftSaved
from tongban.rooms.catalogue.events.lists import ListDraftStarted as ListDraftStarted
from tongban.rooms.catalogue.events.region import RegionEvent as RegionEvent
from tongban.rooms.catalogue.words.powers import MovedItem
from tongban.rooms.journal.events import Event
from tongban.rooms.journal.words import Erasure


class ItemEvent(Event, kind="catalogue.item_event", zh="事项事件", erasure=Erasure.KEEP):
    """一个事项上发生的事都记着是哪个事项。"""

    item_code: str

    @property
    def stream(self) -> str:
        """记在该事项名下。"""
        return f"item:{self.item_code}"


class ItemPublished(ItemEvent, kind="catalogue.item_published", zh="发布事项", erasure=Erasure.KEEP):
    """一个事项的第 ``number`` 版已发布；自 ``effective_on`` 起受理的办件照此版办，先前的照旧版办完。"""

    version_id: int
    number: int
    name: str
    region: str
    department_code: str
    effective_on: date | None = None


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


class TransferPlanned(Event, kind="catalogue.transfer_planned", zh="印发划转方案", erasure=Erasure.KEEP):
    """一批行政许可事项的划转方案已由各机关联合印发，自 ``effective_on`` 起生效。"""

    region: str
    no: int
    document_no: str
    issued_by: tuple[str, ...]
    effective_on: date
    to_department: str
    departments: tuple[str, ...]
    licences: tuple[str, ...]

    @property
    def stream(self) -> str:
        """记在该批次名下。"""
        return f"transfer:{self.region}:{self.no}"


class TransferTookEffect(Event, kind="catalogue.transfer_took_effect", zh="划转生效", erasure=Erasure.KEEP):
    """划转已生效：``moved`` 的每一个办理项换了实施机关和编码，新的一项承接旧的一项；旧的自当日取消。"""

    region: str
    no: int
    document_no: str
    effective_on: date
    to_department: str
    moved: tuple[MovedItem, ...]

    @property
    def stream(self) -> str:
        """记在该批次名下。"""
        return f"transfer:{self.region}:{self.no}"


class HandOverTicked(Event, kind="catalogue.hand_over_ticked", zh="交接签收", erasure=Erasure.KEEP):
    """交接清单的一行已办完（``done_on``），或者改回未办（空）。"""

    region: str
    no: int
    department: str
    row: str
    says: str
    done_on: date | None

    @property
    def stream(self) -> str:
        """记在该批次名下。"""
        return f"transfer:{self.region}:{self.no}"


class PostsMoved(Event, kind="catalogue.posts_moved", zh="划转编制", erasure=Erasure.KEEP):
    """编制部门核定：一个部门随事项划转的编制数。"""

    region: str
    no: int
    department: str
    planned: int
    moved: int
    document_no: str

    @property
    def stream(self) -> str:
        """记在该批次名下。"""
        return f"transfer:{self.region}:{self.no}"


class TransferClosedUp(Event, kind="catalogue.transfer_closed", zh="划转批次办结", erasure=Erasure.KEEP):
    """交接清单全部办完，批次办结。"""

    region: str
    no: int

    @property
    def stream(self) -> str:
        """记在该批次名下。"""
        return f"transfer:{self.region}:{self.no}"


class ItemsImported(RegionEvent, kind="catalogue.items_imported", zh="导入事项", erasure=Erasure.KEEP):
    """一批事项已导入：读到、新增、变更、不变、隔离各几行；逐行的原因在导入记录里。"""

    run_id: int
    read: int
    new: int
    changed: int
    unchanged: int
    quarantined: int


class ContentLoaded(RegionEvent, kind="catalogue.content_loaded", zh="装入目录", erasure=Erasure.KEEP):
    """随产品发布的一套目录内容已装入：共几个事项，其中新的、改了的各几个，其余原样。"""

    edition: str
    items: int
    new: int
    changed: int


class ListPublished(RegionEvent, kind="catalogue.list_published", zh="公布清单", erasure=Erasure.KEEP):
    """一份清单已公布：``list_kind`` 是哪一种，``number`` 是第几批（份、版），``lines`` 是几行；公布后不再改动。"""

    list_kind: str
    number: int
    title: str
    document_no: str
    effective_on: date
    lines: int


class AgreementSigned(
    RegionEvent, kind="catalogue.agreement_signed", zh="签订通办协议", erasure=Erasure.KEEP
):
    """同一个区县的通办协议已签订：``lines`` 是协议事项数，``valid_to`` 是有效期的最后一天。"""

    number: int
    title: str
    document_no: str
    partner: str
    effective_on: date
    valid_to: date
    lines: int


class VersionEvent(ItemEvent, kind="catalogue.version_event", zh="版本事件", erasure=Erasure.KEEP):
    """一版草稿上发生的事都记着：哪个事项、哪一版（键）。"""

    version_uid: str


class VersionStarted(VersionEvent, kind="catalogue.version_started", zh="起草一版", erasure=Erasure.KEEP):
    """一个事项起草了新的一版；``based_on`` 是由哪一版（版次）改来，新事项没有。"""

    name: str
    region: str
    based_on: int | None


class VersionSaved(VersionEvent, kind="catalogue.version_saved", zh="保存草稿", erasure=Erasure.KEEP):
    """草稿改了这些要素，成为第 ``revision`` 次改动。"""

    revision: int
    elements: tuple[str, ...]


class VersionSubmitted(
    VersionEvent, kind="catalogue.version_submitted", zh="草稿提交审核", erasure=Erasure.KEEP
):
    """草稿送审，内容自此冻结。"""

    revision: int


class VersionTakenBack(
    VersionEvent, kind="catalogue.version_taken_back", zh="草稿取回", erasure=Erasure.KEEP
):
    """送审的草稿被编制人取回修改。"""

    revision: int


class VersionPassed(VersionEvent, kind="catalogue.version_passed", zh="版本审核通过", erasure=Erasure.KEEP):
    """审核通过，可以发布；审核人没有动过这一版。"""

    revision: int


class VersionSentBack(
    VersionEvent, kind="catalogue.version_sent_back", zh="版本审核驳回", erasure=Erasure.KEEP
):
    """审核驳回：逐要素的理由。"""

    revision: int
    reasons: tuple[dict[str, str], ...]


class VersionDiscarded(VersionEvent, kind="catalogue.version_discarded", zh="废弃草稿", erasure=Erasure.KEEP):
    """一版没有发布过的草稿不要了。"""

    revision: int


class ItemTookEffect(ItemEvent, kind="catalogue.item_took_effect", zh="版本生效", erasure=Erasure.KEEP):
    """到了日子，一个事项的第 ``number`` 版成为现行。"""

    version_id: int
    number: int
    effective_on: date


class ItemPaused(ItemEvent, kind="catalogue.item_paused", zh="暂停事项", erasure=Erasure.KEEP):
    """事项自某日起暂停办理；已经收件的照旧办完。"""

    name: str
    since: date
    reason: str


class ItemResumed(ItemEvent, kind="catalogue.item_resumed", zh="恢复事项", erasure=Erasure.KEEP):
    """暂停的事项自某日起恢复办理。"""

    name: str
    since: date


class ItemCancelled(ItemEvent, kind="catalogue.item_cancelled", zh="取消事项", erasure=Erasure.KEEP):
    """事项自某日起取消；已经收件的照旧办完。"""

    name: str
    since: date
    reason: str


class ItemTurned(ItemEvent, kind="catalogue.item_turned", zh="事项换状态", erasure=Erasure.KEEP):
    """到了日子，事项的状态变了：``state`` 为 1 在用、2 暂停、3 取消。"""

    state: str
    on: date


class BaselineTaken(RegionEvent, kind="catalogue.baseline_taken", zh="记基线", erasure=Erasure.KEEP):
    """一条有名字的基线已记下：``taken_on`` 那天的 ``items`` 个事项的时限、环节、材料、跑动；四个“减”同它比。"""

    name: str
    taken_on: date
    source: str
    items: int


class ItemClaimed(VersionEvent, kind="catalogue.item_claimed", zh="认领事项", erasure=Erasure.KEEP):
    """从基本目录认领一条（或者随目录更新到这一版），四同要素照抄并锁定。"""

    catalog_code: str
    entry_version: int


class DirectoryLoaded(Event, kind="catalogue.directory_loaded", zh="装入基本目录", erasure=Erasure.KEEP):
    """基本目录已装入：共几条、新的和改了的几条、本区几个事项认领了自己的一条。"""

    lines: int
    changed: int
    claimed: int

    @property
    def stream(self) -> str:
        """记在基本目录名下。"""
        return "catalogue:directory"


class GoldenCaseSaved(ItemEvent, kind="catalogue.golden_case_saved", zh="保存黄金样例", erasure=Erasure.KEEP):
    """一个黄金样例存下了或者改了；自此事项每一版发布之前都要跑它。"""

    uid: str
    name: str


class GoldenCaseRemoved(
    ItemEvent, kind="catalogue.golden_case_removed", zh="删去黄金样例", erasure=Erasure.KEEP
):
    """一个黄金样例删去了。"""

    uid: str
    name: str


class GoldenCasesLoaded(
    RegionEvent, kind="catalogue.golden_cases_loaded", zh="装入黄金样例", erasure=Erasure.KEEP
):
    """随产品带来的黄金样例已装入：几个事项的几个样例；已有样例的事项不动。"""

    items: int
    cases: int


class WorkbookImported(
    RegionEvent, kind="catalogue.workbook_imported", zh="导入事项全册", erasure=Erasure.KEEP
):
    """一册事项的电子表格已存成草稿：新的、改了的、没有变的各几条。"""

    new: int
    changed: int
    unchanged: int
