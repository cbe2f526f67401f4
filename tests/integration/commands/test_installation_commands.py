"""The commands that talk to an installation: doctor, migrate, invite, template."""

from __future__ import annotations

import asyncio
import json
import shutil
from pathlib import Path

import asyncpg
import pytest

from integration.commands.conftest import Run
from support.serving import free_port
from verilink.flow.shipped import shipped_templates
from verilink.flow.yaml import dump, read, write
from verilink.objects import load_or_create_keys


def statuses(said: str) -> dict[str, str]:
    """Part and status of what ``doctor --json`` said."""
    return {finding["part"]: finding["status"] for finding in json.loads(said)}


def test_migrate_makes_the_installation_once_and_tells_its_secrets_once(
    verilink: Run, empty_database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_database_url)
    boot = tmp_path / "boot.json"
    status, said, _ = verilink("migrate", "--bootstrap-file", str(boot))
    key = json.loads(boot.read_text())["environments"]["production"]["api_key"]
    assert (status, said.count(key), "applied 0001 initial\n" in said) == (0, 1, True)
    assert boot.stat().st_mode & 0o777 == 0o600
    assert verilink("migrate") == (0, "nothing to do\n", "")


def test_doctor_before_the_first_start_says_what_to_run_and_makes_nothing(verilink: Run, tmp_path: Path) -> None:
    status, said, _ = verilink("doctor")
    assert status == 0
    assert "look     database   nothing is here yet\n                    Run: verilink serve\n" in said
    assert not (tmp_path / "data").exists()


def test_doctor_finds_a_healthy_installation_healthy(installed: Run) -> None:
    status, said, _ = installed("doctor", "--json")
    found = statuses(said)
    assert status == 0
    assert set(found) == {"database", "storage", "keys", "worker", "mail", "models", "disk", "clock", "address"}
    assert {part for part, state in found.items() if state != "ok"} <= {"mail", "disk"}


def test_doctor_looks_at_the_rest_when_the_database_is_away(verilink: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgresql://somebody@127.0.0.1:{free_port()}/verilink")
    status, said, _ = verilink("doctor", "--json")
    found = statuses(said)
    assert (status, found["database"], found["models"], found["storage"]) == (1, "failed", "ok", "ok")


def test_doctor_names_missing_migrations(
    verilink: Run, empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_database_url)
    status, said, _ = verilink("doctor")
    assert status == 1
    assert "migrations are pending: initial" in said
    assert "Run: verilink migrate" in said


async def _write_event(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(
            """INSERT INTO event (environment_id, id, name, object_type, object_id, payload, created_at)
            VALUES ('env_1', 'evt_1', 'inquiry.created', 'inquiry', 'inq_1', '{}', now() - interval '5 minutes')"""
        )
    finally:
        await connection.close()


def test_doctor_says_when_nobody_takes_the_events(installed: Run, empty_database_url: str) -> None:
    asyncio.run(_write_event(empty_database_url))
    status, said, _ = installed("doctor")
    assert status == 1
    assert "FAILED   worker     events wait since 3" in said
    assert "Run: verilink worker" in said


async def _write_file(dsn: str, wrapped: bytes) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(
            """INSERT INTO file (environment_id, id, inquiry_id, page, filename, content_type, byte_size, sha256,
            object_key, wrapped_key, created_at)
            VALUES ('env_1', 'file_abc', 'inq_1', 'front', 'f.jpg', 'image/jpeg', 1, '', 'k', $1, now())""",
            wrapped,
        )
    finally:
        await connection.close()


def test_doctor_says_when_the_master_key_is_another_one(
    installed: Run, empty_database_url: str, tmp_path: Path
) -> None:
    keyring = load_or_create_keys(tmp_path / "data" / "master.key")
    asyncio.run(_write_file(empty_database_url, keyring.wrap(bytes(32), object_id="file_abc")))
    assert statuses(installed("doctor", "--json")[1])["keys"] == "ok"
    (tmp_path / "data" / "master.key").unlink()
    status, said, _ = installed("doctor")
    assert status == 1
    assert "FAILED   keys       the master key does not open the files that are stored" in said


def test_doctor_says_that_a_data_folder_cannot_be_written(installed: Run, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "data" / "objects", ignore_errors=True)
    (tmp_path / "data" / "objects").write_text("a file where a folder should be")
    found = statuses(installed("doctor", "--json")[1])
    assert (found["storage"], found["database"]) == ("failed", "ok")


def test_doctor_says_that_a_camera_needs_https(installed: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERILINK_PUBLIC_URL", "http://verify.example.com")
    status, said, _ = installed("doctor")
    assert status == 0
    assert "look     address    http://verify.example.com: browsers give no camera without https" in said


def test_doctor_says_that_the_mail_server_does_not_answer(installed: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    monkeypatch.setenv("VERILINK_SMTP_URL", f"smtp://127.0.0.1:{port}")
    status, said, _ = installed("doctor")
    assert status == 1
    assert f"FAILED   mail       127.0.0.1:{port}: " in said


def test_invite_gives_a_new_link_until_somebody_signed_up(installed: Run, empty_database_url: str) -> None:
    status, link, _ = installed("invite")
    assert (status, link.startswith("http://localhost:3000/signup?token=")) == (0, True)
    assert installed("invite")[1] != link


@pytest.mark.parametrize("command", [("web",), ("worker",), ("invite",)])
def test_a_database_without_migrations_is_refused_in_one_line(
    verilink: Run, empty_database_url: str, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_database_url)
    monkeypatch.setenv("VERILINK_PORT", str(free_port()))
    status, said, complaint = verilink(*command)
    assert (status, said) == (1, "")
    assert complaint.startswith("verilink: The database is not at this version yet (initial")
    assert complaint.endswith("Run: verilink migrate\n")


@pytest.mark.parametrize("command", [("migrate",), ("web",), ("worker",), ("template", "list"), ("invite",)])
def test_without_a_database_one_line_says_what_to_set(
    verilink: Run, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("VERILINK_PORT", str(free_port()))
    status, said, complaint = verilink(*command)
    assert (status, said, complaint.count("\n")) == (1, "", 1)
    assert complaint.startswith("verilink: No database: set DATABASE_URL, or run verilink serve")


def test_a_setting_with_a_typing_mistake_is_named(verilink: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERILINK_PROT", "3000")
    assert verilink("doctor") == (
        1,
        "",
        "verilink: VERILINK_PROT: there is no such setting; did you mean VERILINK_PORT?\n",
    )


def templates_listed(said: str) -> list[str]:
    """The lines about templates, without those about their verifications."""
    return [line for line in said.splitlines() if not line.startswith(" ")]


def test_template_list_shows_the_shipped_ones_and_their_verifications(installed: Run) -> None:
    status, said, _ = installed("template", "list")
    lines = templates_listed(said)
    assert status == 0
    assert all(line.startswith("itmpl_") and "  active    live   " in line for line in lines)
    assert {line.rpartition("  live   ")[2] for line in lines} == {
        document.name for document in shipped_templates().values()
    }
    verifications = [line.split() for line in said.splitlines() if line.startswith("    vtmpl_")]
    assert len(verifications) == sum(len(document.verifications) for document in shipped_templates().values())


def test_an_exported_template_comes_back_the_same(installed: Run, tmp_path: Path) -> None:
    status, exported, _ = installed("template", "export", "Selfie")
    assert status == 0
    path = tmp_path / "selfie.yaml"
    path.write_text(exported.replace("name: Selfie\n", "name: Selfie at the desk\n", 1))
    assert installed("template", "validate", str(path))[0] == 0
    status, made, _ = installed("template", "import", str(path), "--publish")
    assert (status, made.startswith("itmpl_")) == (0, True)
    again = installed("template", "export", made.strip())[1]
    assert again == path.read_text()


def test_a_template_gets_a_new_version_which_is_live_only_when_published(installed: Run, tmp_path: Path) -> None:
    path = tmp_path / "selfie.yaml"
    before = installed("template", "export", "Selfie")[1]
    path.write_text(before.replace("name: Selfie\n", "name: Selfie, quickly\n", 1))
    assert installed("template", "import", str(path), "--into", "Selfie")[0] == 0
    assert installed("template", "export", "Selfie")[1] == before
    assert installed("template", "import", str(path), "--into", "Selfie", "--publish")[0] == 0
    assert "Selfie, quickly" in installed("template", "list")[1]


def test_an_invalid_template_is_refused_with_every_problem_and_changes_nothing(installed: Run, tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    text = dump(shipped_templates()["Selfie"])
    path.write_text(text.replace("start:", "begin:", 1) if "start:" in text else text[: len(text) // 2])
    for command in (("validate", str(path)), ("import", str(path))):
        status, said, complaint = installed("template", *command)
        assert (status, said) == (1, "")
        assert complaint.startswith("verilink: ")
        assert "Traceback" not in complaint
    assert len(templates_listed(installed("template", "list")[1])) == len(shipped_templates())


MODULES = """\
schema: 1
name: Modules
start: start
steps:
  start:
    kind: screen
    screen:
      kind: consent
    next: email_address
  email_address:
    kind: module
    module:
      kind: email-address
    next: success
    otherwise: failure
  success:
    kind: module
    module:
      kind: standard-success
  failure:
    kind: module
    module:
      kind: standard-failed
"""


def test_modules_are_kept_as_they_were_written_and_run_as_steps(installed: Run, tmp_path: Path) -> None:
    path = tmp_path / "modules.yaml"
    path.write_text(MODULES)
    assert "is valid (7 steps)" in installed("template", "validate", str(path))[1]
    became = installed("template", "expand", str(path))[1]
    assert "retry_verification_email_address:" in became
    assert "kind: module" not in became
    made = installed("template", "import", str(path), "--publish")[1].strip()
    assert installed("template", "export", made)[1] == MODULES
    texts = tmp_path / "texts.yaml"
    texts.write_text("de: {You are done: Geschafft}")
    assert installed("template", "texts", "import", made, str(texts), "--publish")[0] == 0
    assert installed("template", "export", made)[1] == f"{MODULES}texts:\n  de:\n    You are done: Geschafft\n"
    path.write_text(MODULES.replace("next: success", "next: nowhere"))
    told = "steps.email_address.next: there is no step 'nowhere' (line 14)"
    assert told in installed("template", "validate", str(path))[2]


def test_an_unknown_template_or_file_is_said_so(installed: Run, tmp_path: Path) -> None:
    assert installed("template", "export", "Nope") == (
        1,
        "",
        "verilink: There is no template 'Nope'; verilink template list shows them.\n",
    )
    missing = tmp_path / "missing.yaml"
    assert installed("template", "validate", str(missing)) == (
        1,
        "",
        f"verilink: {missing}: No such file or directory\n",
    )


def test_texts_of_a_template_go_out_and_come_back(installed: Run, tmp_path: Path) -> None:
    name, file = "Government ID", tmp_path / "texts.yaml"
    _, said, _ = installed("template", "texts", "export", name, "--locale", "no", "--locale", "de")
    assert set(read(said)) == {"no", "de"}
    file.write_text(write({"no": {"You are done": "Ferdig"}, "de": {"You are done": ""}}), encoding="utf-8")
    status, said, _ = installed("template", "texts", "import", name, str(file), "--publish")
    assert (status, said[:6]) == (0, "itmpl_")
    assert "Ferdig" in installed("template", "export", name)[1]
    catalogue = tmp_path / "texts.po"
    catalogue.write_text(installed("template", "texts", "export", name, "--locale", "no", "--po")[1], encoding="utf-8")
    catalogue.write_text(catalogue.read_text(encoding="utf-8").replace("Ferdig", "Takk"), encoding="utf-8")
    assert installed("template", "texts", "import", name, str(catalogue), "--locale", "no")[0] == 0
    assert read(installed("template", "texts", "export", name, "--locale", "no")[1])["no"]["You are done"] == "Takk"
    assert "Ferdig" in installed("template", "export", name)[1]  # the draft is not live


@pytest.mark.parametrize(
    ("content", "more", "told"),
    [
        ("de: {You are done: <b>Fertig</b>}", (), "its tags differ"),
        ("xx: {You are done: x}", (), "there is no locale 'xx'"),
        ("- a", (), "no file of translations"),
        ('msgid "a"\nmsgstr "b"\n', (), "--locale"),
        ("nonsense", ("--locale", "de"), "no file of translations"),
    ],
)
def test_texts_that_cannot_be_used_are_refused(
    installed: Run, tmp_path: Path, content: str, more: tuple[str, ...], told: str
) -> None:
    file = tmp_path / ("texts.po" if more or "msgid" in content else "texts.yaml")
    file.write_text(content, encoding="utf-8")
    status, _, said = installed("template", "texts", "import", "Government ID", str(file), *more)
    assert status == 1
    assert told in said


def test_starters_are_listed_and_printed_as_templates(installed: Run, tmp_path: Path) -> None:
    assert "Proof of address: A letter or bill is read" in installed("template", "starters")[1]
    path = tmp_path / "mine.yaml"
    path.write_text(installed("template", "starters", "Proof of address")[1], encoding="utf-8")
    assert installed("template", "validate", str(path))[0] == 0
    assert installed("template", "starters", "Nothing")[0] == 1
