from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.settings import FIELDS, Settings, SettingsError, load, reference_markdown

_ROOT = Path(__file__).resolve().parents[2]


def _problems(environ: dict[str, str]) -> list[str]:
    with pytest.raises(SettingsError) as refused:
        load(environ)
    assert str(refused.value) == "\n".join(refused.value.problems)
    return refused.value.problems


def test_nothing_set_gives_the_documented_defaults() -> None:
    settings = load({})
    assert settings == Settings()
    assert settings.data_dir == Path("var")
    assert settings.public_url == "http://localhost:3000"
    assert settings.webhook_retry_seconds == (3, 64, 729, 4096, 15625, 46656, 117649)
    assert settings.database_url is None


def test_the_public_url_follows_the_port_and_loses_a_trailing_slash() -> None:
    assert load({"VERILINK_PORT": "8080"}).public_url == "http://localhost:8080"
    assert load({"VERILINK_PUBLIC_URL": "https://verify.example/"}).public_url == "https://verify.example"


def test_variables_are_converted_to_their_types() -> None:
    settings = load(
        {
            "VERILINK_DATA_DIR": "/srv/verilink",
            "VERILINK_OUTBOUND_ALLOW": "10.0.0.0/8, hooks.internal,",
            "VERILINK_WEBHOOK_RETRY_SECONDS": "1,2,3",
            "VERILINK_POLL_INTERVAL_SECONDS": "0.25",
            "VERILINK_OUTBOUND_HTTPS_ONLY": "true",
            "VERILINK_LOG_FORMAT": "json",
            "VERILINK_SMTP_URL": "smtp://user:pa%40ss@mail.example:587?starttls=1",
            "HOME": "/root",
        }
    )
    assert settings.data_dir == Path("/srv/verilink")
    assert settings.outbound_allow == ("10.0.0.0/8", "hooks.internal")
    assert settings.webhook_retry_seconds == (1, 2, 3)
    assert settings.poll_interval_seconds == 0.25
    assert settings.outbound_https_only is True
    assert settings.log_format == "json"


def test_an_empty_variable_counts_as_not_set() -> None:
    assert load({"VERILINK_PORT": "", "VERILINK_SMTP_URL": " "}) == Settings()


def test_the_plain_database_url_is_honoured_and_the_own_one_wins() -> None:
    assert load({"DATABASE_URL": "postgresql://a/b"}).database_url == "postgresql://a/b"
    both = {"DATABASE_URL": "postgresql://a/b", "VERILINK_DATABASE_URL": "postgresql://c/d"}
    assert load(both).database_url == "postgresql://c/d"
    assert _problems({"DATABASE_URL": "mysql://a/b"})[0].startswith("DATABASE_URL: must begin with postgresql://")


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("VERILINK_PORT", "99999", "<= 65535"),
        ("VERILINK_PORT", "web", "int"),
        ("VERILINK_LOG_LEVEL", "loud", "loud"),
        ("VERILINK_OUTBOUND_ALLOW", "10.0.0.0/99", "neither a network"),
        ("VERILINK_TRUST_PROXY_HEADERS", "proxy.example", "not a network"),
        ("VERILINK_PUBLIC_URL", "verify.example", "http://"),
        ("VERILINK_PUBLIC_URL", "https://verify.example/path", "without a path"),
        ("VERILINK_BASE_DOMAIN", "https://x", "domain name"),
        ("VERILINK_OBJECT_STORE_URL", "ftp://bucket", "s3://"),
        ("VERILINK_SMTP_URL", "mail.example", "smtp://"),
        ("VERILINK_SMTP_URL", "smtp://mail.example?tls=1", "not understood"),
        ("VERILINK_SMTP_URL", "smtp://mail.example:99999", "[Pp]ort"),
        ("VERILINK_MAIL_FROM", "nobody", "mail address"),
        ("VERILINK_WEBHOOK_RETRY_SECONDS", "3,-1", ">= 0"),
        ("VERILINK_FILE_TOKEN_SECONDS", "259201", "<= 259200"),
        ("VERILINK_OUTBOUND_PROXY", "socks5://proxy:1", "http://"),
        ("VERILINK_DATA_DIR", "~nobody-of-this-name/data", "home folder"),
    ],
)
def test_a_bad_value_gives_one_line_that_names_the_variable(variable: str, value: str, says: str) -> None:
    problems = _problems({variable: value})
    assert len(problems) == 1
    assert problems[0].startswith(f"{variable}: ")
    assert "\n" not in problems[0]
    assert re.search(says, problems[0])


def test_unknown_variables_are_refused_with_a_suggestion() -> None:
    assert _problems({"VERILINK_PROT": "1"}) == ["VERILINK_PROT: there is no such setting; did you mean VERILINK_PORT?"]
    assert _problems({"VERILINK_port": "1"})[0].startswith("VERILINK_port: there is no such setting")


def test_every_problem_is_told_at_once() -> None:
    problems = _problems({"VERILINK_PORT": "0", "VERILINK_NOPE": "1", "VERILINK_SESSION_LIMIT": "x"})
    assert {line.split(":")[0] for line in problems} == {"VERILINK_PORT", "VERILINK_NOPE", "VERILINK_SESSION_LIMIT"}


def test_upload_bounds_must_not_cross() -> None:
    assert "UPLOAD_MIN_BYTES" in _problems({"VERILINK_UPLOAD_MAX_BYTES": "100"})[0]
    load({"VERILINK_UPLOAD_MAX_BYTES": "100", "VERILINK_UPLOAD_MIN_BYTES": "100"})


def test_a_file_is_read_and_variables_win_over_it(tmp_path: Path) -> None:
    file = tmp_path / "verilink.toml"
    file.write_text('port = 4000\nhost = "::"\noutbound_allow = ["10.0.0.0/8"]\ndata_dir = "/srv/v"\n')
    settings = load({"VERILINK_CONFIG": str(file), "VERILINK_PORT": "5000"})
    assert (settings.port, settings.host, settings.outbound_allow) == (5000, "::", ("10.0.0.0/8",))
    assert settings.data_dir == Path("/srv/v")


def test_a_bad_file_is_told_by_its_name(tmp_path: Path) -> None:
    file = tmp_path / "verilink.toml"
    file.write_text('prot = 1\nport = "x"\n[table]\na = 1\n')
    problems = _problems({"VERILINK_CONFIG": str(file)})
    assert len(problems) == 3
    assert all(str(file) in problem for problem in problems)
    assert "did you mean port?" in problems[0]
    file.write_text("port = ")
    assert _problems({"VERILINK_CONFIG": str(file)})[0].startswith("VERILINK_CONFIG: ")
    assert "cannot be read" in _problems({"VERILINK_CONFIG": str(tmp_path / "none.toml")})[0]


def test_secrets_appear_neither_in_errors_nor_in_representations() -> None:
    assert "hunter2" not in _problems({"VERILINK_SMTP_URL": "ftp://u:hunter2@mail.example"})[0]
    settings = load(
        {
            "VERILINK_SMTP_URL": "smtp://u:hunter2@mail.example",
            "DATABASE_URL": "postgresql://u:hunter2@db/x",
            "VERILINK_MASTER_KEY": "hunter2" * 8,
        }
    )
    assert "hunter2" not in repr(settings)
    assert "port=3000" in repr(settings)


@given(
    st.dictionaries(st.sampled_from([field.variable for field in FIELDS.values()]), st.text(max_size=30), max_size=4)
)
def test_any_values_give_settings_or_one_line_each(environ: dict[str, str]) -> None:
    problems: list[str] = []
    try:
        load(environ)
    except SettingsError as refused:
        problems = refused.problems
    assert all(problem.split(":")[0] in environ and "\n" not in problem for problem in problems)


def test_every_field_is_documented() -> None:
    assert set(FIELDS) == set(Settings.__struct_fields__)
    for field in FIELDS.values():
        assert len(field.description) > 10, field.name
        assert field.description.endswith("."), field.name


def test_the_reference_page_is_what_the_module_makes() -> None:
    made = subprocess.run(
        [sys.executable, "-m", "verilink.settings"], capture_output=True, text=True, check=True, cwd=_ROOT
    ).stdout
    assert made == reference_markdown() == (_ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
    assert all(f"`{field.variable}`" in made for field in FIELDS.values())
