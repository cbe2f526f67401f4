"""``verilink database`` on an installation."""

from __future__ import annotations

from pathlib import Path

from integration.commands.conftest import Run


def test_a_table_comes_is_replaced_and_goes(installed: Run, tmp_path: Path) -> None:
    path = tmp_path / "My Customers.csv"
    path.write_text("name-last,birthdate,shoe\nSample,1985-12-10,41\nNobody,,42\n", encoding="utf-8-sig")
    assert installed("database", "list") == (0, "", "")
    assert installed("database", "import", str(path)) == (0, "1 records in my-customers\nleft out: shoe\n", "")
    status, _, problem = installed("database", "import", str(path))
    assert (status, "--replace" in problem) == (1, True)
    path.write_text("identification-number\n" + "\n".join(map(str, range(4_500))), encoding="utf-8")
    said = installed("database", "import", str(path), "--name", "my-customers", "--replace")
    assert said == (0, "4,500 records in my-customers\n", "")
    listed = installed("database", "list")[1]
    assert listed.startswith("my-customers  4,500  ")
    assert listed.endswith("identification-number\n")
    assert installed("database", "remove", "my-customers") == (0, "", "")
    assert installed("database", "list") == (0, "", "")
    assert installed("database", "remove", "my-customers")[0] == 1


def test_a_file_with_a_defect_changes_nothing(installed: Run, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("name-last,birthdate\nSample,1985-12-10\n" * 3 + "Other,yesterday\n", encoding="utf-8")
    status, said, problem = installed("database", "import", str(path))
    assert (status, said) == (1, "")
    assert "Row 3" in problem
    assert installed("database", "list") == (0, "", "")
    assert installed("database", "import", str(tmp_path / "none.csv"))[0] == 1
