"""演示区：X区（990102）的机构、人员、日历和事项，装两次等于装一次 (the demonstration district; synthetic throughout)."""

import secrets
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password

from tongban.foundation import home
from tongban.foundation.accounts.models import Account
from tongban.foundation.written import read_yaml
from tongban.rooms.calendar import acts as calendar
from tongban.rooms.calendar import queries as calendars
from tongban.rooms.catalogue import acts as items
from tongban.rooms.catalogue import queries as item_queries
from tongban.rooms.organisation import acts as organisation
from tongban.rooms.organisation import queries as organisations
from tongban.rooms.organisation.words import EarlierMove, Installation, Role
from tongban.rooms.people import acts as people

CONTENT = settings.PACKAGE / "rooms" / "catalogue" / "content"
COUNTY = "990102000000"
BY = "system:demo"
# Who is shown at the ready line: what he is for, and the key of people.yml or the staff number of officers.yml.
SHOWN_PEOPLE = {
    "li_wei": "办事人（群众）",
    "zhao_lei": "企业法定代表人",
    "wu_min": "代办人（受企业委托）",
    "sun_guilan": "办事人（老人）",
}
SHOWN_OFFICERS = {
    "99010200001": "窗口受理",
    "99010200009": "审查",
    "99010200010": "决定",
    "99010200015": "制证",
    "99010200078": "事项编制",
    "99010200079": "事项审核",
}


def load(*, at: datetime) -> None:
    """装入演示区；已有的不动。"""
    for each in calendars.published():
        calendar.load_calendar(calendar=each, by=BY, at=at)
    facts = organisations.organisation_files(folder=CONTENT, county=COUNTY)
    organisation.load_organisation(facts=facts, password=password(), by=Installation(), at=at)
    _load_people(at)
    items.load_licence_lists(by=BY, at=at)
    items.load_catalogue(by=BY, at=at)
    items.load_transfers(by=BY, at=at)
    _load_moved(at)

    items.load_directory(by=BY, at=at)
    items.load_golden(region=COUNTY, by=BY, at=at)
    items.load_lists(region=COUNTY, by=BY, at=at)
    items.load_baselines(region=COUNTY, by=BY, at=at)


def _load_moved(at: datetime) -> None:
    """Who came along with the items that were transferred before this system was in use."""
    for batch in item_queries.transfer_content():
        for post in batch.posts:
            for staff_no in post.officers:
                earlier = EarlierMove(staff_no, post.from_department, batch.effective_on, batch.document_no)
                organisation.note_earlier_move(earlier=earlier, by=Installation(), at=at)


def _load_people(at: datetime) -> None:
    known = read_yaml((CONTENT / "people.yml").read_text(encoding="utf-8"))
    _open_accounts(known["people"])
    people.load_people(facts=known, by=BY, at=at)


def _open_accounts(rows: list[dict[str, Any]]) -> None:
    """Each adult of the demonstration signs in with his phone number, as people do."""
    hashed = make_password(password())
    for row in rows:
        row["login"] = row["phone"]
    fresh = [Account(login=row["login"], password=hashed) for row in rows]
    Account.objects.bulk_create(fresh, ignore_conflicts=True)


def password() -> str:
    """演示口令：每次安装各造一个，存在密钥文件夹里。"""
    kept = Path(settings.KEYS_DIR) / "demo-password"
    if not kept.exists():
        made = "tongban-" + "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(6))
        kept.touch(mode=0o600)
        kept.write_text(made, encoding="utf-8")
    return kept.read_text(encoding="utf-8")


def accounts() -> list[str]:
    """打印在就绪行后面的账号。"""
    if not settings.DEMO:
        return []
    known = read_yaml((CONTENT / "people.yml").read_text(encoding="utf-8"))["people"]
    staff = read_yaml((CONTENT / "officers.yml").read_text(encoding="utf-8"))["officers"]
    shown = [
        (SHOWN_PEOPLE[row["key"]], row["phone"], row["name"]) for row in known if row["key"] in SHOWN_PEOPLE
    ]
    shown += [
        (SHOWN_OFFICERS[r["staff_no"]], r["staff_no"], r["name"])
        for r in staff
        if r["staff_no"] in SHOWN_OFFICERS
    ]
    shown += [
        (Role.of(r["roles"][0]).zh, r["staff_no"], r["name"])
        for r in staff
        if r["roles"][0].endswith("_admin")
    ]
    lines = [f"  {login:<12} {name}　{what}" for what, login, name in shown]
    return [f"演示账号（口令都是 {password()}，存于 {home.home() / 'keys' / 'demo-password'}）：", *lines]
