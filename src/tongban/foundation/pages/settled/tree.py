"""模板的树：怎样往里走、怎样抄一份改过的 (nodes are never changed in place: one template is part of many pages)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from typing import Any

from django.template.base import FilterExpression, Node, NodeList, TextNode, Variable
from django.template.defaulttags import TemplateLiteral, WithNode
from django.template.smartif import TokenBase

Rewrite = Callable[[NodeList], NodeList]
# Where Django's tags and ours keep the name under which they leave their answer.
LEAVES_UNDER = ("asvar", "target_var", "varname", "variable", "variable_name", "var_name")


def inner(node: Node) -> list[NodeList]:
    """里面一层：节点各自的列表 (an ``if`` keeps them with its conditions)."""
    if hasattr(node, "conditions_nodelists"):
        return [nodelist for _, nodelist in node.conditions_nodelists]
    kept = (getattr(node, name, None) for name in node.child_nodelists)
    return [nodelist for nodelist in kept if isinstance(nodelist, NodeList)]


def rewritten(node: Node, rewrite: Rewrite) -> Node:
    """抄一份，里面一层各改写过；里面没有东西的就是它自己。"""
    if not inner(node):
        return node
    made = copy(node)
    if hasattr(made, "conditions_nodelists"):
        made.conditions_nodelists = [(asked, rewrite(then)) for asked, then in made.conditions_nodelists]
        return made
    for name in node.child_nodelists:
        if isinstance(nodelist := getattr(node, name, None), NodeList):
            setattr(made, name, rewrite(nodelist))
    return made


def left_names(nodes: Iterable[Node]) -> Iterator[str]:
    """这些节点会留下名字的：``as`` 后面的那些，连同里面一层层的。"""
    for node in nodes:
        yield from (name for name in map(node.__dict__.get, LEAVES_UNDER) if isinstance(name, str))
        for nodelist in inner(node):
            yield from left_names(nodelist)


def text(said: str, *, like: Node) -> TextNode:
    """一段文字。"""
    made = TextNode(said)
    made.token, made.origin = like.token, like.origin
    return made


def joined(nodes: Iterable[Node]) -> NodeList:
    """相邻的文字并成一段。"""
    made = NodeList()
    for node in nodes:
        if isinstance(node, TextNode) and made and isinstance(made[-1], TextNode):
            made[-1] = text(made[-1].s + node.s, like=made[-1])
        elif not (isinstance(node, TextNode) and not node.s):
            made.append(node)
    return made


def scope(nodes: NodeList, *, like: Node, given: Mapping[str, FilterExpression] | None = None) -> WithNode:
    """一块地方：里面留下的名字不带出去，可以带几个名字进来。"""
    made = WithNode(None, None, nodes, extra_context=dict(given or {}))
    made.token, made.origin = like.token, like.origin
    return made


def literal(expression: FilterExpression) -> str | None:
    """加引号写明的文字；不是即 None (``trans`` wraps its own in a variable that knows it is one)."""
    said = getattr(expression.var, "literal", expression.var)
    return said if isinstance(said, str) and not expression.filters else None


def expressions(kept: Any) -> Iterator[FilterExpression]:
    """一个节点（不连里面的节点）里的各个式子。"""
    match kept:
        case FilterExpression():
            yield kept
        case TemplateLiteral():
            yield from expressions(kept.value)
        case TokenBase():
            yield from (one for side in (kept.first, kept.second) for one in expressions(side))
        case Node():
            yield from (one for name in kept.__dict__.values() for one in expressions(name))
        case dict():
            yield from (one for each in kept.values() for one in expressions(each))
        case NodeList():
            return
        case list() | tuple():
            yield from (one for each in kept if not isinstance(each, Node) for one in expressions(each))


def variables(expression: FilterExpression) -> Iterator[Variable]:
    """一个式子要查的变量：本身的，和各过滤器的参数。"""
    if isinstance(expression.var, Variable):
        yield expression.var
    for _, arguments in expression.filters:
        yield from (argument for is_variable, argument in arguments if is_variable)
