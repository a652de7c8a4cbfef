"""行：读到的、或者刚定下的一行，照列装进模型的实例 (what a model's own constructor does, without its questions).

For the hot paths: a model asks of every column whether it was given, was deferred or is a relation, and tells two signals.
Here the values are the columns' own, by their names, and are taken as they are; nothing in the product listens to the
signals.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import models
from django.db.models.base import ModelState

M = TypeVar("M", bound=models.Model)


@cache
def columns(model: type[models.Model]) -> tuple[str, ...]:
    """表的全部列，照 ``row_of`` 的次序。"""
    return tuple(field.attname for field in model._meta.concrete_fields)


def row_of(model: type[M], values: Sequence[Any]) -> M:
    """读到的一行：值照表的全部列的次序 (as Django's ``from_db``)."""
    instance = _bare(model, dict(zip(columns(model), values, strict=True)))
    instance._state.adding, instance._state.db = False, "default"
    return instance


def fresh_row(model: type[M], **values: Any) -> M:
    """刚定下的一行，还没有存；没有给的列取默认。 An unknown column is an error."""
    fixed, made = _defaults(model)
    content = {**fixed, **{name: make() for name, make in made if name not in values}, **values}
    if len(content) != len(columns(model)):
        raise TypeError(f"{model.__name__} has no column {', '.join(content.keys() - set(columns(model)))}")
    return _bare(model, content)


def _bare(model: type[M], content: dict[str, Any]) -> M:
    instance = model.__new__(model)
    instance.__dict__.update(content)
    instance._state = ModelState()
    return instance


@cache
def _defaults(model: type[models.Model]) -> tuple[dict[str, Any], tuple[tuple[str, Callable[[], Any]], ...]]:
    """The defaults that are the same in every row, and how the others are made."""
    fixed: dict[str, Any] = {}
    made: list[tuple[str, Callable[[], Any]]] = []
    for field in model._meta.concrete_fields:
        if field.has_default() and callable(field.default):
            made.append((field.attname, field.get_default))
        else:
            fixed[field.attname] = field.get_default()
    return fixed, tuple(made)
