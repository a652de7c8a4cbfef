"""拒绝：系统依规则说“不”的唯一一种方式 (the one family of errors that are answers, not bugs).

The tree (each room adds its own leaves in its ``errors.py``)::

    Refusal                422  规则不允许
    ├── NoSuch             404  没有这个东西，或不归您看（两者答复完全相同）
    ├── NotYours           403  您没有这个权限
    └── Conflict           409  状态不对，或别人先办了

Anything else that is raised is a bug and ends as a 500 page with a number.
"""

from typing import ClassVar


class Refusal(Exception):
    """拒绝：一个代码给程序，一句话给人，一个下一步 (a code for programs, a sentence for people, a next step).

    ``says`` and ``next_step`` are literal templates filled from the facts: ``MaterialsMissing(missing="身份证")``.
    Facts are shown to people and programs, so they never carry secrets or full identifiers.
    """

    code: ClassVar[str] = "refused"
    says: ClassVar[str] = "不能这样办理"
    next_step: ClassVar[str] = "请核对后再试"
    status: ClassVar[int] = 422

    def __init__(self, **facts: object) -> None:
        super().__init__(self.says.format(**facts))
        self.facts = facts

    def __str__(self) -> str:
        return self.says.format(**self.facts)

    @property
    def advice(self) -> str:
        """下一步：填好事实的指引语。"""
        return self.next_step.format(**self.facts)


class NoSuch(Refusal):
    """没有：不存在，或不归您看，两者不作区分。"""

    code = "no_such"
    says = "没有找到您要的内容"
    next_step = "请核对编号或网址后再试"
    status = 404


class NotYours(Refusal):
    """无权：已知身份，但没有办这件事的权限。"""

    code = "not_yours"
    says = "您没有办理此事的权限"
    next_step = "如确需办理，请联系本单位管理员"
    status = 403


class Conflict(Refusal):
    """冲突：现在的状态不允许这样办，或别人先办了一步。"""

    code = "conflict"
    says = "情况已有变化，未作改动"
    next_step = "请刷新页面，看清现在的状态后再办"
    status = 409
