"""发布的闸门：凡是不许发布的毛病，都从这一个函数里出来。

One place for everybody who has a say: soundness today; the linter's errors, failing golden cases and the licence list join
here, each as one more line of ``blocking``.
"""

from collections.abc import Mapping
from typing import Any

from tongban.rooms.catalogue.errors import ContentInvalid
from tongban.rooms.catalogue.rules.reading import read_version
from tongban.rooms.catalogue.rules.soundness import unsound
from tongban.rooms.catalogue.words import Version

Content = Mapping[str, Any]


def readable(content: Content, *, version_id: int = 0) -> Version:
    """读出版本。 Refuses: ContentInvalid."""
    try:
        return read_version(content, version_id=version_id)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        name = str(content.get("task_name", ""))
        raise ContentInvalid(item=name, why=f"要素缺失或者写法不对（{error}）") from error


def blocking(version: Version, content: Content) -> list[str]:
    """拦住发布的毛病，一句一处；空的就是可以发布 (``content`` is what ``version`` was read from)."""
    return [*unsound(version)]
