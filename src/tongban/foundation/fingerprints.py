"""指纹：一组文件变没变，看内容不看时间 (whether a set of files changed, by content)."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def of_files(files: Iterable[Path], *, below: Path, also: str = "") -> str:
    """一组文件的指纹：相对路径与内容都算在内 (SHA-256, hex); ``also`` is other text that must not change."""
    digest = hashlib.sha256(also.encode())
    for file in sorted(each for each in files if each.is_file()):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(below)}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()
