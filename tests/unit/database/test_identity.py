"""Who may enter a folder, and what the cluster's owner means."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from verilink.database import identity
from verilink.database.errors import DatabaseUnavailable
from verilink.database.identity import Identity, give, possible_identities, reachable

STRANGER = 64_321


def test_a_folder_is_reachable_only_when_all_above_it_are(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    mine = os.geteuid(), os.getegid()
    assert reachable(inner, *mine)
    assert not reachable(inner, STRANGER, STRANGER)  # pytest's folders are closed to others
    inner.parent.chmod(0o600)
    assert not reachable(inner, *mine)
    inner.parent.chmod(0o700)
    assert reachable(Path("/"), STRANGER, STRANGER)


def test_the_group_decides_for_its_members_even_when_others_may(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    status = os.stat_result((0o040705, 0, 0, 0, 1, 2, 0, 0, 0, 0))
    assert identity._may_enter(status, 1, 9)
    assert not identity._may_enter(status, 9, 2)
    assert identity._may_enter(status, 9, 9)


def test_an_ordinary_user_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 65534)
    (only,) = possible_identities(tmp_path)
    assert (only.mode, only.uid, only.name) == ("keep", 65534, "nobody")


def test_a_user_without_a_name_maps_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: STRANGER)
    (only,) = possible_identities(tmp_path)
    assert only.mode == "map"
    assert only.owner[0] == STRANGER


def test_root_drops_where_it_can_and_maps_itself_where_it_cannot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    (tmp_path / "closed").mkdir(mode=0)
    assert [who.mode for who in possible_identities(Path("/usr"))] == ["drop", "map"]
    assert [who.mode for who in possible_identities(tmp_path / "closed")] == ["map"]


def test_root_on_a_system_without_other_users_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(identity, "UNPRIVILEGED_USERS", ("no-such-user",))
    with pytest.raises(DatabaseUnavailable, match="none of the users no-such-user"):
        possible_identities(tmp_path)


def test_another_users_cluster_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: STRANGER)
    with pytest.raises(DatabaseUnavailable, match="run this program as that user"):
        give(tmp_path, Identity("keep", STRANGER, STRANGER, "stranger"))


def test_a_user_of_its_own_is_preferred_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(identity, "UNPRIVILEGED_USERS", ("no-such-user", "daemon", "nobody"))
    assert {who.name for who in possible_identities(Path("/usr"))} == {"daemon"}
