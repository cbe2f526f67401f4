"""``verilink serve`` from its first start to its end, in the order in which an operator meets it."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from support.serving import Serve, fetch, free_port, processes_of, until

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("serve")]
TEMPLATES = {"Government ID and selfie", "Government ID", "Selfie", "Proof of address", "Email and phone"}
SECRETS = ("persona_sandbox_", "persona_production_", "signup?token=", "/verify?")


@pytest.fixture(scope="module")
def made(serve: Serve, folder: Path) -> dict[str, Any]:
    """What the first start wrote."""
    written: dict[str, Any] = json.loads((folder.parent / "boot.json").read_text())
    return written


def test_the_bootstrap_file_has_the_documented_shape_and_is_for_its_owner_only(
    serve: Serve, folder: Path, made: dict[str, Any]
) -> None:
    assert (folder.parent / "boot.json").stat().st_mode & 0o777 == 0o600
    assert set(made) == {"organization_id", "environments", "templates", "dashboard_url", "signup_url"}
    assert set(made["environments"]) == {"sandbox", "production"}
    assert all(set(environment) == {"id", "api_key"} for environment in made["environments"].values())
    assert set(made["templates"]) == TEMPLATES
    for template in made["templates"].values():
        assert set(template) == {"id", "hosted_link"}
        assert set(template["hosted_link"]) == {"sandbox", "production"}
    assert made["dashboard_url"] == f"{serve.url}/dashboard"
    assert made["signup_url"].startswith(f"{serve.url}/signup?token=")


def test_the_first_start_prints_what_the_file_says(serve: Serve, made: dict[str, Any]) -> None:
    template = made["templates"]["Government ID and selfie"]
    keys = [environment["api_key"] for environment in made["environments"].values()]
    for told in (made["signup_url"], made["dashboard_url"], *keys, *template["hosted_link"].values()):
        assert serve.said.count(f"{told}\n") == 1


def test_what_was_printed_works(serve: Serve, made: dict[str, Any]) -> None:
    assert fetch(f"{serve.url}/healthz") == (200, '{"status":"ok"}')
    status, body = fetch(f"{serve.url}/readyz")
    assert (status, json.loads(body)["status"]) == (200, "ok")
    assert fetch(made["signup_url"])[0] == 200
    for kind, environment in made["environments"].items():
        assert fetch(f"{serve.url}/api/v1/inquiries", environment["api_key"])[0] == 200
        for template in made["templates"].values():
            status, page = fetch(template["hosted_link"][kind])
            assert (status, "<!doctype html>" in page.lower()) == (200, True)


def test_every_process_is_there_and_the_database_listens_on_no_port(serve: Serve, folder: Path) -> None:
    commands = " ".join(processes_of(folder).values())
    for part in ("verilink serve", "verilink web", "verilink worker", "verilink.worker.child", "postgres"):
        assert part in commands
    assert "listen_addresses=" in commands


@pytest.mark.parametrize("role", ["worker", "web"])
def test_a_killed_process_is_started_again(serve: Serve, role: str) -> None:
    before = serve.pid_of(role)
    assert before is not None
    os.kill(before, signal.SIGKILL)
    assert until(lambda: serve.pid_of(role) not in {None, before})
    assert until(serve.answers)
    assert f"{role} ended unasked (-9)" in serve.said


def test_a_second_program_on_the_same_port_says_so_in_one_line(serve: Serve, tmp_path: Path) -> None:
    other = Serve(tmp_path / "other", serve.port)
    for command in ("serve", "web"):
        ended = other.run(command)
        assert ended.returncode == 1
        assert ended.stderr == (
            f"verilink: Port {serve.port} on 127.0.0.1: Address already in use. "
            "Choose another with VERILINK_PORT (make run PORT=…).\n"
        )
    assert not other.folder.exists()


def test_a_second_program_on_the_same_folder_says_who_has_it(serve: Serve, folder: Path) -> None:
    refused = Serve(folder, free_port()).run("serve")
    assert refused.returncode == 1
    assert refused.stderr == f"verilink: Process {serve.process.pid} already runs PostgreSQL on {folder}.\n"


def test_ctrl_c_ends_everything_with_status_0(serve: Serve, folder: Path) -> None:
    assert serve.stop(signal.SIGINT) == 0
    assert until(lambda: not processes_of(folder), 5), processes_of(folder)
    assert "Traceback" not in serve.said


def test_a_second_start_is_clean_and_tells_no_secret(serve: Serve, folder: Path, made: dict[str, Any]) -> None:
    again = Serve(folder, serve.port)
    again.start("--bootstrap-file", str(folder.parent / "again.json"))
    try:
        assert f"Dashboard   {serve.url}/dashboard\n" in again.said
        assert not any(secret in again.said for secret in SECRETS)
        assert not (folder.parent / "again.json").exists()
        assert fetch(f"{serve.url}/api/v1/inquiries", made["environments"]["sandbox"]["api_key"])[0] == 200
        again.process.kill()
        assert until(lambda: not processes_of(folder), 30), processes_of(folder)
    finally:
        again.end()
