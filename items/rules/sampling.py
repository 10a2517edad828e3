"""Which items a spot check looks at (I-16): at random, and the same again for whoever draws with that number. Pure."""

from collections.abc import Iterable
from hashlib import sha256


def drawn(keys: Iterable[int], size: int, seed: int) -> list[int]:
    """`size` of these keys, or all where there are fewer, in the order they were drawn.

    Every key is ordered by a digest of the seed and itself; so neither the order in which keys come nor the version of
    a library decides, and anybody can draw again.
    """
    return sorted(set(keys), key=lambda key: (sha256(f"{seed}:{key}".encode()).digest(), key))[: max(size, 0)]


def size_of_share(population: int, percent: int) -> int:
    """How many items a share is, at least one of any; `percent` from 1 to 100."""
    return max(-(-population * percent // 100), 1) if population else 0
