"""证照室的事件。事件里只有编号和代号，没有姓名、证件号和照面内容。"""

from datetime import date

from tongban.rooms.journal.events import Event
from tongban.rooms.journal.words import Erasure
from tongban.rooms.licences.words import Finding, LicenceStatus, Through


class LicenceEvent(Event, kind="licence.event", zh="证照事件", erasure=Erasure.KEEP):
    """证照的事：都记在证照自己的档案里，持证人看得到。"""

    licence: str
    holder: str

    @property
    def stream(self) -> str:
        """档案名。"""
        return f"licence:{self.licence}"


class LicenceIssued(LicenceEvent, kind="licence.issued", zh="制发证照", erasure=Erasure.KEEP):
    """证照已制发；``digest`` 是签名 PDF 的 SHA-256。"""

    case_no: str
    name: str
    number: str
    licence_identifier: str
    valid_until: date | None
    digest: str


class LicencePresented(LicenceEvent, kind="licence.presented", zh="出示证照", erasure=Erasure.KEEP):
    """持证人亮出了证照。"""


class LicenceVerified(LicenceEvent, kind="licence.verified", zh="核验证照", erasure=Erasure.KEEP):
    """有人核验了证照。"""

    through: Through
    finding: Finding


class LicenceCopied(LicenceEvent, kind="licence.copied", zh="制作加注副本", erasure=Erasure.ON_DUTY):
    """为一个用途制作了加注副本。"""

    copy_uid: str
    purpose: str
    until: date


class LicenceStatusChanged(
    LicenceEvent, kind="licence.status_changed", zh="证照状态变动", erasure=Erasure.ON_DUTY
):
    """证照的状态变了。"""

    case_no: str
    was: LicenceStatus
    status: LicenceStatus
    ground: str
    law: str
