"""事项室的办理：发布、导入。"""

from tongban.rooms.catalogue.acts.publish import count_words, publish, publish_all

__all__ = ["count_words", "publish", "publish_all"]
