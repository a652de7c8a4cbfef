"""说得定的：哪些节点、哪些式子，不等谁来问就知道答什么 (what can be told without any request)."""

from collections.abc import Callable, Mapping
from typing import Any

from django.template import Context, Template, defaultfilters
from django.template.base import FilterExpression, Node, TokenType, Variable, VariableNode
from django.template.defaulttags import URLNode
from django.template.smartif import TokenBase
from django.templatetags.i18n import BlockTranslateNode, GetCurrentLanguageNode, TranslateNode
from django.templatetags.static import StaticNode
from django.urls import NoReverseMatch

from tongban.foundation.pages.settled import tree

Known = Mapping[str, Any]
"""已知的名字和它们的值：全过程都一样的。"""
BUILT_IN = frozenset({"True", "False", "None"})
# Filters that answer from what they are given and from nothing else (no clock, no chance, no request).
PLAIN_FILTERS = frozenset({defaultfilters.default, defaultfilters.length, defaultfilters.upper})
UNDECIDED = object()


def is_known(expression: FilterExpression, known: Known) -> bool:
    """式子里的变量都已知，过滤器都只看所给的。"""
    plain = all(function in PLAIN_FILTERS for function, _ in expression.filters)
    return plain and all(_is_variable_known(each, known) for each in tree.variables(expression))


def _is_variable_known(variable: Variable, known: Known) -> bool:
    lookups = variable.lookups
    return lookups is None or lookups[0] in known or lookups[0] in BUILT_IN


def told(node: Node, known: Known, *, blank: Template) -> tuple[str, str, Any] | None:
    """一个节点画出来的文字、它留下的名字和值；说不定即 None。

    What cannot be said yet (an address that this site does not have, behind a condition) stays as it is.
    """
    name = _left_name(node)
    if not _is_told(node, known):
        return None
    context = _context(known, blank)
    try:
        said = node.render(context)
    except (NoReverseMatch, ValueError):
        return None
    return said, name, context[name] if name else None


def _left_name(node: Node) -> str:
    return next(tree.left_names([node]), "")


def _context(known: Known, blank: Template) -> Context:
    context = Context(dict(known))
    context.template = blank
    return context


def decided(condition: TokenBase | None, known: Known, *, blank: Template) -> object:
    """条件的答案；说不定为 UNDECIDED。``else`` 总是真的。"""
    if condition is None:
        return True
    if not all(is_known(each, known) for each in tree.expressions(condition)):
        return UNDECIDED
    return bool(condition.eval(_context(known, blank)))  # type: ignore[attr-defined]


def value(expression: FilterExpression, known: Known, *, blank: Template) -> Any:
    """式子的值；只问 `is_known` 的。"""
    return expression.resolve(_context(known, blank))


def _is_told(node: Node, known: Known) -> bool:
    """By kind; what is no kind named here is never told."""
    asks = next((ask for kind, ask in KINDS.items() if isinstance(node, kind)), None)
    return asks is not None and bool(asks(node, known))


def _translate(node: TranslateNode, known: Known) -> bool:
    return node.message_context is None and not node.noop and tree.literal(node.filter_expression) is not None


def _block_translate(node: BlockTranslateNode, known: Known) -> bool:
    named = {token.contents for token in node.singular if token.token_type == TokenType.VAR}
    given = node.extra_context
    plain = node.plural is None and node.message_context is None
    return plain and named <= {*given, *known} and all(is_known(each, known) for each in given.values())


def _url(node: URLNode, known: Known) -> bool:
    return not (node.args or node.kwargs) and tree.literal(node.view_name) is not None


KINDS: dict[type[Node], Callable[[Any, Known], bool]] = {
    VariableNode: lambda node, known: is_known(node.filter_expression, known),
    TranslateNode: _translate,
    BlockTranslateNode: _block_translate,
    StaticNode: lambda node, known: tree.literal(node.path) is not None,
    URLNode: _url,
    GetCurrentLanguageNode: lambda node, known: True,
}
