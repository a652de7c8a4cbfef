"""好差评室的事件：谁评的、评价的文字从不写进事件；评价的事件也不带办件编号，翻档案找不到人。"""

from datetime import date

from tongban.rooms.journal.events import Event
from tongban.rooms.journal.words import Erasure
from tongban.rooms.rating.words import Grade, RatingChannel


class RatingOffered(Event, kind="rating.offered", zh="请求评价", erasure=Erasure.KEEP):
    """办件办结了，申请人得到评价一次的权利，到 ``until`` 当日为止。"""

    case_no: str
    item_code: str
    department_code: str
    until: date

    @property
    def stream(self) -> str:
        """档案名。"""
        return f"rating-right:{self.case_no}"


class RatingEvent(Event, kind="rating.event", zh="评价事件", erasure=Erasure.KEEP):
    """一次评价的事：都记在评价自己的档案里。"""

    rating_uid: str

    @property
    def stream(self) -> str:
        """档案名。"""
        return f"rating:{self.rating_uid}"


class CaseRated(RatingEvent, kind="rating.case_rated", zh="评价", erasure=Erasure.KEEP):
    """有人评价了一件办结的事：等级和标签；文字另外封存，这里只说有没有。"""

    item_code: str
    department_code: str
    grade: Grade
    tags: tuple[str, ...]
    channel: RatingChannel
    has_words: bool


class RatingWordsErased(RatingEvent, kind="rating.words_erased", zh="抹去评价文字", erasure=Erasure.KEEP):
    """一次评价的文字已依法抹去，等级和标签仍在。"""

    ground: str
