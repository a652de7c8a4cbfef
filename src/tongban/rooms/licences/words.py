"""证照室的词语与事实：状态、可信等级、核验结论，以及制证所需的办件事实 (words and frozen facts of this room)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from tongban.foundation.word import Word
from tongban.rooms.people.words import Acting, Applicant

Bearer = Acting | Applicant
"""持证来办的人：本人，或者此刻有权替他办的人（门上以“查看”权限取得）。"""

Line = tuple[str, str]
"""照面的一行：栏名和内容。"""

MOST_PURPOSE = 40  # 字; 申请事由可写 200 (domain.md 3.10), 但这里要整句印进副本的水印里
SHOWN_SECONDS = 60  # a code on a screen lives no longer (trust.md S11)
COPY_DAYS = 30  # natural days


class LicenceStatus(Word):
    """证照状态 (domain.md 3.10)."""

    VALID = "valid", "有效"
    WITHHELD = "withheld", "暂扣"
    RESCINDED = "rescinded", "撤销"
    DEREGISTERED = "deregistered", "注销"
    LAPSED = "lapsed", "失效"
    MOVED_OUT = "moved_out", "转出"
    REVOKED = "revoked", "吊销"
    OTHER = "other", "其他"


class TrustGrade(Word):
    """可信等级 (国办函〔2016〕108号)."""

    A = "A", "机关制发"
    B = "B", "窗口核对过原件"
    C = "C", "自行上传，待核验"
    D = "D", "自制并承诺"


class Finding(Word):
    """核验结论。"""

    GENUINE = "genuine", "真实有效"
    NOT_IN_FORCE = "not_in_force", "真实，但不在有效状态"
    UNKNOWN = "unknown", "查无此证"
    ALTERED = "altered", "亮证码被改动过"
    CODE_EXPIRED = "code_expired", "亮证码已过时"
    CODE_USED = "code_used", "亮证码已被核验过"


class Through(Word):
    """凭什么核验的。"""

    PAPER = "paper", "扫描证照上的二维码"
    COPY = "copy", "扫描副本上的二维码"
    SCREEN = "screen", "扫描出示的亮证码"


@dataclass(frozen=True, kw_only=True)
class GrantedCase:
    """制证所需的办件事实：``form`` 是申请表明文，``answers`` 是情形选择，``decided_on`` 是决定日（北京时间）。"""

    case_no: str
    version_id: int
    applicant: str
    applicant_masked: str
    decided_on: date
    form: Mapping[str, object] = field(repr=False)
    answers: Mapping[str, object] = field(default_factory=dict)
    conditions: str = ""


@dataclass(frozen=True, kw_only=True)
class Validity:
    """有效期：``until`` 是最后一日（含），没有具体日子的为空；``says`` 是印在证上的写法。"""

    until: date | None
    says: str


@dataclass(frozen=True, kw_only=True)
class Standing:
    """一张证此刻怎样：状态和最后一日。"""

    status: LicenceStatus
    valid_until: date | None


@dataclass(frozen=True, kw_only=True)
class LicenceFacts:
    """规则所看的一张证：没有照面内容；``department`` 是发证机关的部门代号。"""

    uid: str
    holder: str
    case_no: str
    region: str
    department: str
    standing: Standing


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """核验结论和可以给任何人看的内容：持证人遮名，编号遮中段；查不到的各项为空。

    ``purpose`` and ``copy_until`` are those of a copy made for a purpose.
    """

    finding: Finding
    says: str
    name: str = ""
    number_masked: str = ""
    holder_masked: str = ""
    issuer: str = ""
    issued_on: date | None = None
    valid_until_says: str = ""
    status: LicenceStatus | None = None
    purpose: str = ""
    copy_until: date | None = None

    @property
    def genuine(self) -> bool:
        """真实有效。"""
        return self.finding is Finding.GENUINE


@dataclass(frozen=True, kw_only=True)
class ShownCode:
    """亮证码：到 ``expires_at`` 为止有效，只能核验一次；``address`` 是二维码里的网址。"""

    code: str = field(repr=False)
    address: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class Copied:
    """加注副本：只供一个用途、有到期日的 PDF。"""

    uid: str
    purpose: str
    until: date
    pdf: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class StatusMove:
    """状态怎么变：从哪些状态、依据什么。"""

    came_from: frozenset[LicenceStatus]
    law: str


_IN_HAND = frozenset({LicenceStatus.VALID, LicenceStatus.WITHHELD})

STATUS_MOVES: dict[LicenceStatus, StatusMove] = {
    LicenceStatus.WITHHELD: StatusMove(
        came_from=frozenset({LicenceStatus.VALID}), law="行政处罚法 第九条第三项"
    ),
    LicenceStatus.VALID: StatusMove(
        came_from=frozenset({LicenceStatus.WITHHELD}), law="行政处罚法 第九条第三项（暂扣期满）"
    ),
    LicenceStatus.RESCINDED: StatusMove(
        came_from=_IN_HAND | {LicenceStatus.LAPSED}, law="行政许可法 第六十九条"
    ),
    LicenceStatus.REVOKED: StatusMove(came_from=_IN_HAND, law="行政处罚法 第九条第三项"),
    LicenceStatus.LAPSED: StatusMove(came_from=_IN_HAND, law="行政许可法 第七十条第一项"),
    LicenceStatus.DEREGISTERED: StatusMove(
        came_from=_IN_HAND | {LicenceStatus.LAPSED, LicenceStatus.RESCINDED, LicenceStatus.REVOKED},
        law="行政许可法 第七十条",
    ),
    LicenceStatus.MOVED_OUT: StatusMove(came_from=_IN_HAND, law="GB/T 36903（证照转出）"),
    LicenceStatus.OTHER: StatusMove(came_from=_IN_HAND, law="GB/T 36903（其他）"),
}
"""状态变动的唯一一张表；变更、延续等办理日后照此接入。"""


def holder_of(by: Bearer) -> str:
    """持证人：本人，或者所代的人。"""
    return by.principal.ref if isinstance(by, Acting) else by.ref


def actor_of(by: Bearer) -> str:
    """落款：来办的人自己。"""
    return by.agent.ref if isinstance(by, Acting) else by.ref
