"""What is computed once and looked up from then on: for functions that are called for each row of a page."""

from collections.abc import Callable
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")
MOST = 16_384


class Computed(dict[K, V]):
    """The results of a function by its argument. Looking one up takes a third of what a cached function takes.

    When it is full, it begins again.
    """

    def __init__(self, compute: Callable[[K], V], most: int = MOST) -> None:
        super().__init__()
        self._compute = compute
        self._most = most

    def __missing__(self, key: K) -> V:
        if len(self) >= self._most:
            self.clear()
        value = self[key] = self._compute(key)
        return value
