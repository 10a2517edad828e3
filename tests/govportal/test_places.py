import os
import stat
from pathlib import Path

import pytest

from govportal.embedded import places
from govportal.embedded.places import Place, PlaceUnusable, data_folder, database_user, passable, prepare, readable
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
    os.chown(place.sockets, 12345, -1)
    with pytest.raises(PlaceUnusable, match="belongs to somebody else"):
        prepare(place)
