"""工作日的另一种算法，只作检验之用：照通知原文逐日列表，再一天一天划掉 (a second count, written from the texts).

Written from 行政许可法 第八十二条、第四十五条, 民法典 第二百零一条、第二百零三条 and the lists of the three notices as the
specification prints them; it shares neither code nor data files with the product.
"""

from datetime import date, timedelta

NOTICES = {
    2024: (
        "01-01 02-10..02-17 04-04..04-06 05-01..05-05 06-10 09-15..09-17 10-01..10-07",
        "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
    ),
    2025: (
        "01-01 01-28..02-04 04-04..04-06 05-01..05-05 05-31..06-02 10-01..10-08",
        "01-26 02-08 04-27 09-28 10-11",
    ),
    2026: (
        "01-01..01-03 02-15..02-23 04-04..04-06 05-01..05-05 06-19..06-21 09-25..09-27 10-01..10-07",
        "01-04 02-14 02-28 05-09 09-20 10-10",
    ),
}


def _written_out(year: int, words: str) -> list[date]:
    days: list[date] = []
    for word in words.split():
        ends = [date.fromisoformat(f"{year}-{end}") for end in word.split("..")]
        days += [ends[0] + timedelta(days=n) for n in range((ends[-1] - ends[0]).days + 1)]
    return days


def _diary() -> dict[date, str]:
    """Every day of 2024 to 2026 and, after it, of a time whose notices are not known yet."""
    diary: dict[date, str] = {}
    day = date(2024, 1, 1)
    while day < date(2029, 1, 1):
        diary[day] = "rest" if day.strftime("%a") in ("Sat", "Sun") else "work"
        day += timedelta(days=1)
    for year, (off, on) in NOTICES.items():
        diary |= dict.fromkeys(_written_out(year, off), "rest") | dict.fromkeys(
            _written_out(year, on), "work"
        )
    return diary


DIARY = _diary()


def due(start: date, days: int, paused: list[tuple[date, date]]) -> tuple[date, bool]:
    """``(届满日, 是否估算)``：从次日起把每一天念一遍，休息的、暂停的划掉，念到第几个算第几个。"""
    struck = {first + timedelta(days=n) for first, last in paused for n in range((last - first).days + 1)}
    guessed = False
    day = start
    said = 0
    if days == 0:
        while DIARY[day] == "rest":
            day += timedelta(days=1)
        return day, any(d.year > 2026 for d in (start, day))
    while said < days:
        day += timedelta(days=1)
        guessed = guessed or day.year > 2026
        if DIARY[day] == "work" and day not in struck:
            said += 1
    return day, guessed


def passed(start: date, end: date) -> int:
    """``start`` 次日到 ``end`` 一共几个工作日。"""
    return len([day for day, kind in DIARY.items() if start < day <= end and kind == "work"])


def open_minutes_due(start_minute: int, minutes: int, first_day: date) -> tuple[date, int]:
    """分钟期限：从某日第 ``start_minute`` 分钟起，只数 9:00–12:00、13:30–17:00 的分钟，一分钟一分钟地数。"""
    day, minute, left = first_day, start_minute, minutes
    while True:
        in_hours = 540 <= minute < 720 or 810 <= minute < 1020
        if DIARY[day] == "work" and in_hours:
            left -= 1
        minute += 1
        if left == 0:
            return day, minute
        if minute == 1440:
            day, minute = day + timedelta(days=1), 0
