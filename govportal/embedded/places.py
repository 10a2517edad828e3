"""Where embedded servers keep data and sockets, and whether the database's system user can get there.

PostgreSQL refuses to run as root. When we are root it runs as an unprivileged user who must pass every folder above its
data. We never open a folder for it: a closed project folder means that the data live under /var/lib instead.
"""

import hashlib
import os
import pwd
import re
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

UNPRIVILEGED_USER = "nobody"
SYSTEM_FOLDER = Path("/var/lib/govportal")
MARK = ".govportal"
MARK_WORDS = "Data of a govportal installation. `make demo-reset` deletes everything in this folder.\n"
TELLING = {"postgres", "postgres.new", "users.lock", "keys.json"}
ALSO_OURS = {"run", "start.lock", "redis.log", "media", "metrics", "seal"}
LONGEST_SOCKET_FOLDER = 80  # the kernel allows about 104 bytes for a socket's whole path, its name included


class PlaceUnusable(Exception):
    """The embedded servers cannot keep their data there; the text says why and what to do."""


@dataclass(frozen=True)
class Place:
    """One installation's own folder. `durable` is False for throw-away data of tests: speed before safety."""

    folder: Path
    durable: bool = True

    @property
    def cluster(self) -> Path:
        """PostgreSQL's data."""
        return self.folder / "postgres"

    @property
    def sockets(self) -> Path:
        """Short enough for a Unix socket and free of signs PostgreSQL would read as a list."""
        inside = self.folder / "run"
        if len(str(inside)) <= LONGEST_SOCKET_FOLDER and re.fullmatch(r"[\w./-]+", str(inside)):
            return inside
        digest = hashlib.sha256(str(self.folder).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"govportal-{os.geteuid()}-{digest}"


def database_user() -> pwd.struct_passwd | None:
    """The system user PostgreSQL runs as; None stands for ourselves."""
    return pwd.getpwnam(UNPRIVILEGED_USER) if os.geteuid() == 0 else None


def passable(folder: Path, user: pwd.struct_passwd | None) -> bool:
    """Whether `user` can walk down to `folder`; parts that do not exist yet are made by us and count as open."""
    if user is None:
        return True
    return all(_grants(part, user, stat.S_IXUSR) for part in [folder, *folder.parents] if part.exists())


def readable(path: Path, user: pwd.struct_passwd | None) -> bool:
    """Whether `user` can walk to `path` and read it."""
    return user is None or (passable(path.parent, user) and _grants(path, user, stat.S_IRUSR))


def _grants(path: Path, user: pwd.struct_passwd, owner_bit: int) -> bool:
    found = path.stat()
    if found.st_uid == user.pw_uid:
        return bool(found.st_mode & owner_bit)
    if found.st_gid == user.pw_gid:
        return bool(found.st_mode & owner_bit >> 3)
    return bool(found.st_mode & owner_bit >> 6)


def data_folder(project: Path) -> Path:
    """Folder of all data of this installation: GOVPORTAL_DATA, else `project`/var, else /var/lib/govportal for root."""
    if named := os.environ.get("GOVPORTAL_DATA"):
        return Path(named).resolve()
    beside = project / "var"
    return beside if passable(beside, database_user()) else SYSTEM_FOLDER


def trial_place(project: Path) -> Place:
    """The place of `make demo` and of every management command."""
    return Place(data_folder(project))


def is_ours(folder: Path) -> bool:
    """Whether we may fill and empty `folder`: it is empty, bears our mark, or was filled by us before there were marks.

    Without a mark nothing may lie there but what we write, unless our database has been running there.
    """
    names = {path.name for path in folder.iterdir()}
    if not names or MARK in names:
        return True
    if "users.lock" in names and os.access(folder / "postgres" / "PG_VERSION", os.F_OK):
        return True
    ours = {name for name in names if name in TELLING | ALSO_OURS or name.startswith("programs-")}
    return ours == names and any(name in TELLING or name.startswith("programs-") for name in names)


def insist_on_ours(folder: Path) -> None:
    """Raises PlaceUnusable when the existing `folder` holds something else than an installation of ours."""
    if not (folder.is_dir() and is_ours(folder)):
        raise PlaceUnusable(
            f"{folder} holds files that are not of this product, and make demo-reset would delete them. Name an empty "
            f"or a new folder in GOVPORTAL_DATA. Nothing there was changed."
        )


def prepare(place: Place) -> None:
    """Make and mark the place's folder, ours alone (walkable, not readable, when the database runs as another user).

    A folder that somebody made for us keeps its permissions. Raises PlaceUnusable when it holds something else, when
    the database's user cannot get there, or when a stranger owns the socket folder.
    """
    user = database_user()
    made = not place.folder.exists()
    if not made:
        insist_on_ours(place.folder)
    if not passable(place.folder.parent if made else place.folder, user):
        raise PlaceUnusable(
            f"{place.folder} cannot be reached by the system user {UNPRIVILEGED_USER}, as which PostgreSQL runs when "
            f"started by root, and no folder is opened for it. Name another one in GOVPORTAL_DATA."
        )
    if made:
        place.folder.mkdir(parents=True, exist_ok=True)
        place.folder.chmod(0o711 if user else 0o700)
    if not (place.folder / MARK).exists():
        (place.folder / MARK).write_text(MARK_WORDS)
    own_folder(place.sockets, user)


def own_folder(folder: Path, user: pwd.struct_passwd | None) -> None:
    """Make `folder` belong to `user` alone. Raises PlaceUnusable when it exists and belongs to somebody else."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if folder.is_symlink() or found.st_uid not in {os.geteuid(), user.pw_uid if user else os.geteuid()}:
        raise PlaceUnusable(f"{folder} belongs to somebody else; remove it or name another folder in GOVPORTAL_DATA.")
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
    folder.chmod(0o700)
