"""升级命令：把旧版明文存放的文件封存。"""

from pathlib import Path

from django.conf import settings

from tongban.wiring.commands import command


@command("seal-files", "封存旧版明文存放的文件；启动时自动做一次，做几次都一样")
def seal_files(arguments: list[str]) -> int:
    """就地封存，打印封了几份。"""
    from tongban.foundation.files import FileStore

    sealed = FileStore(Path(settings.FILES_DIR)).seal_plain()
    print(f"封存了 {len(sealed)} 份旧版存放的文件")
    return 0
