"""定稿模板：编译好的模板里，每次画出来都一样的先画好 (what is the same on every page is written once a process).

``{% trans "…" %}`` of a literal, ``{% static "…" %}`` and ``{% url "…" %}`` without arguments say the same to everybody as
long as the site has one language; their neighbours of plain text join them. A page has some eighty of these.
"""

from collections.abc import Iterable

from django.conf import settings
from django.template import Context, Template
from django.template.base import FilterExpression, Node, NodeList, Origin, TextNode
from django.template.defaulttags import URLNode
from django.template.loaders import cached
from django.templatetags.i18n import TranslateNode
from django.templatetags.static import StaticNode
from django.urls import NoReverseMatch


class Loader(cached.Loader):
    """装模板，每个装一次、定稿一次。"""

    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        """取一个定了稿的模板。 Raises TemplateDoesNotExist."""
        found: Template = super().get_template(template_name, skip)
        if not getattr(found, "is_settled", False) and len(settings.LANGUAGES) == 1:
            settle(found.nodelist)
            found.is_settled = True  # type: ignore[attr-defined]
        return found


def settle(nodes: NodeList) -> None:
    """定稿，连同里面一层层的。"""
    for node in nodes:
        for inner in _inner(node):
            settle(inner)
    joined: list[Node] = []
    for node in map(_settled, nodes):
        if isinstance(node, TextNode) and joined and isinstance(joined[-1], TextNode):
            joined[-1] = _text(joined[-1].s + node.s, like=joined[-1])
        else:
            joined.append(node)
    nodes[:] = joined


def _inner(node: Node) -> Iterable[NodeList]:
    """The node lists within a node, wherever it keeps them (an ``if`` keeps them with its conditions)."""
    if hasattr(node, "conditions_nodelists"):
        return [nodelist for _, nodelist in node.conditions_nodelists]
    kept = (getattr(node, name, None) for name in node.child_nodelists)
    return [nodelist for nodelist in kept if isinstance(nodelist, NodeList)]


def _settled(node: Node) -> Node:
    """What cannot be said yet (an address that this site does not have, behind a condition) stays as it is."""
    if not _is_constant(node):
        return node
    try:
        return _text(node.render(Context()), like=node)
    except (NoReverseMatch, ValueError):
        return node


def _text(text: str, *, like: Node) -> TextNode:
    made = TextNode(text)
    made.token, made.origin = like.token, like.origin
    return made


def _is_constant(node: Node) -> bool:
    match node:
        case TranslateNode():
            plain = node.asvar is None and node.message_context is None and not node.noop
            return plain and _is_literal(node.filter_expression)
        case StaticNode():
            return node.varname is None and _is_literal(node.path)
        case URLNode():
            given = node.args or node.kwargs or node.asvar
            return not given and _is_literal(node.view_name)
    return False


def _is_literal(expression: FilterExpression) -> bool:
    """A quoted text; ``trans`` wraps its own in a variable that knows it is one."""
    said = getattr(expression.var, "literal", expression.var)
    return isinstance(said, str) and not expression.filters
