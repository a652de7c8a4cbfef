"""Owns what is fetched rather than written: served scripts, document fonts, compiled messages.

``python -m tongban.foundation.pages.assets`` copies from ``node_modules`` (made by ``npm ci --ignore-scripts``) only what is
served or embedded, and compiles the messages. What stands already is left alone, so a second run takes milliseconds.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import mofile, pofile

PAGES = Path(__file__).resolve().parent
PACKAGE = PAGES.parents[1]
REPOSITORY = PACKAGE.parents[1]
NODE_MODULES = REPOSITORY / "node_modules"
VENDOR = PAGES / "static" / "vendor"
SCRIPTS = {"htmx.min.js": "htmx.org/dist/htmx.min.js"}
FONTS = [
    f"@expo-google-fonts/noto-{kind}-sc/{weight}/Noto{kind.title()}SC_{weight}.ttf"
    for kind in ("sans", "serif")
    for weight in ("400Regular", "700Bold")
]


def fonts_folder() -> Path:
    """字体放在哪里：环境变量 FONTS_DIR，默认为仓库的 var/assets/fonts。"""
    return Path(os.environ.get("FONTS_DIR", REPOSITORY / "var" / "assets" / "fonts"))


def wanted(*, fonts: Path, vendor: Path) -> dict[Path, Path]:
    """要有的文件：从哪里来，到哪里去。"""
    scripts = {NODE_MODULES / source: vendor / name for name, source in SCRIPTS.items()}
    letters = {NODE_MODULES / source: fonts / Path(source).name for source in FONTS}
    return scripts | letters


def put(source: Path, target: Path) -> bool:
    """放好一个文件；大小相同即不动。返回有没有放。"""
    if target.exists() and (not source.exists() or target.stat().st_size == source.stat().st_size):
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_suffix(target.suffix + ".half")
    shutil.copyfile(source, half)
    os.replace(half, target)
    return True


def catalogues() -> Iterator[Path]:
    """全部消息目录（.po）。"""
    yield from sorted(PACKAGE.glob("**/LC_MESSAGES/*.po"))


def compile_messages(source: Path) -> bool:
    """编译一份消息目录；比 .po 新即不动。返回有没有编译。"""
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return False
    with source.open("rb") as read:
        catalogue = pofile.read_po(read, locale=source.parents[1].name)
    half = target.with_suffix(".half")
    with half.open("wb") as written:
        mofile.write_mo(written, catalogue)
    os.replace(half, target)
    return True


def missing(*, fonts: Path, vendor: Path) -> list[Path]:
    """还取不到的来源：没有跑过 npm ci。"""
    pairs = wanted(fonts=fonts, vendor=vendor).items()
    return [source for source, target in pairs if not source.exists() and not target.exists()]


def main() -> int:
    """放好脚本与字体，编译消息；缺来源时说怎么办，返回 1。"""
    fonts = fonts_folder()
    if lacking := missing(fonts=fonts, vendor=VENDOR):
        names = "、".join(source.name for source in lacking)
        sys.stderr.write(f"缺少 {names}：请先在仓库根目录运行 npm ci --ignore-scripts\n")
        return 1
    done = [put(source, target) for source, target in wanted(fonts=fonts, vendor=VENDOR).items()]
    done += [compile_messages(source) for source in catalogues()]
    sys.stdout.write(f"前端文件、字体与消息就绪（更新 {sum(done)} 项）\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
