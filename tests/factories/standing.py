"""What all tests of one module stand on: loaded once for them, and taken away after the last."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.test import TestCase


@contextmanager
def standing(blocker: Any) -> Iterator[None]:
    """For a fixture of a module whose tests undo what they do themselves.

    Mark the module ``xdist_group`` too, or each process loads it for itself.
    """
    with blocker.unblock():
        atomics = TestCase._enter_atomics()
        try:
            yield
        finally:
            TestCase._rollback_atomics(atomics)
