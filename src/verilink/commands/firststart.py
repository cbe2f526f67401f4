"""What the first start tells its operator, once: there is no default password to be found anywhere."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import quote, urlencode

from verilink.organizations.model import Bootstrap
from verilink.settings import Settings

PREFERRED = "Government ID and selfie"


def summary(settings: Settings, made: Bootstrap) -> dict[str, Any]:
    """Everything the first start made, with links that work."""
    base = settings.public_url
    return {
        "organization_id": made.organization_id,
        "environments": {kind: {"id": id_, "api_key": key} for kind, (id_, key) in made.environments.items()},
        "templates": {name: _template(base, made, id_) for name, id_ in made.templates.items()},
        "dashboard_url": f"{base}/dashboard",
        "signup_url": f"{base}/signup?token={quote(made.signup_token)}",
    }


def _template(base: str, made: Bootstrap, template_id: str) -> dict[str, Any]:
    links = {
        kind: f"{base}/verify?{urlencode({'inquiry-template-id': template_id, 'environment-id': id_})}"
        for kind, (id_, _) in made.environments.items()
    }
    return {"id": template_id, "hosted_link": links}


def write_bootstrap_file(path: Path, settings: Settings, made: Bootstrap) -> None:
    """Write the summary as JSON, readable by its owner only from the first byte on."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".new")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(summary(settings, made), file, indent=2)
        file.write("\n")
    temporary.replace(path)


def announce(settings: Settings, made: Bootstrap | None, out: TextIO) -> None:
    """Say where everything is; secrets only when they were made a moment ago."""
    if made is None:
        print(f"\nVerilink is running.\n\n  Dashboard   {settings.public_url}/dashboard\n", file=out, flush=True)
        return
    told = summary(settings, made)
    links = told["templates"][PREFERRED]["hosted_link"]
    keys = told["environments"]
    lines = [
        "",
        "Verilink is running. What follows is shown once.",
        "",
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
        "",
    ]
    print("\n".join(lines), file=out, flush=True)
