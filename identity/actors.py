"""Who acts: the one value that every service, query and policy receives as `by:` or `actor`."""

from dataclasses import dataclass, field, replace

from identity.models import PartyKind, Role


@dataclass(frozen=True, slots=True)
class Acting:
    """A party somebody can act for: himself, or an enterprise by mandate (`mandate_id`)."""

    party_id: int
    name: str
    kind: PartyKind
    mandate_id: int | None = None
    item_codes: tuple[str, ...] = ()
    legal_representative: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person in his present capacity, a connected system, the system itself, or anybody.

    A citizen acts for exactly one party at a time (`acting`); staff act through the posts they hold today.
    """

    kind: str
    account_id: int | None = None
    name: str = ""
    assurance_level: int = 0
    self_party_id: int | None = None
    acting: Acting | None = None
    can_act_for: tuple[Acting, ...] = ()
    staff_id: int | None = None
    department_id: int | None = None
    post_ids: frozenset[int] = frozenset()
    department_ids: frozenset[int] = frozenset()
    roles: frozenset[str] = field(default_factory=frozenset)
    post_label: str = ""
    window_id: int | None = None
    place_label: str = ""

    @property
    def label(self) -> str:
        """How the history names this actor; a citizen by his name as applicants see it themselves."""
        return f"{self.name} {self.post_label}".strip() or self.kind

    @property
    def is_authenticated(self) -> bool:
        return self.account_id is not None

    @property
    def is_citizen(self) -> bool:
        return self.kind == "citizen"

    @property
    def is_staff(self) -> bool:
        return self.kind == "staff"

    @property
    def party_id(self) -> int | None:
        """The party this citizen acts for now."""
        return self.acting.party_id if self.acting else None

    @property
    def party(self) -> Acting | None:
        return self.acting

    def in_identity(self, way: Acting) -> "Actor":
        """The same person acting for another party."""
        return replace(self, acting=way)

    def has_role(self, *roles: Role) -> bool:
        """Whether any post held today carries one of these roles."""
        return not self.roles.isdisjoint(roles)


ANYBODY = Actor(kind="anybody")
SYSTEM = Actor(kind="system", name="system")
