"""Who acts when: lives of cases as generators that say when they go on, resumed in the order of time."""

import heapq
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime

from core.clock import SimulatedClock
from core.refusal import Refusal

Story = Iterator[datetime]


class Timetable:
    """Resumes stories at the moments they asked for, under a simulated clock. Equal moments keep the order of arrival.

    A story that is refused by a service ends there; `refused` counts the codes.
    """

    def __init__(self, source: SimulatedClock) -> None:
        self.source = source
        self.refused: Counter[str] = Counter()
        self._waiting: list[tuple[datetime, int, Story]] = []
        self._serial = 0

    def add(self, story: Story) -> None:
        """Let a story begin: it runs up to the first moment it waits for."""
        self._resume(story)

    def run_until(self, end: datetime, *, told: Callable[[], None]) -> None:
        """Let time pass until `end`; `told` is called after every step."""
        while self._waiting and self._waiting[0][0] <= end:
            moment, _serial, story = heapq.heappop(self._waiting)
            self.source.advance_to(max(moment, self.source.now()))
            self._resume(story)
            told()
        self.source.advance_to(max(end, self.source.now()))

    def _resume(self, story: Story) -> None:
        try:
            moment = next(story, None)
        except Refusal as refusal:
            self.refused[refusal.code] += 1
            return
        if moment is not None:
            self._serial += 1
            heapq.heappush(self._waiting, (moment, self._serial, story))
