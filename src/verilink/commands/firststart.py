"""What the first start tells its operator, once: there is no default password to be found anywhere."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Final, TextIO
from urllib.parse import quote, urlencode

from verilink.database import transaction
from verilink.errors import Unavailable
from verilink.organizations.bootstrap import bootstrap
from verilink.organizations.model import Bootstrap
from verilink.services import open_services
from verilink.settings import Settings

ORGANIZATION: Final = "My organization"
PREFERRED: Final = "Government ID and selfie"


async def first_start(settings: Settings, dsn: str) -> Bootstrap | None:
    """Make the organization and what belongs to it, once; ``None`` at every later start."""
    async with open_services(settings, dsn, listen=False) as services, transaction(services.pool) as conn:
        return await bootstrap(conn, services, ORGANIZATION)


def summary(settings: Settings, made: Bootstrap) -> dict[str, Any]:
    """Everything the first start made, with links that work."""
    base = settings.public_url
    return {
        "organization_id": made.organization_id,
        "environments": {kind: {"id": id_, "api_key": key} for kind, (id_, key) in made.environments.items()},
        "templates": {name: _template(base, made, id_) for name, id_ in made.templates.items()},
        "dashboard_url": f"{base}/dashboard",
        "signup_url": signup_url(settings, made.signup_token),
    }


def signup_url(settings: Settings, token: str) -> str:
    """The link that lets one person sign up once."""
    return f"{settings.public_url}/signup?token={quote(token)}"


def _template(base: str, made: Bootstrap, template_id: str) -> dict[str, Any]:
    links = {
        kind: f"{base}/verify?{urlencode({'inquiry-template-id': template_id, 'environment-id': id_})}"
        for kind, (id_, _) in made.environments.items()
    }
    return {"id": template_id, "hosted_link": links}


def write_bootstrap_file(path: Path, settings: Settings, made: Bootstrap) -> None:
    """Write the summary as JSON, readable by its owner only from the first byte on. Raises ``Unavailable``."""
    temporary = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(summary(settings, made), file, indent=2)
            file.write("\n")
        temporary.replace(path)
    except OSError as error:
        raise Unavailable(f"{path} cannot be written: {error.strerror}") from error


def announce(settings: Settings, made: Bootstrap | None, out: TextIO, *, seconds: float | None = None) -> None:
    """Say where everything is; secrets only when they were made a moment ago.

    ``seconds``: how long it took until links worked; ``None`` while nothing serves them.
    """
    running = "The installation is made." if seconds is None else f"Verilink is running ({seconds:.1f} s)."
    if made is None:
        lines = [running, "", f"  Dashboard   {settings.public_url}/dashboard"]
    else:
        lines = [f"{running} What follows is shown once.", "", *_secrets(summary(settings, made))]
    stop = [] if seconds is None else ["", "Ctrl-C stops it."]
    print("\n".join(["", *lines, *stop, ""]), file=out, flush=True)


def _secrets(told: dict[str, Any]) -> list[str]:
    links, keys = told["templates"][PREFERRED]["hosted_link"], told["environments"]
    return [
        f"  Sign up      {told['signup_url']}",
        f"  Dashboard    {told['dashboard_url']}",
        "",
        "  API keys",
        f"    sandbox     {keys['sandbox']['api_key']}",
        f"    production  {keys['production']['api_key']}",
        "",
        "  Links that verify a person now",
        f"    sandbox     {links['sandbox']}",
        f"    production  {links['production']}",
    ]
