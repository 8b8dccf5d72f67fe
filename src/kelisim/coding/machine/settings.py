"""How to reach a chat endpoint: what study.toml says under [coding.machine], and what a call says instead."""

from __future__ import annotations

import ipaddress
import os
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from kelisim.errors import UsageError
from kelisim.study.config import read_study_file
from kelisim.study.layout import Layout


@dataclass(frozen=True, slots=True)
class Settings:
    """An endpoint and a model; ``batch`` units go into one request, ``timeout`` is in seconds and for a whole answer.

    ``attempts`` is how often one request is tried where the endpoint fails, ``answers`` how often a wrong answer is
    asked for again. The key is never part of the settings: only the name of the variable that holds it.
    """

    base_url: str
    model: str
    key_variable: str = "KELISIM_MACHINE_KEY"
    batch: int = 10
    timeout: float = 120.0
    attempts: int = 5
    answers: int = 2
    temperature: float | None = 0.0
    seed: int | None = None
    json_mode: bool = False
    instructions: str = ""

    @property
    def url(self) -> str:
        """Where requests go."""
        return self.base_url.rstrip("/") + "/chat/completions"

    @property
    def actor(self) -> str:
        """The name under which the codings stand: "machine-" and the model."""
        name = re.sub(r"[^A-Za-z0-9._-]+", "-", self.model).strip("-.") or "endpoint"
        return f"machine-{name.removeprefix('machine-')}"

    @property
    def parameters(self) -> dict[str, Any]:
        """What goes into every request besides model and messages."""
        chosen: dict[str, Any] = {}
        if self.temperature is not None:
            chosen["temperature"] = self.temperature
        if self.seed is not None:
            chosen["seed"] = self.seed
        if self.json_mode:
            chosen["response_format"] = {"type": "json_object"}
        return chosen

    def key(self) -> str:
        """Return the key from the environment, "" where there is none.

        Raises ``UsageError`` where it would travel unencrypted to another machine.
        """
        key = os.environ.get(self.key_variable, "").strip()
        if key and urlsplit(self.base_url).scheme != "https" and not _is_own(urlsplit(self.base_url).hostname or ""):
            raise UsageError(
                f"the key in {self.key_variable} would go to {self.base_url} unencrypted",
                "use an https address, or unset the variable for an endpoint without a key",
            )
        return key


def settings_of(layout: Layout, *, base_url: str = "", model: str = "") -> Settings:
    """Return the settings of a study; ``base_url`` and ``model`` replace what study.toml says.

    Raises ``UsageError`` where address or model is missing, or the address is no http address or holds a password.
    """
    config, _ = read_study_file(layout.study, "study.toml")
    section = config.coding.machine
    values = {name: getattr(section, name) for name in type(section).model_fields}
    values.update({name: value for name, value in (("base_url", base_url), ("model", model)) if value})
    settings = Settings(**values)
    if not settings.base_url or not settings.model:
        missing = "base_url" if not settings.base_url else "model"
        option = missing.replace("_", "-")
        raise UsageError(
            f"no {missing} of a chat endpoint is named", f"set {missing} under [coding.machine], or pass --{option}"
        )
    parts = urlsplit(settings.base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(f"{settings.base_url!r} is no address of an endpoint", "such as https://host/v1")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise UsageError(
            "the address of the endpoint holds more than scheme, host and path",
            f"keep keys out of it: put the key into the environment variable {settings.key_variable}",
        )
    return settings


def _is_own(host: str) -> bool:
    """Say whether a host is this machine."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
