"""收费：按收费项目写明的算法和表单的值算出多少钱。

A fee line may carry ``counted``: ``{amount: '10'}`` a fixed sum, or ``{rate: '0.3', times: [栏…], days: [起, 止]}`` with
``rate`` also ``{栏: {选项: '0.3'}}``: rate × the product of the fields × the days from first to last, both counted.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from tongban.rooms.catalogue.words import Version

CENT = Decimal("0.01")


def fee_due(version: Version, values: Mapping[str, Any]) -> Decimal | None:
    """应收多少元：不收费为 0；有一个项目没有写算法、要由窗口核定的，或者要用的栏没有填，为 None。

    Law: 行政许可法 第五十九条（按照公布的法定项目和标准收费）.
    """
    sums = [_sum(fee.counted, values) for fee in version.fees]
    known = [each for each in sums if each is not None]
    return None if len(known) < len(sums) else sum(known, Decimal(0)).quantize(CENT)


def _sum(counted: Mapping[str, Any], values: Mapping[str, Any]) -> Decimal | None:
    try:
        if "amount" in counted:
            return Decimal(str(counted["amount"]))
        total = _rate(counted["rate"], values)
        for name in counted.get("times", ()):
            total *= Decimal(str(values[name]))
        return total * _days(counted["days"], values) if "days" in counted else total
    except (KeyError, InvalidOperation, ValueError, TypeError):
        return None


def _rate(rate: Any, values: Mapping[str, Any]) -> Decimal:
    if isinstance(rate, Mapping):
        [(name, by_option)] = rate.items()
        return Decimal(str(by_option[values[name]]))
    return Decimal(str(rate))


def _days(names: list[str], values: Mapping[str, Any]) -> int:
    first, last = (date.fromisoformat(str(values[name])) for name in names)
    return (last - first).days + 1
