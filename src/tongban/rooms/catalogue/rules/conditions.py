"""显示条件的小语言：``栏==值``、``栏!=值``、``栏 in 值,值``；读一次，只比较，不执行任何代码。"""

import re
from collections.abc import Mapping

from tongban.rooms.catalogue.words import Condition

LONGEST = 200
_SHAPE = re.compile(r"\s*([a-z][a-z0-9_]{0,60})\s*(==|!=|\bin\b)\s*([^\s=!].*?)\s*", re.ASCII)


def parse_condition(text: str) -> Condition:
    """读一个显示条件；写法不对抛 ``ValueError``，说明哪里不对。"""
    found = _SHAPE.fullmatch(text) if len(text) <= LONGEST else None
    if found is None:
        raise ValueError(f"显示条件写法不对：{text[:LONGEST]}")
    name, operator, written = found.groups()
    literals = [part.strip() for part in written.split(",")] if operator == "in" else [written]
    if not all(literals):
        raise ValueError(f"显示条件缺少值：{text}")
    return Condition(name=name, literals=frozenset(literals), negated=operator == "!=")


def holds(condition: Condition | None, context: Mapping[str, object]) -> bool:
    """条件成立；没有条件总是成立，没有填的栏什么都不等于。"""
    if condition is None:
        return True
    return condition.literals.isdisjoint(_told(context.get(condition.name))) is condition.negated


def _told(value: object) -> tuple[str, ...]:
    match value:
        case None | "":
            return ()
        case bool():
            return ("true" if value else "false",)
        case list() | tuple():
            return tuple(map(str, value))
    return (str(value),)
