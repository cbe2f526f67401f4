"""An organization and its environments."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

import msgspec

EngineChoice = Literal["simulate", "real"]


class Kind(StrEnum):
    """Sandbox is for trying things out with simulated people; production judges real ones."""

    SANDBOX = "sandbox"
    PRODUCTION = "production"


class Organization(msgspec.Struct, frozen=True, kw_only=True):
    """The company. ``subdomain``: one DNS label, unique in the installation, or none."""

    id: str
    name: str
    subdomain: str | None
    settings: dict[str, Any]
    created_at: datetime


class EnvironmentSettings(msgspec.Struct, frozen=True, kw_only=True):
    """``engine``: who judges in this environment, the simulator or the real engine.

    ``link_key``: number of the key that signs generic links; the next one makes earlier signatures worthless.
    """

    engine: EngineChoice = "simulate"
    link_key: int = 1


class Environment(msgspec.Struct, frozen=True, kw_only=True):
    """One of the organization's two separate worlds; ``id`` is ``env_…``.

    ``organization_name``, ``subdomain``, ``custom_host`` (the proven name its links begin with), ``custom_hosts``
    (all it has proven) and ``allowed_domains`` are the organization's: what pages and links of this environment need.
    """

    organization_id: str
    id: str
    kind: Kind
    settings: dict[str, Any]
    created_at: datetime
    organization_name: str = ""
    subdomain: str | None = None
    custom_host: str | None = None
    custom_hosts: tuple[str, ...] = ()
    allowed_domains: tuple[str, ...] = ()

    def at(self, host: str | None) -> Environment:
        """The environment for links that begin with ``host``, where that is one of the organization's."""
        return msgspec.structs.replace(self, custom_host=host) if host in self.custom_hosts else self

    @property
    def sandbox(self) -> bool:
        """Whether this is the sandbox."""
        return self.kind is Kind.SANDBOX

    @property
    def simulates(self) -> bool:
        """Whether people are simulated here. Production never simulates, whatever its settings say."""
        return self.sandbox and self.typed_settings.engine == "simulate"

    @property
    def typed_settings(self) -> EnvironmentSettings:
        """The settings with their defaults."""
        return msgspec.convert(self.settings, EnvironmentSettings)


class Domain(msgspec.Struct, frozen=True, kw_only=True):
    """A host name an organization brings. ``check_at``: when its proof is looked for next; ``problem``: what was last.

    ``verified_at``: since when it is proven and used. ``main``: links begin with it. ``missing_since``: the proof that
    was there is not; ``lost_at``: for too long, so the name is not used any more.
    """

    organization_id: str
    host: str
    token: str
    created_at: datetime
    check_at: datetime | None = None
    problem: str | None = None
    verified_at: datetime | None = None
    main: bool = False
    missing_since: datetime | None = None
    lost_at: datetime | None = None


class Bootstrap(msgspec.Struct, frozen=True, kw_only=True):
    """What the first start made; the only time the key values and the sign-up token are known.

    ``environments``: kind -> (environment id, API key value). ``templates``: name -> template id.
    """

    organization_id: str
    environments: dict[str, tuple[str, str]]
    templates: dict[str, str]
    signup_token: str
