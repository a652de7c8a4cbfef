"""留痕测试用的事件和反应。"""

from datetime import datetime

from tongban.foundation.clock import SHANGHAI
from tongban.rooms.journal.events import Event
from tongban.rooms.journal.words import Erasure

AT = datetime(2026, 3, 2, 9, 30, 15, 123456, tzinfo=SHANGHAI)


class Heard(Event, kind="test.heard", zh="听见", erasure=Erasure.ON_DUTY):
    """测试用：听见一句话。"""

    case: str
    text: str

    @property
    def stream(self) -> str:
        return f"test:{self.case}"
