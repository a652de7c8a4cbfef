"""定稿：对谁都一样的先写成文字，点名装入的先装进来 (partial evaluation; docs of the package say what for)."""

from collections.abc import Callable
from copy import copy
from typing import Any

from django.template import Template
from django.template.base import FilterExpression, Node, NodeList, TextNode
from django.template.defaulttags import CommentNode, ForNode, IfNode, LoadNode, WithNode
from django.template.exceptions import TemplateDoesNotExist
from django.template.library import SimpleBlockNode
from django.template.loader_tags import IncludeNode, construct_relative_path

from tongban.foundation.pages.settled import known as knowing
from tongban.foundation.pages.settled import tree
from tongban.foundation.pages.settled.quick import Left, quickened

Part = Callable[[str], NodeList]
"""按名字取一个要装进来的模板，已合成一串。 Raises TemplateDoesNotExist."""
# Tags within which a name means what it means outside of them.
TRANSPARENT = (IfNode, SimpleBlockNode)


def no_parts(name: str) -> NodeList:
    """没有可装的 (templates that stand alone)."""
    raise TemplateDoesNotExist(name)


class Settling:
    """给一页定稿：``known`` 是开头就知道的名字。"""

    def __init__(self, *, blank: Template, part: Part = no_parts, within: tuple[str, ...] = ()) -> None:
        """``blank`` 借它的引擎一用；``within`` 是正装到哪里，自己装自己的不展开。"""
        self._blank, self._part, self._within = blank, part, within

    def settled(self, nodes: NodeList, known: knowing.Known) -> NodeList:
        """定了稿的一串。"""
        return self._in_scope(nodes, dict(known))

    def _in_scope(self, nodes: NodeList, known: dict[str, Any]) -> NodeList:
        """``known`` follows the page from top to bottom: what one node leaves is known to the next."""
        return tree.joined([made for node in nodes for made in self._settled(node, known)])

    def _settled(self, node: Node, known: dict[str, Any]) -> list[Node]:
        match node:
            case LoadNode() | CommentNode():
                return []
            case TextNode():
                return [node]
            case IfNode():
                return self._branches(node, known)
            case ForNode():
                return self._loop(node, known)
            case WithNode():
                return self._with(node, node.nodelist, known)
            case IncludeNode() if not node.isolated_context:
                return self._included(node, known)
        return self._other(node, known)

    def _other(self, node: Node, known: dict[str, Any]) -> list[Node]:
        if (answer := knowing.told(node, known, blank=self._blank)) is None:
            return [self._open(node, known)]
        said, name, value = answer
        if name:
            known[name] = value
            return [Left(name, value)]
        return [tree.text(said, like=node)]

    def _open(self, node: Node, known: dict[str, Any]) -> Node:
        """What waits for the request; within a tag that is not ours to know, no name is known."""
        self._forget(known, [node])
        inside = known if isinstance(node, TRANSPARENT) else {}
        return quickened(tree.rewritten(node, lambda nodes: self.settled(nodes, inside)))

    def _forget(self, known: dict[str, Any], nodes: list[Node]) -> None:
        for name in tree.left_names(nodes):
            known.pop(name, None)

    def _branches(self, node: IfNode, known: dict[str, Any]) -> list[Node]:
        kept: list[tuple[Any, NodeList]] = []
        for condition, nodes in node.conditions_nodelists:
            answer = knowing.decided(condition, known, blank=self._blank)
            if answer is True and not kept:
                return list(self._in_scope(nodes, known))
            if answer is not False:
                kept.append((None if answer is True else condition, self.settled(nodes, known)))
            if answer is True:
                break
        if not kept:
            return []
        made = copy(node)
        made.conditions_nodelists = kept
        self._forget(known, [made])
        return [quickened(made)]

    def _loop(self, node: ForNode, known: dict[str, Any]) -> list[Node]:
        """What a round leaves is there in the next one, so nothing that the loop leaves is known in it."""
        inside = dict(known)
        self._forget(inside, [node])
        for name in ("forloop", *node.loopvars):
            inside.pop(name, None)
        return [quickened(tree.rewritten(node, lambda nodes: self.settled(nodes, inside)))]

    def _included(self, node: IncludeNode, known: dict[str, Any]) -> list[Node]:
        asked: Any = node
        name = tree.literal(asked.template)
        name = name and construct_relative_path(asked.origin.template_name, name)
        if not name or name in self._within:
            return [quickened(node)]
        try:
            nodes = self._part(name)
        except TemplateDoesNotExist:
            return [quickened(node)]  # behind a condition that never holds, perhaps
        deeper = Settling(blank=self._blank, part=self._part, within=(*self._within, name))
        return deeper._with(node, nodes, known)

    def _with(self, node: Any, nodes: NodeList, known: dict[str, Any]) -> list[Node]:
        """A place of its own: names that are given to it, and those it leaves, end with it."""
        given: dict[str, FilterExpression] = node.extra_context
        inside = dict(known)
        for name, expression in given.items():
            inside.pop(name, None)
            if knowing.is_known(expression, known):
                inside[name] = knowing.value(expression, known, blank=self._blank)
        made = self._in_scope(nodes, inside)
        if all(isinstance(each, TextNode) for each in made):
            return list(made)
        if not given and not next(tree.left_names(made), ""):
            return list(made)
        return [quickened(tree.scope(made, like=node, given=given))]
