"""Data and typst templates become a PDF or a picture; equal inputs give equal bytes: no clock, no fonts of the machine."""

from __future__ import annotations

import json
import shutil
import weakref
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Literal

import typst
from msgspec import Struct

from sitegen.outputs.fonts import FontSet

Format = Literal["pdf", "png"]


class Job(Struct, frozen=True):
    """What is to be set: the theme's files by name, the one that leads, and what it is given."""

    templates: Mapping[str, str]
    template: str
    data: str
    """JSON, as ``sys.inputs.sheet``."""
    made_on: date
    fonts: FontSet
    press: bool = False
    pictures: tuple[tuple[str, bytes], ...] = ()
    """PNG files by name."""


def typeset(job: Job, form: Format = "pdf") -> tuple[bytes | None, tuple[str, ...]]:
    """The file, or none and what typst said, a line each.

    PDF/A asks for a colour profile of the press, which nobody knows here; for a print shop there is black ink alone.

    A warning counts as well: with an unknown font typst only warns, and leaves all text out.
    """
    inputs = {"sheet": job.data}
    _, compiler = _open_once(_files(job), job.template, job.fonts.paths)
    faults: Sequence[typst.TypstError | typst.TypstWarning]
    try:
        if form == "png":
            made, faults = compiler.compile_with_warnings(format="png", ppi=72.0, sys_inputs=inputs)
        else:
            made, faults = compiler.compile_with_warnings(
                format="pdf",
                sys_inputs=inputs,
                pdf_standards=["ua-1"] if job.press else ["a-2b", "ua-1"],
                timestamp=datetime.combine(job.made_on, time(), UTC),
            )
    except typst.TypstError as fault:
        made, faults = None, [fault]
    if isinstance(made, bytes) and not faults:
        return made, ()
    return None, tuple(map(_to_line, faults)) or ("no page was made, or more than one",)


def is_true(job: Job, label: str) -> bool:
    """Whether a mark that the template left under this label is true anywhere in what was set."""
    folder = _spread(_files(job))
    marks: list[bool] = json.loads(
        _open(folder, job.template, job.fonts.paths, {"sheet": job.data}).query(f"<{label}>", field="value")
    )
    return any(marks)


Files = tuple[tuple[str, bytes], ...]


def _files(job: Job) -> Files:
    return tuple(sorted(({name: text.encode() for name, text in job.templates.items()} | dict(job.pictures)).items()))


@lru_cache(maxsize=4)
def _open_once(files: Files, template: str, fonts: tuple[Path, ...]) -> tuple[_Folder, typst.Compiler]:
    """One that has read and parsed the theme already, and the folder that must be there as long as it is used."""
    folder = _spread(files)
    return folder, _open(folder, template, fonts, {})


def _open(folder: _Folder, template: str, fonts: tuple[Path, ...], inputs: Mapping[str, str]) -> typst.Compiler:
    return typst.Compiler(
        folder.path / template,
        root=folder.path,
        font_paths=_read_fonts(fonts),
        ignore_system_fonts=True,
        sys_inputs=dict(inputs),
    )


def _to_line(fault: typst.TypstError | typst.TypstWarning) -> str:
    return " ".join(" ".join((fault.message, *fault.hints)).split())


class _Folder:
    """A folder among the temporary files that goes when nobody needs it any more."""

    def __init__(self) -> None:
        self.path = Path(mkdtemp(prefix="sitegen-"))
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)


@lru_cache(maxsize=4)
def _spread(files: Files) -> _Folder:
    """A theme as real files, for as long as it is used: typst reads nothing outside, and cannot compile twice from memory."""
    folder = _Folder()
    for name, data in files:
        (folder.path / name).write_bytes(data)
    return folder


@lru_cache(maxsize=8)
def _read_fonts(paths: tuple[Path, ...]) -> typst.Fonts:
    """The fonts as typst keeps them, read once; it only takes folders."""
    folders = sorted({path.parent for path in paths})
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
