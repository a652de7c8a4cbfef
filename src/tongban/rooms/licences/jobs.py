"""证照室的后台工作：待制的证再制一次；清掉用过的亮证码；轮换密钥之后重封照面。"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from tongban.foundation.schedule import every
from tongban.rooms.licences import queries
from tongban.rooms.licences.acts.for_case import issue_held
from tongban.rooms.licences.models import Licence, Reading

KEPT = timedelta(days=1)  # long after its minute a code is refused as expired, so its row is no longer needed
PAGE = 500


@every(seconds=60)
def issue_what_waits(*, at: datetime) -> int:
    """待制的证再制一次，返回制成了几张；字体补上之后，证自己就出来了。"""
    waiting = {each.case_no for each in queries.waiting()}
    return sum(len(issue_held(case_no=case_no, at=at)) for case_no in sorted(waiting))


@every(seconds=3600)
def forget_read_codes(*, at: datetime) -> int:
    """清掉一天前核验过的亮证码，返回清了几行。"""
    return Reading.objects.filter(at__lt=at - KEPT).delete()[0]


def reseal() -> int:
    """重封：密钥轮换之后把旧密钥封的照面换成现用的，返回换了几行；一行一个事务，随时可停，再跑接着换。"""
    return sum(_resealed(uid) for uid in _all())


def _resealed(uid: str) -> bool:
    with transaction.atomic(durable=True):
        return Licence.locked(uid).resealed()


def _all() -> Iterator[str]:
    """Every key, a page at a time by key."""
    last = ""
    rows = Licence.objects.order_by("uid")
    while page := list(rows.filter(uid__gt=last).values_list("uid", flat=True)[:PAGE]):
        yield from page
        last = page[-1]
