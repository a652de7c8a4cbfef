"""每一步：把填的字读成办理要的东西，办了说一句话。"""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.translation import gettext

from tongban.rooms.catalogue import acts
from tongban.rooms.catalogue.words import Reason, Stop, VersionLife
from tongban.rooms.organisation.words import Officer

Post = Mapping[str, str]
REASON = "reason:"


class Unreadable(Exception):
    """填的读不懂：一句话说清怎么填。"""


def read_date(post: Post, name: str) -> date | None:
    """一个日期；没有填的为空。"""
    written = post.get(name, "").strip()
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise Unreadable(gettext("日期“%s”读不懂，请写成 2026-01-31 这样") % written[:20]) from None


def _start(code: str, post: Post, *, by: Officer, at: datetime) -> tuple[str, str]:
    event = acts.start_revision(item_code=code, by=by, at=at)
    return gettext("已起草新的一版，内容先和最近发布的一版一样"), event.version_uid


def _pause(code: str, post: Post, *, by: Officer, at: datetime) -> tuple[str, str]:
    event = acts.pause_item(item_code=code, stop=_stop(post), by=by, at=at)
    return gettext("已定于 %s 起暂停办理") % event.since.isoformat(), ""


def _resume(code: str, post: Post, *, by: Officer, at: datetime) -> tuple[str, str]:
    acts.resume_item(item_code=code, by=by, at=at)
    return gettext("已恢复办理"), ""


def _cancel(code: str, post: Post, *, by: Officer, at: datetime) -> tuple[str, str]:
    event = acts.cancel_item(item_code=code, stop=_stop(post), by=by, at=at)
    return gettext("已定于 %s 起取消") % event.since.isoformat(), ""


def _stop(post: Post) -> Stop:
    return Stop(post.get("reason", ""), read_date(post, "since"))


ITEM_STEPS = {"start": _start, "pause": _pause, "resume": _resume, "cancel": _cancel}


def _submit(shown: VersionLife, post: Post, *, by: Officer, at: datetime) -> str:
    based_on = post.get("revision", "")
    acts.submit_for_review(
        version_uid=shown.line.uid,
        based_on=int(based_on) if based_on.isascii() and based_on.isdigit() else shown.revision,
        by=by,
        at=at,
    )
    return gettext("已送审，内容自此冻结，等另一位事项管理员审核")


def _take_back(shown: VersionLife, post: Post, *, by: Officer, at: datetime) -> str:
    acts.take_back(version_uid=shown.line.uid, by=by, at=at)
    return gettext("已取回，可以接着修改")


def _pass(shown: VersionLife, post: Post, *, by: Officer, at: datetime) -> str:
    acts.pass_review(version_uid=shown.line.uid, by=by, at=at)
    return gettext("审核通过，可以发布了")


def _send_back(shown: VersionLife, post: Post, *, by: Officer, at: datetime) -> str:
    given = [
        Reason(name.removeprefix(REASON), says) for name, says in post.items() if name.startswith(REASON)
    ]
    acts.send_back(version_uid=shown.line.uid, reasons=given, by=by, at=at)
    return gettext("已驳回，理由已告诉编制人")


def _publish(shown: VersionLife, post: Post, *, by: Officer, at: datetime) -> str:
    event = acts.publish_version(
        version_uid=shown.line.uid,
        effective_on=read_date(post, "effective_on"),
        cancel_on=read_date(post, "cancel_on"),
        by=by,
        at=at,
    )
    return gettext("第 %(number)s 版已发布，自 %(day)s 起生效") % {
        "number": event.number,
        "day": event.effective_on,
    }


def _discard(shown: VersionLife, post: Post, *, by: Officer, at: datetime) -> str:
    acts.discard(version_uid=shown.line.uid, by=by, at=at)
    return gettext("草稿已废弃")


VERSION_STEPS = {
    "submit": _submit,
    "take_back": _take_back,
    "pass": _pass,
    "send_back": _send_back,
    "publish": _publish,
    "discard": _discard,
}
