"""合成号码：测试与演示用的人和单位，只许落在现实中不存在的 X区（990102）。"""

from datetime import date

from tongban.foundation.identifiers.identity_number import identity_check_character
from tongban.foundation.identifiers.organisation_code import organisation_check_character
from tongban.foundation.identifiers.region_code import DEMO_REGION
from tongban.foundation.identifiers.uscc import uscc_check_character


def synthetic_identity_number(*, birth: date, serial: int, region: str = DEMO_REGION) -> str:
    """合成公民身份号码：``serial`` 1 至 999，奇数为男、偶数为女。

    Raises ValueError for any region but the demo region, so that no real person's number is ever made.
    """
    _only_demo(region)
    if not 1 <= serial <= 999:
        raise ValueError("serial must be 1..999")
    first17 = f"{region}{birth:%Y%m%d}{serial:03d}"
    return first17 + identity_check_character(first17)


def synthetic_uscc(*, serial: int, prefix: str = "91", stem: str = "MA", region: str = DEMO_REGION) -> str:
    """合成统一社会信用代码：``prefix`` 登记部门与类别，``stem`` 与 ``serial`` 凑成 8 位主体码本体。

    Raises ValueError for any region but the demo region, so that no real body's code is ever made.
    """
    _only_demo(region)
    body = stem + str(serial).zfill(8 - len(stem))
    if serial < 0 or len(body) != 8 or len(prefix) != 2:
        raise ValueError("prefix must have 2 characters, stem and serial together 8")
    first17 = prefix + region + body + organisation_check_character(body)
    return first17 + uscc_check_character(first17)


def _only_demo(region: str) -> None:
    if region != DEMO_REGION:
        raise ValueError(f"synthetic identifiers live in the demo region {DEMO_REGION} only")
