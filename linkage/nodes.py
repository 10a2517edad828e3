"""The three nodes an approval needs beyond the free engine's own. Each callable loads rows and asks
`linkage.staging`.
"""

from collections.abc import Iterator
from typing import Any

from viewflow.workflow import Activation, Node
from viewflow.workflow.base import Edge
from viewflow.workflow.nodes import Join, StartHandle
from viewflow.workflow.nodes.handle import HandleActivation
from viewflow.workflow.nodes.join import JoinActivation
from viewflow.workflow.nodes.start import StartHandleActivation
from viewflow.workflow.token import Token

from linkage import staging


class WeighingMixin:
    """After this step the run is weighed: the next stage opens (one task per seat), or the run ends."""

    task: Any
    flow_task: Any

    def _continue(self) -> Iterator[Activation]:
        outgoing, reviews = staging.weigh(self.task)
        node = self.flow_task.flow_class.instance.node(outgoing)
        if not reviews:
            yield node._create(self, self._base_token())
            return
        tokens = Token.split_token_source(self._base_token(), self.task.pk)
        for review in reviews:
            alone = len(reviews) == 1
            yield node._create(self, self._base_token() if alone else next(tokens), seed=review)

    def _base_token(self) -> Token:
        token = Token(str(self.task.token))
        return token.get_base_split_token() if token.is_split_token() else token


class WeighingNode(Node):
    """Declares the ways out of a weighing step."""

    ways: tuple[str, ...] = ("review", "seat_review", "approved", "refused")

    def _outgoing(self) -> Iterator[Edge]:
        for name in self.ways:
            yield Edge(src=self, dst=self.flow_class._nodes_by_name[name], edge_class="cond_true")


class OpenRunActivation(WeighingMixin, StartHandleActivation):
    """Start of a run. Its row is new and its case is held: nobody else can reach the run, so it is not locked."""

    @Activation.status.transition(source="NEW")
    def execute(self) -> None:
        """Store the run, complete its start and open what follows."""
        self.process.save()
        self.complete()
        self.activate_next()

    @Activation.status.transition(source="DONE")
    def create_next(self) -> Iterator[Activation]:
        yield from self._continue()


class OpenRun(WeighingNode, StartHandle):
    """Start of a run: the first stage that applies opens."""

    activation_class = OpenRunActivation


class ReviewActivation(WeighingMixin, HandleActivation):
    """The verdict of a stage's only seat: no fan-out, no join."""

    @Activation.status.transition(source="DONE")
    def create_next(self) -> Iterator[Activation]:
        yield from self._continue()


class SoleReview(WeighingNode):
    """A stage with one seat."""

    task_type = "FUNCTION"
    activation_class = ReviewActivation


class GatherActivation(WeighingMixin, JoinActivation):
    """All verdicts a stage's rule needs are there."""

    @classmethod
    def create(
        cls, flow_task: Any, prev_activation: Activation, token: Token, data: Any = None, seed: Any = None
    ) -> Any:
        """Join the run object of the step that arrived, so that what weighing changes is seen by its caller."""
        activation = super().create(flow_task, prev_activation, token, data=data, seed=seed)
        activation.process = activation.task.process = prev_activation.process
        return activation

    @Activation.status.transition(source="DONE")
    def create_next(self) -> Iterator[Activation]:
        yield from self._continue()


class Gather(WeighingNode, Join):
    """Joins the seats of a stage; closes as early as the stage's rule allows."""

    activation_class = GatherActivation
