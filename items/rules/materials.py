"""Which materials one application needs, and in how many copies (I-18)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Effect:
    """One answer adds or drops one material; `answer` is its label, shown as the reason."""

    option_id: int
    answer: str
    adds: bool


@dataclass(frozen=True, slots=True)
class Copies:
    """One answer sets how many copies of one material are needed; `answer` as in Effect."""

    option_id: int
    answer: str
    number: int


@dataclass(frozen=True, slots=True)
class Spec:
    """A material of a version with the answers that touch it; `copies` are needed unless an answer sets them."""

    id: int
    required: bool
    when_text: str
    effects: tuple[Effect, ...] = ()
    copies: int = 0
    sets: tuple[Copies, ...] = ()


@dataclass(frozen=True, slots=True)
class Needed:
    """A material this application needs or may add, why it is asked, and in how many copies."""

    spec_id: int
    required: bool
    why: str
    copies: int = 0


def needed_materials(specs: Iterable[Spec], chosen: Collection[int]) -> list[Needed]:
    """Base materials, plus those the chosen options add, minus those they drop, in the order of the version (I-18).

    A material that some answer adds is asked only after that answer, and is then required. One that is optional and
    that no answer touches stays offered, with its plain-words condition as the reason. Of several numbers of copies the
    highest holds: who needs two for one reason and three for another brings three.
    """
    needed = []
    for spec in specs:
        dropped = any(effect.option_id in chosen and not effect.adds for effect in spec.effects)
        added = [effect.answer for effect in spec.effects if effect.adds and effect.option_id in chosen]
        if dropped or (_waits_for_answer(spec) and not added):
            continue
        reasons = added if _waits_for_answer(spec) else [spec.when_text] if spec.when_text else []
        sets = [one for one in spec.sets if one.option_id in chosen]
        why = "、".join(dict.fromkeys([*reasons, *(one.answer for one in sets)]))
        copies = max((one.number for one in sets), default=spec.copies)
        needed.append(Needed(spec.id, spec.required or bool(added), why, copies))
    return needed


def possible_materials(specs: Iterable[Spec]) -> list[Needed]:
    """Every material that some answers may ask for, in the order of the version; one that only answers add or that an
    answer drops names them as the reason where it has no words of its own."""
    return [
        Needed(
            spec.id,
            spec.required or _waits_for_answer(spec),
            spec.when_text or "、".join(effect.answer for effect in spec.effects if effect.adds),
            spec.copies,
        )
        for spec in specs
    ]


def _waits_for_answer(spec: Spec) -> bool:
    return any(effect.adds for effect in spec.effects) and not spec.required
