"""短路：查变量、写文字、写网址，常见的情形少绕几道，少见的照 Django 的办 (same answers, fewer steps).

A class here stands in for the one it inherits from: the object is the same, only its class is changed, once, when a page is
settled.
"""

import html
from collections.abc import Callable
from functools import cache
from typing import Any

from django.template import Context
from django.template.base import (
    FilterExpression,
    Node,
    Variable,
    VariableDoesNotExist,
    VariableNode,
    render_value_in_context,
)
from django.template.defaulttags import URLNode
from django.templatetags.i18n import BlockTranslateNode
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from tongban.foundation.pages.settled import tree
from tongban.foundation.pages.settled.addresses import Address, address

HERE = "\0"
NOT_FOUND = object()


class Left(Node):
    """留下一个已知的名字，给还要等请求的那些用。"""

    child_nodelists = ()

    def __init__(self, name: str, value: Any) -> None:
        """名字和值。"""
        self.asvar, self._value = name, value

    def render(self, context: Context) -> str:
        """放上去，不写什么。"""
        context[self.asvar] = self._value
        return ""


class _Resumed(dict[str, Any]):
    """Where Django's way of looking up goes on from an object that was found already."""

    def __init__(self, found: Any, context: Context) -> None:
        super().__init__({HERE: found})
        self.template, self.template_name = context.template, context.template_name


class QuickVariable(Variable):
    """查变量：上下文里找到名字，再逐级取普通对象的属性、字典的项；其余从那一级起照 Django 的办。"""

    __slots__ = ()

    def resolve(self, context: Any) -> Any:
        """变量的值。 Raises VariableDoesNotExist."""
        if (value := self.sought(context)) is NOT_FOUND:
            raise VariableDoesNotExist("Failed lookup for key [%s]", (self.var,))
        return value

    def sought(self, context: Any) -> Any:
        """变量的值；名字本身就没有的为 NOT_FOUND。 Raises VariableDoesNotExist, when a later step fails."""
        lookups = self.lookups or ()
        current = found(lookups[0], context)
        for number, bit in enumerate(lookups[1:], 1):
            if callable(current) or (after := step(current, bit)) is NOT_FOUND:
                return self._resumed(current, lookups[number:], context)
            current = after
        return self._resumed(current, (), context) if callable(current) else current

    def _resumed(self, current: Any, bits: tuple[str, ...], context: Any) -> Any:
        if current is NOT_FOUND:
            return current
        return _rest(str(self.var), bits).resolve(_Resumed(current, context))


@cache
def _rest(var: str, bits: tuple[str, ...]) -> Variable:
    """What is still to be looked up of a variable (as many as there are in the templates)."""
    rest = Variable(var)
    rest.lookups = (HERE, *bits)
    return rest


def found(name: str, context: Any) -> Any:
    """上下文里的一个名字；没有为 NOT_FOUND。"""
    for names in reversed(context.dicts):
        if name in names:
            return names[name]
    return NOT_FOUND


def step(current: Any, bit: str) -> Any:
    """往里一级：普通字典的项、普通对象的属性；不是这样取的为 NOT_FOUND。"""
    kind = type(current)
    if kind is dict:
        return current.get(bit, NOT_FOUND)
    if hasattr(kind, "__getitem__"):
        return NOT_FOUND
    try:
        return getattr(current, bit)
    except (TypeError, AttributeError):
        return NOT_FOUND


class QuickExpression(FilterExpression):
    """只有一个变量、没有过滤器的式子。"""

    __slots__ = ()

    def resolve(self, context: Context, ignore_failures: bool = False) -> Any:
        """式子的值。"""
        try:
            value = self.var.sought(context)
        except VariableDoesNotExist:
            value = NOT_FOUND
        if value is not NOT_FOUND:
            return value
        return None if ignore_failures else super().resolve(context)


class QuickVariableNode(VariableNode):
    """写一个值：普通文字当场转义。"""

    def render(self, context: Context) -> str:
        """写出来的文字。"""
        try:
            said = self.filter_expression.resolve(context)
        except UnicodeDecodeError:
            return ""
        if type(said) is str:
            return html.escape(said) if context.autoescape else said
        return said if type(said) is SafeString else render_value_in_context(said, context)


class QuickBlockTranslateNode(BlockTranslateNode):
    """带变量的一句话：译文查一次。"""

    said: str
    names: list[str]

    def render(self, context: Context, nested: bool = False) -> str:
        """填好的一句话。"""
        given = {name: each.resolve(context) for name, each in self.extra_context.items()}
        with context.push(**given):
            values = {name: found(name, context) for name in self.names}
        if NOT_FOUND in values.values():
            return super().render(context, nested)
        said = self.said % {name: render_value_in_context(value, context) for name, value in values.items()}
        if not self.asvar:
            return said
        context[self.asvar] = SafeString(said)
        return ""


class QuickURLNode(URLNode):
    """写一个带参数的网址：路由查一次。"""

    route: Address

    def render(self, context: Context) -> str:
        """网址。 Raises NoReverseMatch."""
        values = [each.resolve(context) for each in self.args]
        made = self.route.of(values)
        if made is None:
            return super().render(context)
        if not self.asvar:
            return made
        context[self.asvar] = made
        return ""


def quickened(node: Node) -> Node:
    """换上短路的写法；没有短路的原样。"""
    for expression in tree.expressions(node):
        _quicken_expression(expression)
    quicken = QUICKER.get(type(node))
    if quicken is not None:
        quicken(node)
    return node


def _quicken_expression(expression: Any) -> None:
    for variable in tree.variables(expression):
        if type(variable) is Variable and variable.lookups is not None:
            variable.__class__ = QuickVariable
    if type(expression) is FilterExpression and isinstance(expression.var, QuickVariable):
        expression.__class__ = FilterExpression if expression.filters else QuickExpression


def _quicken_variable(node: Any) -> None:
    node.__class__ = QuickVariableNode


def _quicken_block(node: Any) -> None:
    """One sentence, whatever the number, under no other heading."""
    if node.plural or node.message_context:
        return
    singular, node.names = node.render_token_list(node.singular)
    node.said = gettext(singular)
    node.__class__ = QuickBlockTranslateNode


def _quicken_url(node: Any) -> None:
    name = tree.literal(node.view_name)
    route = address(name, count=len(node.args)) if name and node.args else None
    if route is not None:
        node.route = route
        node.__class__ = QuickURLNode


QUICKER: dict[type[Node], Callable[[Any], None]] = {
    VariableNode: _quicken_variable,
    BlockTranslateNode: _quicken_block,
    URLNode: _quicken_url,
}
