"""好差评的规则：谁能评、评到什么时候、标签对不对、总起来怎么算。

Law: 国办发〔2019〕51号（一事一评，自愿评价，保护评价人）; GB/T 39734-2020.
"""

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction

from tongban.rooms.calendar.words import SHANGHAI, Workdays
from tongban.rooms.cases.events import CaseClosed
from tongban.rooms.rating.errors import AlreadyRated, RatingOver, TooManyWords, WrongTags
from tongban.rooms.rating.events import CaseRated, RatingOffered
from tongban.rooms.rating.words import (
    LONGEST_WORDS,
    OPEN_DAYS,
    Grade,
    Opinion,
    RightFacts,
    RightState,
    Tag,
    Tags,
)

BY = "system:rating"
"""评价的事件里不写是谁：写的是系统代记。"""


def offer(closed: CaseClosed, *, workdays: Workdays) -> RatingOffered:
    """给评价的权利：自办结次日起 30 个自然日，末日逢休息日顺延 (domain.md 2.3 K12)."""
    return RatingOffered(
        case_no=closed.case_no,
        item_code=closed.item_code,
        department_code=closed.department_code,
        until=workdays.after_natural(closed.at.astimezone(SHANGHAI).date(), OPEN_DAYS).on,
        by=BY,
        at=closed.at,
    )


def state(right: RightFacts, *, on: date) -> RightState:
    """权利在某一天怎样。"""
    if right.rated:
        return RightState.RATED
    return RightState.OPEN if on <= right.until else RightState.EXPIRED


def rate(right: RightFacts, opinion: Opinion, *, rating_uid: str, tags: Tags, at: datetime) -> CaseRated:
    """评价一次。

    Law: 国办发〔2019〕51号. Refuses: AlreadyRated, RatingOver, WrongTags, TooManyWords.
    """
    now = state(right, on=at.astimezone(SHANGHAI).date())
    if now is RightState.RATED:
        raise AlreadyRated
    if now is RightState.EXPIRED:
        raise RatingOver(until=right.until)
    _require_sound(opinion, tags=tags)
    return CaseRated(
        rating_uid=rating_uid,
        item_code=right.item_code,
        department_code=right.department_code,
        grade=opinion.grade,
        tags=tuple(sorted(set(opinion.tags))),
        channel=opinion.channel,
        has_words=bool(opinion.words.strip()),
        by=BY,
        at=at,
    )


def _require_sound(opinion: Opinion, *, tags: Tags) -> None:
    if not set(opinion.tags) <= {tag.code for tag in tags[opinion.grade]}:
        raise WrongTags(grade=opinion.grade.zh)
    if len(opinion.words.strip()) > LONGEST_WORDS:
        raise TooManyWords(count=len(opinion.words.strip()), most=LONGEST_WORDS)


def read_tags(content: Mapping[str, Mapping[str, str]]) -> Tags:
    """读标签表：每级八个，编码首位是星数 (ValueError when the table is not such)."""
    tags = {
        Grade.of(grade): tuple(Tag(code=code, text=text) for code, text in listed.items())
        for grade, listed in content.items()
    }
    wrong = [tag.code for grade, listed in tags.items() for tag in listed if tag.code[0] != str(grade.stars)]
    if wrong or set(tags) != set(Grade):
        raise ValueError(f"the table of tags is not sound: {wrong}")
    return tags


def share(part: int, whole: int) -> Fraction | None:
    """占比：没有分母就没有占比 (None), never zero."""
    return Fraction(part, whole) if whole else None
