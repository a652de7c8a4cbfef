"""搜索保鲜：词典换版后重做搜索行，目录变了之后重数词频；只动由目录算得出的东西，因此不留事件。"""

import json

from django.db import transaction

from tongban.rooms.catalogue import models
from tongban.rooms.catalogue.rules.entries import entry_of
from tongban.rooms.catalogue.rules.reading import read_version
from tongban.rooms.catalogue.rules.tokens import DICTIONARY_EDITION

AT_ONCE = 2000


def freshen_search() -> int:
    """重做旧词典做的搜索行，一次最多一批；返回重做了几行。"""
    with transaction.atomic(durable=True):
        models.Item.hold()
        stale = models.indexed_with_other(DICTIONARY_EDITION, most=AT_ONCE)
        if stale:
            contents = [json.loads(content) for content in stale]
            models.index([entry_of(read_version(content), content) for content in contents])
        if stale or not models.words_are_counted():
            models.count_words()
    return len(stale)


def count_words() -> None:
    """数词频：目录变了之后做，搜索才知道哪个词更能区分事项。"""
    with transaction.atomic(durable=True):
        models.count_words()
