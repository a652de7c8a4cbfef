"""比照：同一台服务器、同一分钟，用 pgbench 直接写同样的行、读同样的行，不经 Python (what the database alone can do).

The rows are copies of a case that was just received, written to tables of the same shape (indexes, checks and the journal's
trigger included) in a schema beside the product's own, in the same two statements and one transaction.
"""

import re
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from django.db import connection

from tongban.foundation.postgres import binaries
from tongban.foundation.refusal import Refusal

SCHEMA = "bench"
TABLES = (
    "cases_submission", "cases_counter", "cases_case", "cases_material", "cases_document", "journal_event",
)  # fmt: skip
MAKE = f"""
    DROP SCHEMA IF EXISTS {SCHEMA} CASCADE;
    CREATE SCHEMA {SCHEMA};
    {"".join(f"CREATE TABLE {SCHEMA}.{name} (LIKE public.{name} INCLUDING ALL);" for name in TABLES)}
    ALTER TABLE {SCHEMA}.cases_material ADD FOREIGN KEY (case_id) REFERENCES {SCHEMA}.cases_case;
    ALTER TABLE {SCHEMA}.cases_document ADD FOREIGN KEY (case_id) REFERENCES {SCHEMA}.cases_case;
    CREATE TRIGGER before_insert BEFORE INSERT ON {SCHEMA}.journal_event
        FOR EACH ROW EXECUTE FUNCTION public.journal_before_insert();
"""
# Random once a transaction; md5 spreads it over what must be unlike in every row.
DRAW = "\\set r random(1, 1000000000000000000)\n"
NEW = "md5(:r::text)"
UNLIKE = {
    "cases_submission": {"key": NEW, "draft_uid": NEW, "case_uid": NEW},
    "cases_case": {"uid": NEW, "case_no": NEW, "short_no": f"left({NEW}, 24)"},
    "cases_document": {"uid": NEW, "case_id": NEW, "number": NEW, "code": NEW},
    "cases_material": {"case_id": NEW},
    "journal_event": {"stream": f"'case:' || {NEW}"},
}
LEFT_TO_THE_SERVER = {"cases_material": ("id",), "journal_event": ("id", "xid", "stream_no", "digest")}
COUNTED = """
    INSERT INTO cases_counter (scope, n) SELECT 'bench-' || nth, 1 FROM claimed, generate_series(1, 3) AS nth
    ON CONFLICT (scope) DO UPDATE SET n = cases_counter.n + 1 RETURNING scope, n;
"""
READ = """
\\set n random(1, {cases})
SELECT c.*, (SELECT json_agg(m ORDER BY m.position)::text FROM cases_material m WHERE m.case_id = c.uid),
    (SELECT json_agg(d)::text FROM cases_document d WHERE d.case_id = c.uid),
    (SELECT json_agg(json_build_array(e.kind, e.at, e.actor, e.payload) ORDER BY e.stream_no)::text
        FROM journal_event e WHERE e.stream = 'case:' || c.case_no)
FROM cases_case c WHERE c.case_no = '{prefix}' || lpad(:n::text, 5, '0');
"""


class PgbenchFailed(Refusal):
    """pgbench 没有运行成。"""

    code = "bench.pgbench_failed"
    says = "pgbench 没有运行成：{why}"
    next_step = "请在仍装着自带数据库程序的环境里运行"


def writes(*, case_no: str) -> str:
    """写的脚本：把这个办件的行照样再写一遍，唯一的列换成新的。"""
    with connection.cursor() as cursor:
        cursor.execute(MAKE)
    of = "(SELECT uid FROM cases_case WHERE case_no = %s)"
    claimed = _insert("cases_submission", f"case_uid = {of}", case_no)
    case = _insert("cases_case", "case_no = %s", case_no)
    materials = _insert("cases_material", f"case_id = {of}", case_no)
    document = _insert("cases_document", f"case_id = {of}", case_no)
    event = _insert("journal_event", "stream = 'case:' || %s AND stream_no = 1", case_no)
    store = f"WITH received AS ({case}), handed AS ({materials}), printed AS ({document}) {event};"
    return f"{DRAW}BEGIN;\nWITH claimed AS ({claimed} RETURNING key) {_line(COUNTED)}\n{store}\nCOMMIT;\n"


def reads(*, prefix: str, cases: int) -> str:
    """读的脚本：一条语句读出一个办件的全部，编号在 1 到 ``cases`` 之间随机。"""
    draw, _, select = READ.format(prefix=prefix, cases=cases).strip().partition("\n")
    return f"{draw}\n{_line(select)}\n"


def _insert(table: str, where: str, case_no: str) -> str:
    rows = _literals(table, where, case_no)
    names = ", ".join(rows[0])
    values = ", ".join(f"({', '.join(row.values())})" for row in rows)
    return f"INSERT INTO {table} ({names}) VALUES {values}"  # noqa: S608 - our own tables


def _literals(table: str, where: str, case_no: str) -> list[dict[str, str]]:
    """Each row as SQL literals by column, made by the server; pgbench would take a colon for a variable, so none stands bare."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
            [f"public.{table}"],
        )
        kinds = {n: kind for n, kind in cursor.fetchall() if n not in LEFT_TO_THE_SERVER.get(table, ())}
        columns = ", ".join(f'quote_nullable("{name}"::text)' for name in kinds)
        cursor.execute(f"SELECT {columns} FROM public.{table} WHERE {where}", [case_no])  # noqa: S608
        rows = cursor.fetchall()
    unlike: Mapping[str, str] = UNLIKE[table]
    return [
        {name: unlike.get(name) or _bare(text, kinds[name]) for name, text in zip(kinds, row, strict=True)}
        for row in rows
    ]


def _bare(literal: str, kind: str) -> str:
    """pgbench reads ``:name`` as a variable even within quotes; an escape says the colon another way."""
    if literal == "NULL":
        return f"NULL::{kind}"
    return "E" + re.sub(r":(?=\w)", r"\\x3a", literal.removeprefix("E")) + f"::{kind}"


def _line(statement: str) -> str:
    return " ".join(statement.split())


def run(script: str, *, url: str, clients: int, seconds: int) -> float:
    """运行脚本，返回每秒事务数。 Refuses: PgbenchFailed."""
    program = binaries.carried() / "bin" / "pgbench"
    with tempfile.TemporaryDirectory(prefix="tongban-pgbench-") as folder:
        file = Path(folder) / "script.sql"
        file.write_text(script, encoding="utf-8")
        command = [
            program,
            "-n",
            "-M",
            "prepared",
            "-c",
            str(clients),
            "-j",
            "1",
            "-T",
            str(seconds),
            "-f",
            file,
            url,
        ]
        done = subprocess.run(
            command,
            env={"PGOPTIONS": f"-c search_path={SCHEMA},public"},
            capture_output=True,
            text=True,
            check=False,
        )
    found = re.search(r"tps = ([0-9.]+)", done.stdout)
    if done.returncode or not found:
        raise PgbenchFailed(why=(done.stderr or done.stdout).strip()[-400:])
    return float(found[1])
