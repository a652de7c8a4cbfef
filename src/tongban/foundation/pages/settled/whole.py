"""整页：一页和它所继承的各页，合成一串节点 (``extends`` and ``block`` are worked out once)."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.template import Template
from django.template.base import Node, NodeList, Origin, VariableNode
from django.template.loader_tags import BlockNode, ExtendsNode

from tongban.foundation.pages.settled import tree

Parent = Callable[[str, list[Origin]], Template]
"""按名字取所继承的那一页，已经用过的不再取。"""
Blocks = Mapping[str, Sequence[BlockNode]]
"""各块的各种写法，最里面的一页的在前。"""
NEXT_WAY = "block.super"


def whole(template: Template, *, parent: Parent) -> NodeList:
    """合成一串；继承谁要到用时才知道的，原样。"""
    blocks: dict[str, list[BlockNode]] = defaultdict(list)
    nodes, origins = template.nodelist, [template.origin]
    while (page := _extending(nodes)) is not None:
        if (name := tree.literal(page.parent_name)) is None or len(nodes) > 1:
            return template.nodelist
        for block in page.nodelist.get_nodes_by_type(BlockNode):
            blocks[block.name].append(block)
        found = parent(name, origins)
        nodes = found.nodelist
        origins = [*origins, found.origin]
    return _filled(nodes, blocks)


def _extending(nodes: NodeList) -> Any:
    return next((node for node in nodes if isinstance(node, ExtendsNode)), None)


def _filled(nodes: NodeList, blocks: Blocks) -> NodeList:
    return NodeList([_in_place(node, blocks) for node in nodes])


def _in_place(node: Node, blocks: Blocks) -> Node:
    if isinstance(node, BlockNode):
        return _block([*blocks.get(node.name, ()), node], blocks)
    return tree.rewritten(node, lambda nodes: _filled(nodes, blocks))


def _block(ways: Sequence[BlockNode], blocks: Blocks) -> Node:
    """The first way of writing a block, with the next one where it says so; what it leaves under a name stays within."""
    first, rest = ways[0], ways[1:]
    next_way = [_block(rest, blocks)] if rest else []
    return tree.scope(_filled(_with_next(first.nodelist, next_way), blocks), like=first)


def _with_next(nodes: NodeList, next_way: Sequence[Node]) -> NodeList:
    made = NodeList()
    for node in nodes:
        if isinstance(node, VariableNode) and node.filter_expression.token == NEXT_WAY:
            made.extend(next_way)
        elif isinstance(node, BlockNode):
            made.append(node)  # its own next way is another
        else:
            made.append(tree.rewritten(node, lambda inner: _with_next(inner, next_way)))
    return made
