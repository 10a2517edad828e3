import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from govportal.embedded import places
from govportal.embedded.places import Place, PlaceUnusable, data_folder, database_user, passable, prepare, readable
from govportal.embedded.services import wipe
from tests.govportal.conftest import Outside, as_root


def test_data_live_where_the_environment_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GOVPORTAL_DATA", str(tmp_path / "elsewhere"))
    assert data_folder(tmp_path) == tmp_path / "elsewhere"


def test_data_live_beside_an_open_project(monkeypatch: pytest.MonkeyPatch, outside: Outside) -> None:
    monkeypatch.delenv("GOVPORTAL_DATA")
    assert data_folder(outside.folder) == outside.folder / "var"


@as_root
def test_data_of_a_closed_project_live_under_var_lib(monkeypatch: pytest.MonkeyPatch, closed_folder: Path) -> None:
    monkeypatch.delenv("GOVPORTAL_DATA")
    assert data_folder(closed_folder) == Path("/var/lib/govportal")


@as_root
def test_a_named_folder_that_cannot_be_reached_is_refused_and_stays_closed(closed_folder: Path) -> None:
    with pytest.raises(PlaceUnusable, match="cannot be reached"):
        prepare(Place(closed_folder / "data"))
    assert stat.S_IMODE(closed_folder.stat().st_mode) == 0o700
    assert list(closed_folder.iterdir()) == []


@as_root
def test_reach_is_judged_by_owner_then_group_then_others(outside: Outside) -> None:
    user = database_user()
    assert user is not None
    folder = outside.folder / "folder"
    folder.mkdir(mode=0o700)
    folder.chmod(0o001)
    assert passable(folder, user)
    assert not readable(folder, user)
    os.chown(folder, user.pw_uid, -1)
    assert not passable(folder, user)
    folder.chmod(0o500)
    assert passable(folder / "not yet made", user)
    assert readable(folder, user)


def test_the_owner_is_asked_for_nothing(monkeypatch: pytest.MonkeyPatch, closed_folder: Path) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert database_user() is None
    assert passable(closed_folder, None)


def test_nobody_else_can_look_into_a_place(outside: Outside) -> None:
    place = Place(outside.folder / "data")
    prepare(place)
    assert stat.S_IMODE(place.sockets.stat().st_mode) == 0o700
    assert stat.S_IMODE(place.folder.stat().st_mode) & 0o066 == 0


@pytest.fixture
def home_folder(outside: Outside) -> Path:
    """Somebody's folder, with a letter in it."""
    folder = outside.folder / "home"
    (folder / "postgres").mkdir(parents=True)
    (folder / "letter.txt").write_text("dear")
    folder.chmod(0o755)
    return folder


@pytest.mark.parametrize("deed", [prepare, wipe])
def test_a_folder_with_other_files_is_neither_used_nor_emptied_nor_closed(
    home_folder: Path, deed: Callable[[Place], None]
) -> None:
    with pytest.raises(PlaceUnusable, match="not of this product"):
        deed(Place(home_folder))
    assert sorted(path.name for path in home_folder.iterdir()) == ["letter.txt", "postgres"]
    assert stat.S_IMODE(home_folder.stat().st_mode) == 0o755


def test_an_empty_folder_keeps_its_permissions_and_is_marked(outside: Outside) -> None:
    folder = outside.folder / "named"
    folder.mkdir()
    folder.chmod(0o775)
    prepare(Place(folder))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o775
    (folder / "backup.sql").touch()
    prepare(Place(folder))
    wipe(Place(folder))
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    "names",
    [
        ("users.lock", "start.lock", "postgres/PG_VERSION", "media/ab", "backup.sql"),
        ("keys.json",),
        ("programs-18.1/postgres",),
    ],
)
def test_an_installation_from_before_the_mark_is_recognised_and_marked(outside: Outside, names: tuple[str]) -> None:
    folder = outside.folder / "var"
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    prepare(Place(folder))
    assert (folder / places.MARK).exists()


@as_root
def test_an_empty_folder_the_database_cannot_enter_is_refused_and_stays_closed(closed_folder: Path) -> None:
    with pytest.raises(PlaceUnusable, match="cannot be reached"):
        prepare(Place(closed_folder))
    assert stat.S_IMODE(closed_folder.stat().st_mode) == 0o700
    assert list(closed_folder.iterdir()) == []


@pytest.mark.parametrize("name", ["x" * 120, "with a space", "with,comma"])
def test_sockets_move_to_a_short_plain_folder(name: str) -> None:
    sockets = Place(Path("/srv") / name).sockets
    assert len(str(sockets)) < places.LONGEST_SOCKET_FOLDER
    assert name not in str(sockets)
    assert sockets != Place(Path("/srv") / f"{name}2").sockets


@as_root
def test_a_socket_folder_of_a_stranger_is_refused(outside: Outside) -> None:
    place = Place(outside.folder / "data")
    place.sockets.mkdir(parents=True)
    (place.folder / places.MARK).touch()
    os.chown(place.sockets, 12345, -1)
    with pytest.raises(PlaceUnusable, match="belongs to somebody else"):
        prepare(place)
