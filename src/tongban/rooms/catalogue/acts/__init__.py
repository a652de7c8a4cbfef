"""事项室的办理：发布、导入。"""

from tongban.rooms.catalogue.acts.import_items import import_items
from tongban.rooms.catalogue.acts.publish import count_words, publish, publish_all

__all__ = ["count_words", "import_items", "publish", "publish_all"]
