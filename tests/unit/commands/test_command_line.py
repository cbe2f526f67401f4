"""The command line itself: what it says of itself, what it loads, how it ends."""

from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from verilink import __version__, cli
from verilink.commands import firststart, logs
from verilink.errors import BadRequest, Unavailable
from verilink.organizations.model import Bootstrap
from verilink.settings import Settings

ROOT = Path(__file__).resolve().parents[3]
HEAVY = ("numpy", "cv2", "onnxruntime", "uvicorn", "asyncpg", "starlette", "pgqueuer", "jinja2")
MADE = Bootstrap(
    organization_id="org_1",
    environments={"sandbox": ("env_s", "persona_sandbox_x"), "production": ("env_p", "persona_production_x")},
    templates={"Government ID and selfie": "itmpl_1", "Selfie": "itmpl_2"},
    signup_token="secret/token",
)


def run(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """Status, output, errors, also when argparse ends the program."""
    try:
        status = cli.main(arguments)
    except SystemExit as ended:
        status = int(ended.code or 0)
    said = capsys.readouterr()
    return status, said.out, said.err


def test_the_version_is_the_package_s(capsys: pytest.CaptureFixture[str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert __version__ == project["version"]
    assert run(["--version"], capsys) == (0, f"verilink {__version__}\n", "")


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    status, said, _ = run(["--help"], capsys)
    assert status == 0
    told = " ".join(said.split())  # long names and texts are wrapped
    for name, about in cli.COMMANDS.items():
        assert f" {name} {about}" in told


@pytest.mark.parametrize("command", list(cli.COMMANDS))
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, said, _ = run([command, "--help"], capsys)
    assert status == 0
    assert said.startswith(f"usage: verilink {command} [-h]")
    assert "SUPPRESS" not in said
    assert "--parent" not in said


@pytest.mark.parametrize("arguments", [[], ["bogus"], ["template"], ["read"], ["compare", "a"], ["serve", "--bogus"]])
def test_bad_usage_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    status, said, complaint = run(arguments, capsys)
    assert (status, said) == (2, "")
    assert complaint.startswith("usage: verilink")


def test_asking_for_help_loads_no_part_that_takes_long() -> None:
    program = "import sys; from verilink import cli; cli.parser([]); print(' '.join(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert [name for name in HEAVY if name in loaded] == []


def test_an_expected_failure_is_one_line_and_status_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_chosen: object) -> int:
        raise BadRequest("The file is empty.")

    monkeypatch.setattr("verilink.commands.doctor.run", fail)
    assert run(["doctor"], capsys) == (1, "", "verilink: The file is empty.\n")


def test_a_reader_that_went_away_is_no_failure_worth_a_traceback() -> None:
    shell = f"{sys.executable} -m verilink --help | true; exit ${{PIPESTATUS[0]}}"
    ended = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, check=False)
    assert ended.stderr == ""


def test_the_announcement_of_a_later_start_has_no_secret() -> None:
    out = io.StringIO()
    firststart.announce(Settings(), None, out, seconds=1.234)
    assert out.getvalue() == (
        "\nVerilink is running (1.2 s).\n\n  Dashboard   http://localhost:3000/dashboard\n\nCtrl-C stops it.\n\n"
    )


def test_what_was_made_is_told_even_when_nothing_serves_it() -> None:
    out = io.StringIO()
    firststart.announce(Settings(), MADE, out)
    said = out.getvalue()
    assert said.startswith("\nThe installation is made. What follows is shown once.\n")
    for secret in ("signup?token=secret/token", "persona_sandbox_x", "persona_production_x"):
        assert said.count(secret) == 1


def test_links_carry_template_and_environment_under_the_public_address() -> None:
    told = firststart.summary(Settings(public_url="https://id.example.com/"), MADE)
    assert told["templates"]["Selfie"]["hosted_link"]["production"] == (
        "https://id.example.com/verify?inquiry-template-id=itmpl_2&environment-id=env_p"
    )


def test_the_bootstrap_file_replaces_a_loose_one_and_is_closed_to_others(tmp_path: Path) -> None:
    path = tmp_path / "new" / "boot.json"
    path.parent.mkdir()
    path.write_text("old")
    path.chmod(0o666)
    firststart.write_bootstrap_file(path, Settings(), MADE)
    assert path.stat().st_mode & 0o777 == 0o600
    assert json.loads(path.read_text())["organization_id"] == "org_1"
    assert list(path.parent.iterdir()) == [path]


def test_a_bootstrap_file_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable, match=r"boot\.json cannot be written: "):
        firststart.write_bootstrap_file(tmp_path / "file" / "boot.json", Settings(), MADE)


@pytest.fixture
def quiet_again() -> object:
    """Give the root logger back as it was."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.getLogger("uvicorn").setLevel(logging.NOTSET)


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.usefixtures("quiet_again")
def test_log_lines_carry_no_personal_value(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(Settings(log_format=form))  # type: ignore[arg-type]
    try:
        raise ValueError("number L898902C36UTO7408122 of ada@example.com")
    except ValueError:
        logging.getLogger("verilink.test").exception("key persona_sandbox_12345678-1234 for %s", "bob@example.com")
    line = capsys.readouterr().err
    assert "ValueError" in line
    for secret in ("12345678-1234", "ob@example", "da@example"):
        assert secret not in line


@pytest.mark.usefixtures("quiet_again")
def test_json_log_lines_are_one_object_each(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(Settings(log_format="json", log_level="warning"))
    logging.getLogger("verilink.test").info("not this")
    logging.getLogger("verilink.test").warning("this\nand this")
    (line,) = capsys.readouterr().err.splitlines()
    told = json.loads(line)
    assert (told["level"], told["logger"], told["message"]) == ("WARNING", "verilink.test", "this\nand this")
    assert datetime.fromisoformat(told["time"]).tzinfo == UTC
