"""好差评的办理：评价一次、抹去评价的文字 (one function an act, one transaction, its event in the journal)."""

from datetime import datetime

from django.db import transaction

from tongban.foundation.clock import law_date
from tongban.foundation.crypto.tokens import normal_token
from tongban.rooms.journal import acts as journal
from tongban.rooms.rating import queries, rules
from tongban.rooms.rating.events import CaseRated, RatingWordsErased
from tongban.rooms.rating.models import Rating, Right, new_uid
from tongban.rooms.rating.words import Opinion


def rate(*, token: str, opinion: Opinion, at: datetime) -> CaseRated:
    """凭随机码评价一次，不用登录。

    Law: 国办发〔2019〕51号. Refuses: NoSuchRight, AlreadyRated, RatingOver, WrongTags, TooManyWords.
    """
    return _rate({"token": normal_token(token)}, opinion, at=at)


def rate_case(*, case_no: str, holder: str, opinion: Opinion, at: datetime) -> CaseRated:
    """办件的申请人评价一次；``holder`` 如 ``person:7``。

    Law: 国办发〔2019〕51号. Refuses: NoSuchRight (also when it is somebody else's), AlreadyRated, RatingOver, WrongTags,
    TooManyWords.
    """
    return _rate({"case_no": case_no, "holder": holder}, opinion, at=at)


def _rate(which: dict[str, str], opinion: Opinion, *, at: datetime) -> CaseRated:
    with transaction.atomic(durable=True):
        right = Right.locked(**which)
        event = rules.rate(right.facts(), opinion, rating_uid=new_uid(), tags=queries.tags(), at=at)
        right.record_rated(event, words=opinion.words.strip(), rated_on=law_date(at))
        journal.witness(event)
    return event


def erase_words(*, rating_uid: str, ground: str, by: str, at: datetime) -> RatingWordsErased:
    """抹去一次评价的文字，等级和标签留下。 Law: 个人信息保护法 第四十七条. Refuses: NoSuchRating."""
    event = RatingWordsErased(rating_uid=rating_uid, ground=ground, by=by, at=at)
    with transaction.atomic(durable=True):
        Rating.locked(rating_uid).record_words_erased()
        journal.witness(event)
    return event
