"""核验结论：一张证此刻算不算数，用人话说清为什么 (the one judgement that shows, copies and verifications share)."""

from datetime import date, datetime

from tongban.rooms.licences.errors import GroundMissing, NotInForce, NotYourLicensing, WrongStatus
from tongban.rooms.licences.events import LicenceStatusChanged
from tongban.rooms.licences.rules.filling import zh
from tongban.rooms.licences.words import STATUS_MOVES, Finding, LicenceFacts, LicenceStatus, Standing
from tongban.rooms.organisation.words import Officer, Role

_WHY = {
    LicenceStatus.WITHHELD: "这张证照已被依法暂扣",
    LicenceStatus.RESCINDED: "这张证照的许可已被依法撤销，自始无效",
    LicenceStatus.DEREGISTERED: "这张证照已办理注销",
    LicenceStatus.LAPSED: "这张证照已失效",
    LicenceStatus.MOVED_OUT: "这张证照已转出到外地管理",
    LicenceStatus.REVOKED: "这张证照已被依法吊销",
    LicenceStatus.OTHER: "这张证照不在有效状态",
}
GENUINE_SAYS = "由发证机关制发，现在有效"
SAYS = {
    Finding.UNKNOWN: "没有查到这张证照。它可能是假的，也可能不是本平台制发的，请向发证机关核实",
    Finding.ALTERED: "这个亮证码被改动过，不可信。请当面让持证人重新出示",
    Finding.CODE_EXPIRED: "这个亮证码已经过时，可能是截图。请当面让持证人重新出示",
    Finding.CODE_USED: "这个亮证码已经核验过一次，可能是转发的截图。请当面让持证人刷新后再出示",
}


def why_not(standing: Standing, *, on: date) -> str:
    """为什么不算数；算数的为空 (``on`` is a Shanghai date; the last day itself still counts)."""
    if standing.status is not LicenceStatus.VALID:
        return _WHY[standing.status]
    if standing.valid_until is not None and on > standing.valid_until:
        return f"这张证照的有效期已于{zh(standing.valid_until)}届满"
    return ""


def why_copy_not(*, purpose: str, until: date, on: date) -> str:
    """副本为什么不算数。"""
    return f"这份副本仅供办理{purpose}使用，已于{zh(until)}到期" if on > until else ""


def require_in_force(standing: Standing, *, on: date) -> None:
    """须在有效状态。 Refuses: NotInForce."""
    if why := why_not(standing, on=on):
        raise NotInForce(why=why)


def change_status(
    licence: LicenceFacts, *, to: LicenceStatus, ground: str, by: Officer, at: datetime
) -> LicenceStatusChanged:
    """变动状态：按 ``STATUS_MOVES``，由发证机关的决定岗办理，写明理由。

    Law: 行政许可法 第六十九条、第七十条; 行政处罚法 第九条. Refuses: NotYourLicensing, WrongStatus, GroundMissing.
    """
    move, was = STATUS_MOVES[to], licence.standing.status
    if not by.may(Role.DECIDER, region=licence.region, department=licence.department):
        raise NotYourLicensing
    if was not in move.came_from:
        raise WrongStatus(status=was.zh, to=to.zh)
    if not ground.strip():
        raise GroundMissing
    return LicenceStatusChanged(
        licence=licence.uid,
        holder=licence.holder,
        case_no=licence.case_no,
        was=was,
        status=to,
        ground=ground.strip(),
        law=move.law,
        by=by.actor,
        at=at,
    )
