"""Which materials one application needs (I-18)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Effect:
    """One answer adds or drops one material; `answer` is its label, shown as the reason."""

    option_id: int
    answer: str
    adds: bool


@dataclass(frozen=True, slots=True)
class Spec:
    """A material of a version with the answers that touch it."""

    id: int
    required: bool
    when_text: str
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class Needed:
    """A material this application needs or may add, and why it is asked."""

    spec_id: int
    required: bool
    why: str


def needed_materials(specs: Iterable[Spec], chosen: Collection[int]) -> list[Needed]:
    """Base materials, plus those the chosen options add, minus those they drop, in the order of the version (I-18).

    A material that some answer adds is asked only after that answer, and is then required. One that is optional and
    that no answer touches stays offered, with its plain-words condition as the reason.
    """
    needed = []
    for spec in specs:
        dropped = any(effect.option_id in chosen and not effect.adds for effect in spec.effects)
        added = [effect.answer for effect in spec.effects if effect.adds and effect.option_id in chosen]
        waits_for_answer = any(effect.adds for effect in spec.effects) and not spec.required
        if dropped or (waits_for_answer and not added):
            continue
        why = "、".join(added) if waits_for_answer else spec.when_text
        needed.append(Needed(spec.id, spec.required or bool(added), why))
    return needed
