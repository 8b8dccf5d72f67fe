"""How coding is done and compared, as study.toml states it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from kelisim.study.schema.base import Section, Strings


class MachineSection(Section):
    """[coding.machine]: the chat endpoint that codes when asked; its key stands in the environment only."""

    base_url: str = ""
    model: str = ""
    key_variable: str = Field(default="KELISIM_MACHINE_KEY", pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")
    batch: int = Field(default=10, ge=1, le=200)
    timeout: float = Field(default=120.0, gt=0, le=3600)
    attempts: int = Field(default=5, ge=1, le=20)
    answers: int = Field(default=2, ge=1, le=10)
    temperature: float | None = Field(default=0.0, ge=0, le=2)
    seed: int | None = None
    json_mode: bool = False
    instructions: str = ""


class CodingSection(Section):
    """[coding]: how codings are compared; the level stands in the codebook."""

    unit: Literal["sentence", "paragraph", "character"]
    coefficient: Literal[
        "percent",
        "scott_pi",
        "cohen_kappa",
        "fleiss_kappa",
        "conger_kappa",
        "brennan_prediger",
        "gwet_ac1",
        "krippendorff_alpha",
    ]
    coders: Strings = ()
    reads: dict[str, Strings] = Field(default_factory=dict)
    threshold: float | None = None
    confidence: float = Field(default=0.95, gt=0, lt=1)
    replicates: int = Field(default=1000, ge=100, le=100_000)
    consensus: Literal["none", "unanimous", "majority"] = "none"
    consensus_share: float = Field(default=0.5, ge=0.5, lt=1)
    machine: MachineSection = MachineSection()
