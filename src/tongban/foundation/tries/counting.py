"""数次数：先数后查，所以一齐来试也多不了；对了就清零 (counted before the answer is known, cleared when it was right).

The count is by number, never by address: the machines of a hall share one address, and nobody's number is locked by
whoever sits beside him.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from tongban.foundation.crypto.blind_index import blind_index
from tongban.foundation.refusal import Refusal
from tongban.foundation.tries.models import Try

COUNT = """
    INSERT INTO tries_try AS t (key, n, since) VALUES (%s, 1, %s)
    ON CONFLICT (key) DO UPDATE SET
        n = CASE WHEN t.since <= %s THEN 1 ELSE t.n + 1 END,
        since = CASE WHEN t.since <= %s THEN excluded.since ELSE t.since END
    RETURNING n, since
"""


class TriedTooOften(Refusal):
    """同一个号码试错太多次。"""

    code = "tries.too_often"
    says = "这个号码刚才试错了{most}次，为防冒查，暂停查询"
    next_step = "请{minutes}分钟后再试，或登录后查看"
    status = 429


@dataclass(frozen=True, kw_only=True)
class Limit:
    """限度：哪种号码、在多少秒里许试几次。"""

    kind: str
    most: int = 5
    seconds: int = 15 * 60

    def attempt(self, number: str, *, at: datetime) -> None:
        """试一次：先数上 (one statement). Refuses: TriedTooOften."""
        over = at - timedelta(seconds=self.seconds)
        with connection.cursor() as cursor:
            cursor.execute(COUNT, [self._key(number), at, over, over])
            n, since = cursor.fetchone()
        if n > self.most:
            left = since + timedelta(seconds=self.seconds) - at
            raise TriedTooOften(most=self.most, minutes=max(1, -(-int(left.total_seconds()) // 60)))

    def right(self, number: str) -> None:
        """试对了：从头数 (one statement)."""
        Try.objects.filter(key=self._key(number)).delete()

    def _key(self, number: str) -> str:
        """What people type may be anybody's number: it is not kept in clear."""
        return f"{self.kind}:{blind_index(number, kind=self.kind)}"


def sweep(*, before: datetime) -> int:
    """清扫：早于某时的计数删去，返回几行。"""
    return Try.objects.filter(since__lt=before).delete()[0]
