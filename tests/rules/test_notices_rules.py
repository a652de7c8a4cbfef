"""通知的规则：说的话人人读得懂，发的时候不吵人，发不出去隔得越来越久。"""

import re
from datetime import date, datetime, timedelta

import pytest

from tests.factories.notices import AT, CANARY_WORDS, CASE_NO, every_step, step
from tongban.foundation.clock import SHANGHAI
from tongban.rooms.cases import events
from tongban.rooms.notices.rules import sending, telling
from tongban.rooms.notices.words import Channel, DeliveryFacts, MessageKind

ITEM = "食品经营许可（餐饮服务经营者）新办及变更登记"
JARGON = re.compile(r"事项|编码|办件|申请人|贵|兹|该|系统|时效|告知书|D\d\d|材料清单|提请|予以")


def told(kind: type[events.CaseEvent], **changes: object) -> telling.Told:
    found = telling.tell(step(kind, **changes), item_name=ITEM)
    assert found is not None
    return found


def sentences(text: str) -> list[str]:
    return [s for s in re.split("[。！？]", text) if s]


def test_every_kind_of_message_has_its_text_and_every_step_its_message():
    kinds = [telling.tell(each, item_name=ITEM).kind for each in every_step()]
    assert sorted(kinds) == sorted(MessageKind) == sorted(telling.TEXTS)


@pytest.mark.parametrize("each", every_step(), ids=lambda e: f"{e.kind}{'+' * bool(getattr(e, 'deemed', 0))}")
def test_a_message_is_short_and_plain(each):
    message = telling.tell(each, item_name=ITEM)
    assert max(len(s) for s in sentences(message.body)) <= 30
    assert len(message.subject) <= 12
    assert JARGON.findall(message.subject + message.body) == []
    assert "您" in message.body
    assert "{" not in message.body


@pytest.mark.parametrize("each", every_step(), ids=lambda e: e.kind)
def test_nothing_that_an_officer_wrote_enters_a_message(each):
    message = telling.tell(each, item_name=ITEM)
    pieces = [CANARY_WORDS[n : n + 5] for n in range(len(CANARY_WORDS) - 5)]
    assert [p for p in pieces if p in message.body + message.subject] == []


def test_the_message_of_acceptance_says_what_happened_and_until_when():
    message = told(events.CaseAccepted)
    assert message.body == (
        "您申请的“食品经营许可（餐饮服务经营者）…”已经受理。最晚3月9日作出决定。受理通知书可以在网上查看。"
    )
    assert message.link == f"/my/cases/{CASE_NO}"


def test_acceptance_by_the_passing_of_time_is_told_as_such():
    message = told(events.CaseAccepted, deemed=True)
    assert message.kind is MessageKind.DEEMED_ACCEPTED
    assert "时限从3月2日起算" in message.body


def test_an_estimated_date_is_said_to_be_one():
    assert told(events.CaseAccepted, provisional=True).body.endswith(telling.ESTIMATED)


def test_a_date_of_another_year_is_told_with_its_year():
    assert "2027年1月5日" in told(events.CaseReceived, accept_by=date(2027, 1, 5)).body


def test_the_number_of_defects_is_told_and_their_text_is_not():
    assert "有2份材料要补正" in told(events.SupplementAsked).body


def test_a_changed_date_is_told_by_what_was_promised():
    was, now = {"accept_by": date(2026, 3, 9)}, {"accept_by": date(2026, 3, 10)}
    body = told(events.DueDatesRecomputed, was=was, now=now).body
    assert "原来最晚3月9日告诉您是否受理。现在最晚是3月10日。" in body


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ({"statutory_due_on": date(2026, 3, 9)}, {"statutory_due_on": date(2026, 3, 10)}),
        ({"due_on": date(2026, 3, 9)}, {"due_on": date(2026, 3, 9)}),
    ],
)
def test_a_change_that_is_no_promise_to_the_applicant_is_not_told(was, now):
    assert telling.tell(step(events.DueDatesRecomputed, was=was, now=now), item_name=ITEM) is None


def test_one_event_has_one_name_however_its_time_is_written():
    one = step(events.CaseIssued)
    again = step(events.CaseIssued, at=AT.astimezone(tz=None))
    assert telling.event_key(one) == telling.event_key(again)
    assert telling.event_key(one) != telling.event_key(step(events.CaseServed))


@pytest.mark.parametrize(
    ("chosen", "phone", "mail", "by"),
    [
        (set(Channel), True, True, {"in_app", "sms", "email"}),
        (set(Channel), True, False, {"in_app", "sms"}),
        (set(Channel), False, True, {"in_app", "email"}),
        ({Channel.EMAIL}, True, True, {"in_app", "email"}),
        ({Channel.IN_APP}, True, True, {"in_app"}),
        (set(), True, True, {"in_app"}),
    ],
)
def test_the_inbox_always_and_the_others_when_wanted_and_known(chosen, phone, mail, by):
    assert {str(c) for c in sending.channels(chosen=chosen, phone_known=phone, mail_known=mail)} == by


def clock(hour: int, minute: int = 0, day: int = 2) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("at", "by", "first"),
    [
        (clock(23), "officer:12", clock(23)),
        (clock(3), "person:7", clock(3)),
        (clock(0, 5), "system:clock", clock(8)),
        (clock(7, 59), "system:clock", clock(8)),
        (clock(8), "system:clock", clock(8)),
        (clock(21, 59), "system:clock", clock(21, 59)),
        (clock(22), "system:clock", clock(8, day=3)),
    ],
)
def test_what_the_clock_does_at_night_is_told_in_the_morning(at, by, first):
    assert sending.first_try(at=at, by=by) == first


def test_the_waits_double_up_to_two_hours_and_end_after_ten_attempts():
    waits = [sending.next_try(attempts=n, at=AT, chance=0.5) for n in range(1, 11)]
    seconds = [(w - AT).total_seconds() for w in waits if w]
    assert seconds == [30, 60, 120, 240, 480, 960, 1920, 3840, 7200]
    assert waits[9] is None


def test_chance_spreads_a_wait_from_half_to_one_and_a_half():
    spread = [sending.next_try(attempts=3, at=AT, chance=c) - AT for c in (0.0, 1.0)]
    assert spread == [timedelta(seconds=60), timedelta(seconds=180)]


def test_the_inbox_cannot_be_chosen_away():
    event = sending.choose("person:7", wanted=[Channel.EMAIL], by="person:7", at=AT)
    assert event.channels == (Channel.IN_APP, Channel.EMAIL)


def test_giving_up_says_why_and_after_how_many_attempts():
    delivery = DeliveryFacts(uid="d", message_uid="m", channel=Channel.SMS, attempts=10)
    event = sending.give_up(delivery, why="timeout", by="system:notices", at=AT)
    assert (event.stream, event.why, event.attempts) == ("message:m", "timeout", 10)
