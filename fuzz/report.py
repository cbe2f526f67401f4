"""What happened to the inputs, as portions tell it and as the whole run adds it up."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Failure:
    """``message``: the error, or how the process ended; ``path``: where the input is kept."""

    target: str
    message: str
    path: str


@dataclass
class Report:
    """``inputs``: by target; ``slowest``: milliseconds of processor time and target; ``grown``: MB of resident memory
    that the hungriest portion needed besides the program.
    """

    inputs: dict[str, int] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    grown: int = 0

    @property
    def total(self) -> int:
        """Inputs of all targets."""
        return sum(self.inputs.values())

    def count(self, target: str, milliseconds: float) -> None:
        """One more input was tried."""
        self.inputs[target] = self.inputs.get(target, 0) + 1
        self.slowest = max(self.slowest, (round(milliseconds, 1), target))

    def add(self, other: Report) -> None:
        """What another portion found."""
        for target, count in other.inputs.items():
            self.inputs[target] = self.inputs.get(target, 0) + count
        self.failures += other.failures
        self.slowest = max(self.slowest, other.slowest)
        self.grown = max(self.grown, other.grown)

    def dump(self) -> str:
        """One line of JSON."""
        return json.dumps({"total": self.total, **asdict(self)})


def load(line: str) -> Report:
    """A report from its line."""
    said = json.loads(line)
    failures = [Failure(**one) for one in said["failures"]]
    return Report(said["inputs"], failures, tuple(said["slowest"]), said["grown"])
