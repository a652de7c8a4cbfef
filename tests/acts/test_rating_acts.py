"""好差评：办结了才能评，评一次，谁评的没有人知道。"""

import json
from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.db import connection, transaction

from tests.factories.notices import AT, CASE_NO, step, version_id
from tongban.rooms.cases.events import CaseClosed
from tongban.rooms.catalogue import queries as catalogue
from tongban.rooms.journal import queries as journal
from tongban.rooms.people import events as people_events
from tongban.rooms.people.words import ErasureGround
from tongban.rooms.rating import acts, models, queries, reactions
from tongban.rooms.rating.errors import AlreadyRated, NoSuchRating, NoSuchRight, RatingOver, WrongTags
from tongban.rooms.rating.words import Grade, Opinion, RightState, Tag

pytestmark = pytest.mark.django_db(transaction=True)
ON = AT.date()
HOLDER = "person:1"
WORDS = "窗口的同志很耐心，谢谢李小敏 19977712345"
GOOD = Opinion(grade=Grade.VERY_SATISFIED, tags=("517", "510"), words=WORDS)


def closed(number: int = 1, *, holder: str = HOLDER, **changes: object) -> str:
    """A closed case, heard of by the room: its number."""
    case_no = f"{CASE_NO[:-2]}{number:02d}"
    facts = {"case_no": case_no, "applicant": holder, "version_id": version_id(), **changes}
    with transaction.atomic():
        reactions.offer_rating(step(CaseClosed, **facts))
    return case_no


def token_of(case_no: str) -> str:
    return queries.right_of_case(case_no=case_no, on=ON).token


def test_a_closed_case_gives_its_applicant_one_right():
    case_no = closed()
    [right] = queries.rights_of(holder=HOLDER, on=ON)
    assert (right.until, right.closed_on, right.state) == (date(2026, 4, 1), ON, RightState.OPEN)
    assert right.item_name == catalogue.version(version_id=version_id()).name
    assert len(right.token) == 26
    assert [r.kind for r in journal.stream(name=f"rating-right:{case_no}")] == ["rating.offered"]


def test_an_event_that_comes_twice_gives_one_right():
    case_no = closed()
    token = token_of(case_no)
    closed()
    assert token_of(case_no) == token
    assert len(journal.stream(name=f"rating-right:{case_no}")) == 1


def test_tokens_are_not_to_be_guessed():
    tokens = {token_of(closed(n)) for n in range(20)}
    assert len(tokens) == 20
    assert len({token[:4] for token in tokens}) > 15


def test_rating_by_token_needs_no_login_and_forgives_how_it_is_typed():
    token = token_of(closed())
    typed = f" {token[:13].lower()}-{token[13:]} "
    assert queries.right_by_token(token=typed, on=ON).is_open
    event = acts.rate(token=typed, opinion=GOOD, at=AT)
    assert (event.grade, event.tags, event.has_words) == (Grade.VERY_SATISFIED, ("510", "517"), True)
    assert queries.right_by_token(token=token, on=ON).state is RightState.RATED
    assert queries.rights_of(holder=HOLDER, on=ON) == []


def test_the_applicant_rates_his_own_case_and_nobody_elses():
    case_no = closed()
    with pytest.raises(NoSuchRight):
        acts.rate_case(case_no=case_no, holder="person:2", opinion=GOOD, at=AT)
    acts.rate_case(case_no=case_no, holder=HOLDER, opinion=GOOD, at=AT)
    assert models.Rating.objects.count() == 1


def test_a_second_rating_is_refused_by_either_way_and_leaves_nothing():
    case_no = closed()
    token = token_of(case_no)
    acts.rate(token=token, opinion=GOOD, at=AT)
    bad = Opinion(grade=Grade.VERY_DISSATISFIED)
    with pytest.raises(AlreadyRated):
        acts.rate(token=token, opinion=bad, at=AT)
    with pytest.raises(AlreadyRated):
        acts.rate_case(case_no=case_no, holder=HOLDER, opinion=bad, at=AT)
    assert [str(r.grade) for r in models.Rating.objects.all()] == ["very_satisfied"]


def test_too_late_is_refused_and_the_case_stays_unrated():
    token = token_of(closed())
    with pytest.raises(RatingOver):
        acts.rate(token=token, opinion=GOOD, at=AT + timedelta(days=31))
    assert models.Rating.objects.count() == 0
    assert queries.right_by_token(token=token, on=date(2026, 4, 2)).state is RightState.EXPIRED
    assert queries.rights_of(holder=HOLDER, on=date(2026, 4, 2)) == []


def test_a_refused_rating_leaves_no_trace_and_may_be_given_again():
    token = token_of(closed())
    with pytest.raises(WrongTags):
        acts.rate(token=token, opinion=Opinion(grade=Grade.SATISFIED, tags=("510",)), at=AT)
    assert acts.rate(token=token, opinion=Opinion(grade=Grade.SATISFIED, tags=("406",)), at=AT)


@pytest.mark.parametrize("token", ["", "0" * 26, "x", "' OR 1=1", "’"])
def test_a_token_that_is_none_is_answered_like_a_case_that_is_none(token):
    closed()
    with pytest.raises(NoSuchRight):
        queries.right_by_token(token=token, on=ON)
    with pytest.raises(NoSuchRight):
        acts.rate(token=token, opinion=GOOD, at=AT)


def test_what_is_never_rated_stays_unrated():
    closed(1)
    figures = queries.figures(department_code="market", since=ON, until=ON)
    assert (figures.closed, figures.rated, figures.rated_share, figures.good_share) == (
        1,
        0,
        Fraction(0),
        None,
    )
    assert set(figures.counts.values()) == {0}


def test_officers_see_item_day_grade_reasons_and_words_and_nothing_else():
    acts.rate(token=token_of(closed()), opinion=GOOD, at=AT)
    [shown] = queries.shown_to_officer(department_code="market").ratings
    assert vars(shown) == {
        "item_code": "11990102MB0000019H499013100100101",
        "item_name": catalogue.version(version_id=version_id()).name,
        "day": ON,
        "grade": Grade.VERY_SATISFIED,
        "tags": (Tag("510", "一窗受理一次办结"), Tag("517", "服务热情效率高")),
        "words": WORDS,
    }
    assert queries.shown_to_officer(department_code="city").ratings == ()


def rate_some(grades: list[Grade], *, department: str = "market", first: int = 1) -> None:
    for n, grade in enumerate(grades, start=first):
        at = AT + timedelta(hours=n)
        acts.rate(token=token_of(closed(n, department_code=department)), opinion=Opinion(grade=grade), at=at)


def test_the_pages_of_ratings_neither_miss_nor_repeat_and_forget_who_came_first():
    rate_some([Grade.SATISFIED] * 7)
    seen, after = [], ""
    while True:
        page = queries.shown_to_officer(department_code="market", after=after, limit=3)
        seen += page.ratings
        after = page.after
        if not after:
            break
    assert len(seen) == 7
    order = list(models.Rating.objects.order_by("-rated_on", "-uid").values_list("uid", flat=True))
    assert order == sorted(order, reverse=True)


@pytest.mark.parametrize("nonsense", ["x", "/", "2026-13-01/a", "9" * 40])
def test_a_page_that_does_not_exist_begins_at_the_newest(nonsense):
    rate_some([Grade.SATISFIED])
    assert len(queries.shown_to_officer(department_code="market", after=nonsense).ratings) == 1


ORACLE = """
    SELECT (SELECT count(*) FROM rating_right t WHERE t.department_code = 'market' AND t.closed_on >= '2026-03-02'
                AND t.closed_on <= '2026-03-31'),
           (SELECT count(*) FROM rating_rating r WHERE r.grade = %s AND EXISTS (SELECT FROM rating_right t
                WHERE t.token = r.right_id AND t.department_code = 'market' AND t.closed_on >= '2026-03-02'
                AND t.closed_on <= '2026-03-31'))
"""


def test_the_figures_of_a_department_equal_the_oracle():
    rate_some([Grade.VERY_SATISFIED] * 3 + [Grade.SATISFIED, Grade.DISSATISFIED])
    rate_some([Grade.VERY_DISSATISFIED] * 2, department="city", first=20)
    closed(40), closed(41)
    closed(42, at=AT + timedelta(days=40))
    found = queries.figures(department_code="market", since=date(2026, 3, 2), until=date(2026, 3, 31))
    for grade in Grade:
        with connection.cursor() as cursor:
            cursor.execute(ORACLE, [str(grade)])
            assert cursor.fetchone() == (found.closed, found.counts[grade])
    assert (found.closed, found.rated, found.rated_share) == (7, 5, Fraction(5, 7))
    assert found.good_share == Fraction(4, 5)


def test_each_question_is_one_statement(django_assert_num_queries):
    token = token_of(closed())
    rate_some([Grade.SATISFIED], first=2)
    with django_assert_num_queries(1):
        queries.right_by_token(token=token, on=ON)
    with django_assert_num_queries(1):
        queries.rights_of(holder=HOLDER, on=ON)
    with django_assert_num_queries(1):
        queries.shown_to_officer(department_code="market")
    with django_assert_num_queries(1):
        queries.figures(department_code="market", since=ON, until=ON)


def stored(*tables: str) -> str:
    with connection.cursor() as cursor:
        rows = []
        for table in tables:
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t")
            rows += [row for (row,) in cursor.fetchall()]
    return json.dumps(rows, ensure_ascii=False)


def test_the_words_are_sealed_and_in_no_event():
    acts.rate(token=token_of(closed()), opinion=GOOD, at=AT)
    everything = stored("rating_right", "rating_rating", "journal_event")
    assert [w for w in ("窗口的同志", "李小敏", "19977712345") if w in everything] == []


def test_no_event_of_a_rating_leads_to_the_case_or_the_person():
    event = acts.rate(token=token_of(closed()), opinion=GOOD, at=AT)
    [recorded] = journal.stream(name=f"rating:{event.rating_uid}")
    told = json.dumps(recorded.payload) + recorded.by
    assert [w for w in (CASE_NO[:-2], HOLDER, "person:") if w in told] == []


def test_words_are_erased_and_grade_and_reasons_stay():
    event = acts.rate(token=token_of(closed()), opinion=GOOD, at=AT)
    acts.erase_words(rating_uid=event.rating_uid, ground="评价人请求", by="officer:9", at=AT)
    [shown] = queries.shown_to_officer(department_code="market").ratings
    assert (shown.words, shown.grade, len(shown.tags)) == ("", Grade.VERY_SATISFIED, 2)
    assert [r.kind for r in journal.stream(name=f"rating:{event.rating_uid}")] == [
        "rating.case_rated",
        "rating.words_erased",
    ]
    with pytest.raises(NoSuchRating):
        acts.erase_words(rating_uid="0" * 32, ground="x", by="officer:9", at=AT)


def test_an_erased_person_leaves_his_stars_and_nothing_of_himself():
    acts.rate(token=token_of(closed()), opinion=GOOD, at=AT)
    erased = people_events.PersonErased(person_id=1, ground=ErasureGround.FULFILLED, by="officer:1", at=AT)
    reactions.forget_person(erased)
    assert HOLDER not in stored("rating_right", "rating_rating")
    [shown] = queries.shown_to_officer(department_code="market").ratings
    assert (shown.words, shown.grade) == ("", Grade.VERY_SATISFIED)
