"""备稿：照事项写好的范例，替演示区的人各备若干份填好、交齐的申请，只等提交 (written through the acts, then copied).

What is measured is the submission; so the acts write a few drafts for each person, each with a picture of its own, and the
rest are copies: the same rows under new keys, sealed anew, because a seal holds only in its own row.
"""

import io
import json
import secrets
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection
from PIL import Image

from tongban.foundation import database
from tongban.foundation.crypto.fields import FieldContext, seal, unseal
from tongban.foundation.refusal import Refusal
from tongban.foundation.written import read_yaml
from tongban.wiring.bench.installation import Installation
from tongban.wiring.supervisor.preparation import cli

if TYPE_CHECKING:
    from tongban.rooms.people.words import Applicant

ITEM = "11990102MB0000019H499013100300101"  # 个体工商户设立登记: nine typed fields, three materials, one of them uploaded
UPLOADED = "apply"
WRITTEN = 4
"""每人经各步办理写成几份，其余照抄。"""
AT_ONCE = 500

COPY_DRAFTS = """
    INSERT INTO cases_draft SELECT (jsonb_populate_record(d, made.kept)).* FROM cases_draft d
    JOIN jsonb_array_elements(%s::jsonb) AS made(kept) ON d.uid = made.kept ->> 'copy_of'
"""
COPY_FILES = """
    INSERT INTO cases_draftfile (draft_id, key, source, digest, name_sealed, kind, size, added_at)
    SELECT made.draft_id, f.key, f.source, f.digest, made.name_sealed, f.kind, f.size, f.added_at
    FROM cases_draftfile f JOIN jsonb_to_recordset(%s::jsonb) AS made(copy_of text, draft_id text, name_sealed text)
        ON f.draft_id = made.copy_of
"""


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
    """在安装上备 ``count`` 份，分给 ``people`` 位办事人 (in a process of its own, as the installation's)."""
    command = cli("bench", "prepare", "--count", str(count), "--people", str(people))
    done = subprocess.run(command, env=made.environment, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise NotPrepared
    return [Prepared(**json.loads(line)) for line in done.stdout.splitlines()]


def prepare_here(*, count: int, people: int, at: datetime) -> None:
    """在本进程所连的安装上备稿，一行打印一份。"""
    who = _citizens()[:people]
    written = [_written(login, by, n, at=at) for n in range(WRITTEN) for login, by in who][:count]
    wanted = [written[n % len(written)] for n in range(count - len(written))]
    copied = (one for n in range(0, len(wanted), AT_ONCE) for one in _copied(wanted[n : n + AT_ONCE]))
    for one in (*written, *copied):
        json.dump(asdict(one), sys.stdout)
        print()
    # Or the server would do it while others are measured; only who owns a table may.
    with database.as_owner(), connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE cases_draft, cases_draftfile")


def _written(login: str, by: "Applicant", n: int, *, at: datetime) -> Prepared:
    from tongban.rooms.cases import acts as cases
    from tongban.rooms.cases.words import Typed
    from tongban.rooms.catalogue import queries as catalogue

    example = catalogue.current(code=ITEM).example
    typed = Typed(based_on=0, changes=dict(example["form"]), answers=dict(example["answers"]))
    uid = cases.start_draft(item_code=ITEM, by=by, at=at)
    cases.save_draft(draft_uid=uid, by=by, typed=typed, at=at)
    picture = cases.Upload(source=_picture(by.id * WRITTEN + n), name="手机拍照.png")
    cases.add_file(draft_uid=uid, by=by, key=UPLOADED, file=picture, at=at)
    return Prepared(login=login, uid=uid)


def _copied(these: Sequence[Prepared]) -> Iterator[Prepared]:
    """Copies of drafts, in two statements; the database does not see what is sealed."""
    fresh = [Prepared(login=one.login, uid=secrets.token_hex(16)) for one in these]
    pairs = [(one.uid, copy.uid) for one, copy in zip(these, fresh, strict=True)]
    originals = list({of for of, _ in pairs})
    drafts = _rows("cases_draft", "uid", originals)
    files = _rows("cases_draftfile", "draft_id", originals)
    with connection.cursor() as cursor:
        cursor.execute(COPY_DRAFTS, [json.dumps([_draft(drafts[of], of, uid) for of, uid in pairs])])
        cursor.execute(COPY_FILES, [json.dumps([_file(files[of], of, uid) for of, uid in pairs])])
    return iter(fresh)


def _rows(table: str, key: str, keys: list[str]) -> dict[str, dict[str, str]]:
    """The rows that the acts wrote, by their draft's key."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {key}, to_jsonb(t)::text FROM {table} t WHERE {key} = ANY(%s)", [keys])  # noqa: S608
        return {of: json.loads(row) for of, row in cursor.fetchall()}


def _draft(row: dict[str, str], of: str, uid: str) -> dict[str, str]:
    values = _resealed(row["values_sealed"], "cases_draft", "values", of, uid)
    addressee = _resealed(row["addressee_sealed"], "cases_draft", "addressee", of, uid)
    return {"copy_of": of, "uid": uid, "values_sealed": values, "addressee_sealed": addressee}


def _file(row: dict[str, str], of: str, uid: str) -> dict[str, str]:
    was, now = f"{of}/{row['key']}", f"{uid}/{row['key']}"
    name = _resealed(row["name_sealed"], "cases_draftfile", "name", was, now)
    return {"copy_of": of, "draft_id": uid, "name_sealed": name}


def _resealed(token: str, table: str, field: str, was: str, now: str) -> str:
    clear = unseal(token, context=FieldContext(table=table, row=was, field=field))
    return seal(clear, context=FieldContext(table=table, row=now, field=field))


def _citizens() -> "list[tuple[str, Applicant]]":
    """People of the demonstration district who can sign in, with the names of their accounts."""
    from tongban.foundation.accounts.models import Account
    from tongban.rooms.people import queries as people
    from tongban.wiring.demo import CONTENT

    known = read_yaml((CONTENT / "people.yml").read_text(encoding="utf-8"))["people"]
    accounts = Account.objects.filter(login__in=[row["phone"] for row in known]).order_by("login")
    found = [(account.login, people.applicant_of(account_id=account.pk)) for account in accounts]
    return [(login, applicant) for login, applicant in found if applicant is not None]


def _picture(n: int) -> bytes:
    """A small picture unlike every other: the store keeps like contents once."""
    kept = io.BytesIO()
    Image.new("RGB", (32, 32), (n >> 16 & 255, n >> 8 & 255, n & 255)).save(kept, "PNG")
    return kept.getvalue()
