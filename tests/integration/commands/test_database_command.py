"""``verilink database`` on an installation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from verilink.cli import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def verilink(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, empty_database_url: str
) -> Run:
    """Run a command in this process on an installation of the test's own: status, output, errors."""
    monkeypatch.setenv("VERILINK_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("DATABASE_URL", empty_database_url)

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        said = capsys.readouterr()
        return status, said.out, said.err

    assert run("migrate")[0] == 0
    return run


def test_a_table_comes_is_replaced_and_goes(verilink: Run, tmp_path: Path) -> None:
    path = tmp_path / "My Customers.csv"
    path.write_text("name-last,birthdate,shoe\nSample,1985-12-10,41\nNobody,,42\n", encoding="utf-8-sig")
    assert verilink("database", "list") == (0, "", "")
    assert verilink("database", "import", str(path)) == (0, "1 records in my-customers\nleft out: shoe\n", "")
    status, _, problem = verilink("database", "import", str(path))
    assert (status, "--replace" in problem) == (1, True)
    path.write_text("identification-number\n" + "\n".join(map(str, range(4_500))), encoding="utf-8")
    said = verilink("database", "import", str(path), "--name", "my-customers", "--replace")
    assert said == (0, "4,500 records in my-customers\n", "")
    listed = verilink("database", "list")[1]
    assert listed.startswith("my-customers  4,500  ")
    assert listed.endswith("identification-number\n")
    assert verilink("database", "remove", "my-customers") == (0, "", "")
    assert verilink("database", "list") == (0, "", "")
    assert verilink("database", "remove", "my-customers")[0] == 1


def test_a_file_with_a_defect_changes_nothing(verilink: Run, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("name-last,birthdate\nSample,1985-12-10\n" * 3 + "Other,yesterday\n", encoding="utf-8")
    status, said, problem = verilink("database", "import", str(path))
    assert (status, said) == (1, "")
    assert "Row 3" in problem
    assert verilink("database", "list") == (0, "", "")
    assert verilink("database", "import", str(tmp_path / "none.csv"))[0] == 1
