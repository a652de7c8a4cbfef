"""谁能改黄金样例，样例要写成什么样。"""

from dataclasses import replace

from tongban.rooms.catalogue import errors
from tongban.rooms.catalogue.rules.life import may_manage
from tongban.rooms.catalogue.words import GoldenCase, ItemFacts, Outcome
from tongban.rooms.organisation.words import Actor

LONGEST_NAME = 100
MOST_CASES = 200
"""一个事项最多几个样例：每次编辑都要全部跑一遍。"""


def save(item: ItemFacts, case: GoldenCase, *, by: Actor, standing: int) -> GoldenCase:
    """可以这样保存吗：归他管，有名称，受理的有应办结日，不能受理的有理由。

    Refuses: NotYourItem, GoldenCaseInvalid.
    """
    remove(item, by=by)
    kept = replace(case, name=" ".join(case.name.split())[:LONGEST_NAME])
    if found := wrong(kept, standing):
        raise errors.GoldenCaseInvalid(why=found[1])
    return kept


def wrong(case: GoldenCase, standing: int) -> tuple[str, str] | None:
    """写得不对的一栏和怎么不对；``standing`` 是这个事项已有几个样例。"""
    accepted = case.expects.outcome is Outcome.ACCEPTED
    if not case.name:
        return "name", "没有写名称"
    if len(case.name) > LONGEST_NAME:
        return "name", f"名称最多{LONGEST_NAME}个字"
    if not case.uid and standing >= MOST_CASES:
        return "name", f"一个事项最多{MOST_CASES}个样例"
    if accepted and (case.expects.due_on is None or case.expects.reasons):
        return "due_on", "予以受理的要写应办结日，不写理由"
    if not accepted and not case.expects.reasons:
        return "reasons", "不能受理的要写理由"
    return None


def remove(item: ItemFacts, *, by: Actor) -> None:
    """归他管的才能改、才能删。 Refuses: NotYourItem."""
    if not may_manage(by, region=item.region, department=item.department):
        raise errors.NotYourItem(item=item.name, act="改黄金样例")


def same_item(stands_under: str, asked: str) -> None:
    """样例就是这个事项的。 Refuses: NoSuchGoldenCase."""
    if stands_under != asked:
        raise errors.NoSuchGoldenCase
