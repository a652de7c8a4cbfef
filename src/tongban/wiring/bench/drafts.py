"""备稿：照事项写好的范例，替演示区的人各备若干份填好、交齐的申请，只等提交 (through the acts, as the pages do it)."""

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import yaml
from PIL import Image

from tongban.foundation.refusal import Refusal
from tongban.wiring.bench.installation import Installation
from tongban.wiring.supervisor.preparation import cli

if TYPE_CHECKING:
    from tongban.rooms.people.words import Applicant

ITEM = "11990102MB0000019H499013100300101"  # 个体工商户设立登记: nine typed fields, three materials, one of them uploaded
UPLOADED = "apply"
CHUNKS = 2


class NotPrepared(Refusal):
    """备稿没有备成。"""

    code = "bench.not_prepared"
    says = "没有备好要提交的申请"
    next_step = "原因已印在上面"


@dataclass(frozen=True)
class Prepared:
    """备好的一份：谁的账号、草稿的键。"""

    login: str
    uid: str


def prepare(*, made: Installation, count: int, people: int) -> list[Prepared]:
    """在安装上备 ``count`` 份，分给 ``people`` 位办事人；两个进程一起备。"""
    command = cli("bench", "prepare", "--count", str(count // CHUNKS), "--people", str(people))
    working = [
        subprocess.Popen(
            [*command, "--chunk", str(n)], env=made.environment, stdout=subprocess.PIPE, text=True
        )
        for n in range(CHUNKS)
    ]
    printed = [process.communicate()[0] for process in working]
    if any(process.returncode for process in working):
        raise NotPrepared
    return [Prepared(**json.loads(line)) for text in printed for line in text.splitlines()]


def prepare_here(*, count: int, people: int, chunk: int, at: datetime) -> None:
    """在本进程所连的安装上备稿，一行打印一份；``chunk`` 使各进程的图片各不相同。"""
    for n, one in zip(range(count), _written(people=people, chunk=chunk, at=at), strict=False):
        json.dump(asdict(one), sys.stdout)
        print(flush=n % 50 == 0)


def _written(*, people: int, chunk: int, at: datetime) -> Iterator[Prepared]:
    from tongban.rooms.cases import acts as cases
    from tongban.rooms.cases.words import Typed
    from tongban.rooms.catalogue import queries as catalogue

    example = catalogue.current(code=ITEM).example
    typed = Typed(based_on=0, changes=dict(example["form"]), answers=dict(example["answers"]))
    who = _citizens()[:people]
    n = 0
    while True:
        login, applicant = who[n % len(who)]
        uid = cases.start_draft(item_code=ITEM, by=applicant, at=at)
        cases.save_draft(draft_uid=uid, by=applicant, typed=typed, at=at)
        picture = cases.Upload(source=_picture(CHUNKS * n + chunk), name="手机拍照.png")
        cases.add_file(draft_uid=uid, by=applicant, key=UPLOADED, file=picture, at=at)
        n += 1
        yield Prepared(login=login, uid=uid)


def _citizens() -> "list[tuple[str, Applicant]]":
    """People of the demonstration district who can sign in, with the names of their accounts."""
    from tongban.foundation.accounts.models import Account
    from tongban.rooms.people import queries as people
    from tongban.wiring.demo import CONTENT

    known = yaml.safe_load((CONTENT / "people.yml").read_text(encoding="utf-8"))["people"]
    accounts = Account.objects.filter(login__in=[row["phone"] for row in known]).order_by("login")
    found = [(account.login, people.applicant_of(account_id=account.pk)) for account in accounts]
    return [(login, applicant) for login, applicant in found if applicant is not None]


def _picture(n: int) -> bytes:
    """A small picture unlike every other: the store keeps like contents once."""
    kept = io.BytesIO()
    Image.new("RGB", (32, 32), (n >> 16 & 255, n >> 8 & 255, n & 255)).save(kept, "PNG")
    return kept.getvalue()
