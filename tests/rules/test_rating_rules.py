"""好差评的规则：三十天内评一次，标签对得上，不评就是不评。"""

from datetime import date, datetime
from fractions import Fraction

import pytest

from tests.factories.notices import AT, step
from tongban.foundation.clock import SHANGHAI
from tongban.rooms.calendar import queries as calendar
from tongban.rooms.cases.events import CaseClosed
from tongban.rooms.rating import queries, rules
from tongban.rooms.rating.errors import AlreadyRated, RatingOver, TooManyWords, WrongTags
from tongban.rooms.rating.words import Grade, Opinion, RightFacts, RightState

TAGS = queries.tags()
UNTIL = date(2026, 4, 1)


def right(*, until: date = UNTIL, rated: bool = False) -> RightFacts:
    return RightFacts(item_code="item", department_code="market", until=until, rated=rated)


def rate(opinion: Opinion, *, at: datetime = AT, **facts: object) -> object:
    return rules.rate(right(**facts), opinion, rating_uid="u", tags=TAGS, at=at)


@pytest.mark.parametrize(
    ("closed", "until"),
    [
        (date(2026, 3, 2), date(2026, 4, 1)),  # Monday + 30 = Wednesday
        (date(2026, 3, 5), date(2026, 4, 7)),  # 04-04 begins 清明: Saturday to Monday are off
        (date(2026, 9, 1), date(2026, 10, 8)),  # 10-01 begins 国庆
        (date(2026, 1, 10), date(2026, 2, 9)),
        (date(2026, 1, 15), date(2026, 2, 14)),  # a Saturday made a working day
    ],
)
def test_the_right_lasts_thirty_natural_days_and_rolls_to_a_working_day(closed, until):
    at = datetime(closed.year, closed.month, closed.day, 16, tzinfo=SHANGHAI)
    offered = rules.offer(step(CaseClosed, at=at), workdays=calendar.published_workdays())
    assert offered.until == until


@pytest.mark.parametrize(
    ("rated", "on", "state"),
    [
        (False, date(2026, 4, 1), RightState.OPEN),
        (False, date(2026, 4, 2), RightState.EXPIRED),
        (True, date(2026, 3, 3), RightState.RATED),
        (True, date(2026, 5, 3), RightState.RATED),
    ],
)
def test_a_right_is_open_to_the_end_of_its_last_day(rated, on, state):
    assert rules.state(right(rated=rated), on=on) is state


def test_the_last_minute_of_the_last_day_counts_in_shanghai():
    opinion = Opinion(grade=Grade.SATISFIED)
    assert rate(opinion, at=datetime(2026, 4, 1, 23, 59, tzinfo=SHANGHAI))
    with pytest.raises(RatingOver, match="2026年04月01日"):
        rate(opinion, at=datetime(2026, 4, 2, 0, 0, tzinfo=SHANGHAI))


def test_a_second_rating_is_refused():
    with pytest.raises(AlreadyRated):
        rate(Opinion(grade=Grade.SATISFIED), rated=True)


@pytest.mark.parametrize("grade", list(Grade))
def test_each_grade_takes_its_own_eight_tags_and_none_of_the_others(grade):
    own = tuple(tag.code for tag in TAGS[grade])
    assert len(own) == 8
    assert rate(Opinion(grade=grade, tags=own)).tags == own
    for other in set(Grade) - {grade}:
        with pytest.raises(WrongTags):
            rate(Opinion(grade=grade, tags=(own[0], TAGS[other][0].code)))


@pytest.mark.parametrize("tag", ["", "999", "51", "５１０"])
def test_a_tag_that_does_not_exist_is_refused(tag):
    with pytest.raises(WrongTags):
        rate(Opinion(grade=Grade.VERY_SATISFIED, tags=(tag,)))


def test_five_hundred_characters_are_taken_and_one_more_is_not():
    assert rate(Opinion(grade=Grade.SATISFIED, words="好" * 500)).has_words
    with pytest.raises(TooManyWords, match="501"):
        rate(Opinion(grade=Grade.SATISFIED, words="好" * 501))


def test_the_event_tells_neither_who_nor_which_case_nor_the_words():
    event = rate(Opinion(grade=Grade.DISSATISFIED, tags=("214",), words="我叫李小敏"))
    assert event.payload() == {
        "rating_uid": "u",
        "item_code": "item",
        "department_code": "market",
        "grade": "dissatisfied",
        "tags": ["214"],
        "channel": "online",
        "has_words": True,
    }
    assert event.by == "system:rating"


def test_stars_and_exchange_codes_run_against_each_other():
    assert [(g.stars, g.exchange_code, g.is_bad) for g in Grade] == [
        (5, "1", False),
        (4, "2", False),
        (3, "3", False),
        (2, "4", True),
        (1, "5", True),
    ]
    assert [Grade.of_stars(stars) for stars in (5, 4, 3, 2, 1)] == list(Grade)


def test_no_grade_has_six_stars():
    with pytest.raises(ValueError, match="6 stars"):
        Grade.of_stars(6)


def test_the_table_of_tags_has_forty_whose_first_digit_is_the_stars():
    assert sum(map(len, TAGS.values())) == 40
    assert {(tag.code[0], str(g.stars)) for g in Grade for tag in TAGS[g]} == {(s, s) for s in "12345"}


@pytest.mark.parametrize("content", [{}, {"satisfied": {"510": "x"}}])
def test_a_table_of_tags_that_is_not_sound_is_refused(content):
    with pytest.raises(ValueError, match="not sound"):
        rules.read_tags(content)


def test_a_share_of_nothing_is_no_share():
    assert rules.share(0, 0) is None
    assert rules.share(1, 3) == Fraction(1, 3)
