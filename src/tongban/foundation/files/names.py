"""显示名：上传文件的名字只用来给人看，从不当路径用 (a display name, never a path)."""

import re
import unicodedata

LONGEST_BYTES = 240
"""连扩展名不超过 240 字节：常见文件系统的单个名字上限是 255 字节。"""

UNNAMED = "未命名"
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE | re.DOTALL)
_FORBIDDEN = re.compile(r'[<>:"|?*%]')
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def display_name(name: str, *, suffixes: tuple[str, ...]) -> str:
    """显示名：去掉路径、控制符、方向控制符与保留名，截到可用长度，扩展名与内容一致。

    ``suffixes`` are the endings that suit the content, the first is appended when the name has none of them.
    """
    last = re.split(r"[/\\]", name[-4096:])[-1]
    visible = "".join(" " if c.isspace() else c for c in last if c.isspace() or not _invisible(c))
    tidy = re.sub(" +", " ", _FORBIDDEN.sub("_", visible)).rstrip(" .")
    stem, suffix = _split(tidy, suffixes)
    if _RESERVED.fullmatch(stem):
        stem = "_" + stem
    return _cut(stem or UNNAMED, LONGEST_BYTES - len(suffix)) + suffix


def _invisible(character: str) -> bool:
    return unicodedata.category(character) in _INVISIBLE


def _split(tidy: str, suffixes: tuple[str, ...]) -> tuple[str, str]:
    for suffix in suffixes:
        if tidy.lower().endswith(suffix):
            return tidy[: -len(suffix)].strip(" ."), suffix
    return tidy.strip(" ."), suffixes[0]


def _cut(stem: str, most_bytes: int) -> str:
    return stem.encode("utf-8")[:most_bytes].decode("utf-8", "ignore").rstrip(" .")
