"""Something to begin with: a county folder, a village, a form (``outputs.blanks``) on disk. Nothing is ever overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path, PurePosixPath

from sitegen import overlay
from sitegen.disk import write_file
from sitegen.model.catalogue import Item
from sitegen.model.ledger import Village
from sitegen.model.period import Period, before, containing
from sitegen.outputs.blanks import Blank

STARTER = overlay.PACKAGE / "data" / "starter"
_REVIEW_DAYS, _POST_DAYS = 8, 12
"""Days after the end of a quarter on which the example was reviewed and posted."""
_PROFILE = "村情.yaml"


class TakenError(Exception):
    """A file that would have been written is there already."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


# ---- a county, a village --------------------------------------------------------------------------------------------


def write_county(target: Path, today: date) -> tuple[Path, ...]:
    """A county folder with one example village whose last finished quarter is disclosed; the files written."""
    folder = STARTER / "county"
    values = _example_values(today)
    texts = {
        target / _fill(path.relative_to(folder).as_posix(), values): _fill(path.read_text(encoding="utf-8"), values)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    return _write_new(texts)


def _example_values(today: date) -> dict[str, str]:
    quarter = before(containing(today - timedelta(days=_POST_DAYS), "quarter"))
    months = {f"月{'一二三'[index]}": f"{quarter.first.month + index}月" for index in range(3)}
    return {
        "期间": quarter.label,
        "年": str(quarter.first.year),
        "审核日期": (quarter.last + timedelta(days=_REVIEW_DAYS)).isoformat(),
        "公开日期": (quarter.last + timedelta(days=_POST_DAYS)).isoformat(),
        **months,
    }


def write_village(county: Path, code: str, name: str) -> tuple[Path, ...]:
    """The folder of a village with its profile to be filled in."""
    text = (STARTER / _PROFILE).read_text(encoding="utf-8")
    filled = _fill(text, {"村名": name, "地址号": code[-6:]})
    return _write_new({county / "villages" / f"{code}-{name}" / _PROFILE: filled})


def _fill(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _write_new(texts: Mapping[Path, str]) -> tuple[Path, ...]:
    """Write all of these files, or none when one of them is there already."""
    for path in texts:
        if path.exists() or path.is_symlink():
            raise TakenError(path)
    for path, text in texts.items():
        write_file(path, (text.replace("\n", "\r\n") if path.suffix == ".bat" else text).encode())
    return tuple(texts)


# ---- forms ----------------------------------------------------------------------------------------------------------


def write_form(county: Path, village: Village, form: Blank) -> Path:
    """Append the form to its file, or begin the file with it; the path of the file.

    A file that was reviewed or posted stays as it is, because its check code stands for all of it: then the form goes
    into a file beside it.
    """
    path = find_place(county, village, form)
    old = path.read_text(encoding="utf-8") if path.exists() else form.head
    between = "" if old.endswith("\n\n") or not old else "\n" if old.endswith("\n") else "\n\n"
    write_file(path, f"{old}{between}{form.text}".encode())
    return path


def find_place(county: Path, village: Village, form: Blank) -> Path:
    """Where the form goes: its own file, else the first beside it that nobody has reviewed or posted."""
    root = county / "villages" / village.folder
    closed = {
        root / PurePosixPath(each.span.file).relative_to(f"villages/{village.folder}")
        for each in village.disclosures
        if each.reviews or each.posted
    }
    path = root / form.file
    names = (path, *(path.with_name(f"{path.stem}-补{number or ''}.yaml") for number in ("", *range(2, 100))))
    return next(name for name in names if name not in closed)


def is_written(county: Path, village: Village, item: Item, period: Period, form: Blank) -> bool:
    """Whether the village has that item in that period already, or an unfinished form of it that does not load yet."""
    if item.shape == "register":
        return False
    if any(each.item == item.number and each.period == period for each in village.disclosures):
        return True
    path = find_place(county, village, form)
    names = tuple(f"{name}:" for name in (item.name, *item.aliases))
    return path.exists() and any(line.startswith(names) for line in path.read_text(encoding="utf-8").splitlines())


def list_items(items: Iterable[Item]) -> tuple[tuple[str, str, str], ...]:
    """What there are forms for: group, name, and what villagers call it."""
    return tuple((item.group, item.name, item.promise) for item in items)
