"""事项室的办理：发布、导入、搜索保鲜。"""

from tongban.rooms.catalogue.acts.freshen import count_words, freshen_search
from tongban.rooms.catalogue.acts.import_items import import_items
from tongban.rooms.catalogue.acts.publish import publish, publish_all

__all__ = ["count_words", "freshen_search", "import_items", "publish", "publish_all"]
