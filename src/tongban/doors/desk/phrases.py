"""常用语：从 phrases.yml 读一次，进程里留着 (phrases for opinions and reasons)."""

from functools import cache
from pathlib import Path

from tongban.foundation.written import read_yaml

FILE = Path(__file__).with_name("phrases.yml")


@cache
def phrases() -> dict[str, list[str]]:
    """动作代号到它的常用语。"""
    found: dict[str, list[str]] = read_yaml(FILE.read_text(encoding="utf-8"))
    return found
