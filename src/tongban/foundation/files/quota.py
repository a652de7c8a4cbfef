"""配额：一个人最多能存多少，纯计算。"""

from dataclasses import dataclass

from tongban.foundation.files.refusals import QuotaExceeded


@dataclass(frozen=True, slots=True)
class Quota:
    """配额：``used`` 已用字节，``limit`` 上限字节；由调用者从自己的表里算出。"""

    used: int
    limit: int


def check_quota(*, used_bytes: int, adding: int, limit: int) -> None:
    """查配额：已用加新增不超过上限即可（单位都是字节）。

    Refuses: QuotaExceeded.
    """
    if used_bytes + adding > limit:
        raise QuotaExceeded(limit=megabytes(limit), used=megabytes(used_bytes))


def megabytes(count: int) -> str:
    """字节数的人话写法：``12.5 MB``（1 MB = 1024 × 1024 字节）。"""
    return f"{count / 1024 / 1024:.1f}".removesuffix(".0") + " MB"
