"""许可证：随产品交付的每个依赖都要有宽松的许可证；AGPL、GPL 与不明的都算不合格 (LGPL is allowed: docs/adr)."""

import json
import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

CLONE = Path(__file__).resolve().parent.parent
FORBIDDEN = re.compile(
    r"\bAGPL|(?<![A-Za-z])GPL|Affero|(?<!Lesser )General Public|SSPL|BUSL|Commons Clause", re.I
)
KNOWN = re.compile(
    r"\b(MIT|BSD|0BSD|Apache|PSF|Python Software Foundation|MPL|Mozilla|ISC|LGPL|Lesser General Public|OFL"
    r"|MulanPSL|Zlib|Unlicense|CC0)",
    re.I,
)
LONGEST_NAME = 100  # some packages put the whole text where its name belongs


def problem(licence: str) -> str | None:
    """一份许可证说明有何不妥：不允许或不认识；没有问题为 None。``A OR B`` 中有一个合格即可。"""
    choices = re.split(r"\bOR\b", licence)
    if any(KNOWN.search(choice) and not FORBIDDEN.search(choice) for choice in choices):
        return None
    return "不允许 not allowed" if FORBIDDEN.search(licence) else "不明 unknown"


def python_licences(requirements: str) -> dict[str, str]:
    """requirements 中本机用得到的每个包及其许可证说明。"""
    names = re.findall(r"^([A-Za-z0-9][\w.-]*)==", requirements, re.M)
    return {name: found for name in names if (found := _declared(name)) is not None}


def _declared(name: str) -> str | None:
    try:
        package = metadata(name)
    except PackageNotFoundError:
        return None  # for another system, such as colorama on Windows
    if expression := package.get("License-Expression"):
        return str(expression)
    named = str(package.get("License") or "").strip()
    classifiers = [
        c.rpartition("::")[2].strip() for c in package.get_all("Classifier") or [] if "License" in c
    ]
    return "; ".join([*([named] if 0 < len(named) <= LONGEST_NAME else []), *classifiers])


def front_end_licences(lock: str) -> dict[str, str]:
    """package-lock.json 中每个包及其许可证说明。"""
    packages = json.loads(lock)["packages"].items()
    return {
        name.removeprefix("node_modules/"): str(entry.get("license", "")) for name, entry in packages if name
    }


def main() -> int:
    """检查并报告；有不合格的返回 1。"""
    found = python_licences((CLONE / "requirements.txt").read_text(encoding="utf-8"))
    lock = CLONE / "package-lock.json"
    if lock.is_file():
        found |= front_end_licences(lock.read_text(encoding="utf-8"))
    bad = {name: (licence, why) for name, licence in found.items() if (why := problem(licence))}
    for name, (licence, why) in bad.items():
        print(f"{name}: {licence or '–'}: {why}")
    print(f"{len(found)} 个依赖，{len(bad)} 个许可证不合格 dependencies, unfit licences")
    return 1 if bad or not found else 0


if __name__ == "__main__":
    sys.exit(main())
