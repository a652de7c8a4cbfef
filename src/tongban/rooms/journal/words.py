"""留痕的词语。"""

from tongban.foundation.word import Word


class Erasure(Word):
    """抹除规则：一类事件的内容将来能不能、何时可以抹去 (what may become of an event's payload)."""

    KEEP = "keep", "不含个人信息，永久保留"
    ON_DUTY = "on_duty", "含个人信息，依法应删除时抹去内容，保留事件"
