"""好差评的查询：凭码看权利、我能评的、工作人员看到的、一个部门的数 (each one statement, but for the table of tags: a file)."""

import json
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

from django.db import connection

from tongban.foundation.crypto.tokens import normal_token
from tongban.foundation.rows import columns, row_of
from tongban.foundation.written import read_yaml
from tongban.rooms.rating import models, rules
from tongban.rooms.rating.errors import NoSuchRight
from tongban.rooms.rating.words import Grade, RightState, Tag, Tags

_FIELDS = columns(models.Right)
OF_CASE = f"SELECT {', '.join(_FIELDS)} FROM rating_right WHERE case_no = %s"  # noqa: S608 - our own columns
SHOWN = """
    SELECT r.uid, t.item_code, t.item_name, r.rated_on, r.grade, r.tags::text, r.words_sealed
    FROM rating_rating r JOIN rating_right t ON t.token = r.right_id
    WHERE t.department_code = %s AND (r.rated_on, r.uid) < (%s::date, %s)
    ORDER BY r.rated_on DESC, r.uid DESC LIMIT %s
"""
BY_GRADE = """
    SELECT r.grade, count(*) FROM rating_right t LEFT JOIN rating_rating r ON r.right_id = t.token
    WHERE t.department_code = %s AND t.closed_on BETWEEN %s AND %s GROUP BY r.grade
"""


@cache
def tags() -> Tags:
    """标签表：每个等级可选哪些 (content/tags.yml, read once)."""
    text = (files("tongban.rooms.rating") / "content" / "tags.yml").read_text(encoding="utf-8")
    return rules.read_tags(read_yaml(text))


@dataclass(frozen=True, kw_only=True)
class RightView:
    """评价页上看得到的：哪件事、哪个部门、评到哪天、现在能不能评；没有姓名，没有办件编号。"""

    token: str
    item_code: str
    item_name: str
    department_code: str
    closed_on: date
    until: date
    state: RightState

    @property
    def is_open(self) -> bool:
        """现在可以评。"""
        return self.state is RightState.OPEN


def right_by_token(*, token: str, on: date) -> RightView:
    """凭随机码看权利（不用登录；小写、空格、易混字母都认）。 Refuses: NoSuchRight."""
    return _view(models.Right.objects.filter(pk=normal_token(token)).first(), on=on)


def right_of_case(*, case_no: str, on: date) -> RightView:
    """一个办件的权利：只给已经证明办件是他的人看（本人登录，或编号加查询码）。 Refuses: NoSuchRight."""
    with connection.cursor() as cursor:
        cursor.execute(OF_CASE, [case_no])
        found = cursor.fetchone()
    return _view(None if found is None else row_of(models.Right, found), on=on)


def rights_of(*, holder: str, on: date) -> list[RightView]:
    """我现在能评的，先到期的在前。"""
    found = models.Right.objects.filter(holder=holder, rated_at=None, until__gte=on).order_by(
        "until", "token"
    )
    return [_view(right, on=on) for right in found]


def _view(right: models.Right | None, *, on: date) -> RightView:
    if right is None:
        raise NoSuchRight
    return RightView(
        token=right.token,
        item_code=right.item_code,
        item_name=right.item_name,
        department_code=right.department_code,
        closed_on=right.closed_on,
        until=right.until,
        state=rules.state(right.facts(), on=on),
    )


@dataclass(frozen=True, kw_only=True)
class Shown:
    """工作人员看到的一次评价：哪件事、哪天、几星、原因和话；没有是谁，没有是哪个办件。"""

    item_code: str
    item_name: str
    day: date
    grade: Grade
    tags: tuple[Tag, ...]
    words: str


@dataclass(frozen=True)
class ShownPage:
    """一页评价，新的在前；``after`` 交给下一页，空为没有了。"""

    ratings: tuple[Shown, ...]
    after: str


def shown_to_officer(*, department_code: str, after: str = "", limit: int = 50) -> ShownPage:
    """给本部门工作人员看的评价 (one statement, by key; the door has asked whether he is of this department).

    Within a day the order is that of a random key, so it does not tell who came first.
    """
    with connection.cursor() as cursor:
        cursor.execute(SHOWN, [department_code, *_before(after), limit + 1])
        rows = cursor.fetchall()
    shown = rows[:limit]
    following = f"{shown[-1][3]:%Y-%m-%d}/{shown[-1][0]}" if len(rows) > limit else ""
    return ShownPage(tuple(map(_shown, shown)), after=following)


def _before(after: str) -> tuple[date, str]:
    """Where the page begins; anything that is not a place begins at the newest."""
    day, _, uid = after.partition("/")
    try:
        return date.fromisoformat(day), uid
    except ValueError:
        return date.max, ""


def _shown(row: Any) -> Shown:
    uid, item_code, item_name, day, slug, codes, sealed = row
    grade, chosen = Grade.of(slug), set(json.loads(codes))
    return Shown(
        item_code=item_code,
        item_name=item_name,
        day=day,
        grade=grade,
        tags=tuple(tag for tag in tags()[grade] if tag.code in chosen),
        words=models.opened(uid, sealed),
    )


@dataclass(frozen=True)
class Figures:
    """一个部门一段时间的好差评。口径：期内办结的办件（``closed``），其中至今已评价的（``rated``），各等级几件。

    未评价的不计为任何等级；占比没有分母时为 None。
    """

    closed: int
    counts: dict[Grade, int]

    @property
    def rated(self) -> int:
        """已评价几件。"""
        return sum(self.counts.values())

    @property
    def rated_share(self) -> Fraction | None:
        """参评率 = 已评价件数 ÷ 期内办结件数。"""
        return rules.share(self.rated, self.closed)

    @property
    def good_share(self) -> Fraction | None:
        """好评率 = （非常满意 + 满意 + 基本满意）件数 ÷ 已评价件数。"""
        good = sum(count for grade, count in self.counts.items() if not grade.is_bad)
        return rules.share(good, self.rated)


def figures(*, department_code: str, since: date, until: date) -> Figures:
    """好差评的数：首尾两日（办结日）都算 (one statement; the door says to whom)."""
    with connection.cursor() as cursor:
        cursor.execute(BY_GRADE, [department_code, since, until])
        found: dict[str | None, int] = dict(cursor.fetchall())
    counts = {grade: found.get(str(grade), 0) for grade in Grade}
    return Figures(closed=sum(found.values()), counts=counts)
