"""The incremental run: each stage is reused where nothing it reads has changed, and run where something has."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from kelisim.engine.fingerprint import adapter_hints, digest, from_json, of_file, of_kelisim, of_parts, to_json
from kelisim.engine.folder import locked, replacement, restore
from kelisim.engine.inputs import StudyFile, declared_files, hashes
from kelisim.engine.reading import read_study
from kelisim.engine.state import BuildState, StageState, Store, link, outputs_of
from kelisim.errors import StudyError
from kelisim.model.finding import count_by_severity
from kelisim.model.results import Results
from kelisim.model.study import StudyData
from kelisim.study.layout import Layout

if TYPE_CHECKING:
    from kelisim.stages import Stage

# The stages in their order, known without loading what they compute with.
STAGES = tuple(stage.name for stage in fields(Results))
Progress = Callable[[str], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class Finish:
    """A last step that reads everything: its name, what it gives, and the function.

    ``run`` takes the data, the results, what earlier last steps gave, the new build folder and the old one. ``varies``
    names what else decides its output, such as the formats asked for. ``writes`` says that it writes files.
    """

    name: str
    gives: Any
    run: Callable[[StudyData, Results, Mapping[str, Any], Path, Path], Any]
    varies: str = ""
    writes: bool = False


@dataclass(frozen=True, slots=True)
class StageReport:
    """What happened to one stage in a run, in seconds, and why; in a dry run what would happen."""

    name: str
    status: Literal["ran", "reused"]
    seconds: float
    why: str


@dataclass(slots=True)
class Run:
    """The outcome of a run: stages in order, the last steps' results, and the output files with their hashes."""

    stages: list[StageReport] = field(default_factory=list)
    finished: dict[str, Any] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    state: BuildState = field(default_factory=BuildState)
    data: StudyData | None = None
    results: Results | None = None


def run(layout: Layout, finish: Sequence[Finish], *, write: bool = True, progress: Progress | None = None) -> Run:
    """Bring a study up to date and return what happened.

    With ``write`` the build folder is replaced whole at the end; without, nothing is written, only computed. Raises
    ``StudyError`` for a study that cannot be read, and then leaves the previous build as it was.
    """
    with locked(layout) if write else nullcontext():
        restore(layout)
        state = BuildState.read(layout.cache)
        if write and _is_current(layout, state, finish):
            return _unchanged(state, finish)
        data = read_study(layout)
        folder = replacement(layout) if write else _scratch()
        with folder as new:
            return _run_stages(layout, data, state, finish, new, progress or (lambda name: nullcontext()))


def plan(layout: Layout, finish: Sequence[Finish]) -> list[StageReport]:
    """Say what a run would do and why, without doing it."""
    state = BuildState.read(layout.cache)
    names = [*STAGES, *(step.name for step in finish)]
    if _is_current(layout, state, finish):
        return [StageReport(name, "reused", 0.0, "nothing it reads has changed") for name in names]
    data = read_study(layout)
    prints = {**of_parts(data), "files": _of_files(_files(layout, data))}
    reports: list[StageReport] = []
    suspects: set[str] = set()
    for stage in _pipeline():
        known = {need: prints[need] for need in stage.needs if need in prints}
        why = _why(state, stage.name, known)
        upstream = [need for need in stage.needs if need in suspects]
        if not why and upstream:
            why = f"only if the result of {', '.join(upstream)} changes"
        reports.append(StageReport(stage.name, "ran" if why else "reused", 0.0, why or "nothing it reads has changed"))
        if why:
            suspects.add(stage.name)
    why = f"something in {', '.join(sorted(suspects))} may change" if suspects else "a part it reads has changed"
    reports.extend(StageReport(step.name, "ran", 0.0, why) for step in finish)
    return reports


def _pipeline() -> tuple[Stage, ...]:
    # Loaded only when something must run: a build with nothing to do starts at once.
    from kelisim.stages import PIPELINE

    return PIPELINE


@contextmanager
def _scratch() -> Any:
    with tempfile.TemporaryDirectory(prefix="kelisim-") as folder:
        yield Path(folder)


def _is_current(layout: Layout, state: BuildState, finish: Sequence[Finish]) -> bool:
    """Say whether nothing at all has changed, by hashing files alone: no table is parsed, no library loaded."""
    if not state.kelisim or state.kelisim != of_kelisim():
        return False
    if state.formats != [step.varies for step in finish] or any(step.name not in state.stages for step in finish):
        return False
    if declared_files(layout) != state.declared:
        return False
    if hashes(layout.root, state.collected) != state.collected:
        return False
    return outputs_of(layout.build) == state.outputs


def _unchanged(state: BuildState, finish: Sequence[Finish]) -> Run:
    names = [*STAGES, *(step.name for step in finish)]
    stages = [StageReport(name, "reused", 0.0, "nothing it reads has changed") for name in names]
    return Run(stages=stages, outputs=dict(state.outputs), state=state)


def _files(layout: Layout, data: StudyData) -> dict[str, StudyFile]:
    names = dict.fromkeys(source.file for source in data.sources if source.file)
    found = hashes(layout.root, names)
    return {name: StudyFile(layout.root / name, name, sha256) for name, sha256 in found.items()}


def _of_files(files: Mapping[str, StudyFile]) -> str:
    return digest(repr([(name, file.sha256) for name, file in files.items()]).encode())


def _why(state: BuildState, name: str, inputs: Mapping[str, str]) -> str:
    """Return why a stage must run, "" where it need not."""
    last = state.stages.get(name)
    if last is None:
        return "it has not run before"
    if state.kelisim != of_kelisim():
        return "kelisim or a library it rests on has changed"
    changed = [need for need, value in inputs.items() if last.inputs.get(need) != value]
    return f"changed: {', '.join(changed)}" if changed else ""


def _run_stages(
    layout: Layout, data: StudyData, state: BuildState, finish: Sequence[Finish], new: Path, progress: Progress
) -> Run:
    files = _files(layout, data)
    store = Store(layout.cache, new / ".cache")
    prints = {**of_parts(data), "files": _of_files(files)}
    values: dict[str, Any] = {name: getattr(data, name) for name in adapter_hints()}
    values["files"] = files
    outcome = Run(data=data)
    outcome.state = BuildState(
        kelisim=of_kelisim(),
        declared=declared_files(layout),
        collected={name: file.sha256 for name, file in files.items()},
        formats=[step.varies for step in finish],
    )
    for stage in _pipeline():
        inputs = {need: prints[need] for need in stage.needs}
        why = _why(state, stage.name, inputs)
        started = time.perf_counter()
        kept = None if why else store.keep(stage.name, state.stages[stage.name].output)
        if kept is not None:
            values[stage.name] = from_json(kept, stage.gives)
            prints[stage.name] = state.stages[stage.name].output
            why, status = "nothing it reads has changed", "reused"
        else:
            with progress(stage.name):
                extra = {}
                if stage.remembers:
                    extra["memo"] = memo = store.memo(stage.name, stage.part)
                values[stage.name] = _placed(stage, {need: values[need] for need in stage.needs} | extra, data.lines)
                prints[stage.name] = store.put(stage.name, values[stage.name], stage.gives)
            why, status = why or "its last result is missing or altered", "ran"
            if stage.remembers:
                memo.close()
                if memo.reused:
                    why += f"; {memo.computed} of {memo.computed + memo.reused} {stage.parts} redone"
        outcome.state.stages[stage.name] = StageState(inputs, prints[stage.name])
        outcome.stages.append(StageReport(stage.name, status, time.perf_counter() - started, why))  # type: ignore[arg-type]
    outcome.results = Results(**{stage.name: values[stage.name] for stage in _pipeline()})
    for step in finish:
        _finish(step, layout, state, store, prints, outcome, new, progress)
    outcome.outputs = outcome.state.outputs = outputs_of(new)
    outcome.state.findings = count_by_severity(outcome.finished.get("check", ()))
    outcome.state.write(new / ".cache")
    return outcome


def _placed(stage: Stage, given: dict[str, Any], lines: Mapping[str, int]) -> Any:
    """Return what a stage makes; what it finds wrong in a section of study.toml is given the section's line."""
    try:
        return stage.run(**given)
    except StudyError as error:
        raise StudyError([replace(one, line=one.line or lines.get(one.section)) for one in error.problems]) from error


def _finish(
    step: Finish,
    layout: Layout,
    state: BuildState,
    store: Store,
    prints: dict[str, str],
    outcome: Run,
    new: Path,
    progress: Progress,
) -> None:
    inputs = {**prints, "asked": digest(step.varies.encode())}
    why = _why(state, step.name, inputs)
    started = time.perf_counter()
    kept = None if why else store.keep(step.name, state.stages[step.name].output)
    if kept is not None and (not step.writes or _carry_over(layout, state, new)):
        outcome.finished[step.name] = from_json(kept, step.gives)
        output, status, why = state.stages[step.name].output, "reused", "nothing it reads has changed"
    else:
        assert outcome.data is not None
        assert outcome.results is not None
        with progress(step.name):
            value = step.run(outcome.data, outcome.results, outcome.finished, new, layout.build)
            # A round trip makes a fresh value equal to a remembered one.
            outcome.finished[step.name] = from_json(to_json(value, step.gives), step.gives)
            output = store.put(step.name, value, step.gives)
        status, why = "ran", why or "its last result is missing or altered"
    prints[step.name] = output
    outcome.state.stages[step.name] = StageState(inputs, output)
    outcome.stages.append(StageReport(step.name, status, time.perf_counter() - started, why))  # type: ignore[arg-type]


def _carry_over(layout: Layout, state: BuildState, new: Path) -> bool:
    for name, expected in state.outputs.items():
        path = layout.build / name
        if not path.is_file() or of_file(path) != expected:
            return False
    for name in state.outputs:
        link(layout.build / name, new / name)
    return True
