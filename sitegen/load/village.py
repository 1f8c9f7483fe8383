"""The files of one village → ``Village``; see docs/formats.md §3, §4, §7."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from msgspec.structs import replace

from sitegen.diagnostics import Diagnostic, Place, warning
from sitegen.load.adrift import find_adrift
from sitegen.load.body import Surroundings
from sitegen.load.cases import CASE_NAMES, read_cases
from sitegen.load.explaining import Load, find_readings, read_explained
from sitegen.load.files import VillageFiles
from sitegen.load.profile import load_profile, read_profile
from sitegen.load.publication import load_publication, publication_names
from sitegen.load.records import load_register, register_names
from sitegen.load.tables import Beside
from sitegen.model.catalogue import Catalogue, Preset
from sitegen.model.ledger import Adrift, Case, Disclosure, Record, Village

_COPY = re.compile(r"(副本|\(\d+\)|（\d+）|copy)", re.IGNORECASE)


def load_village(given: VillageFiles, catalogue: Catalogue, preset: Preset) -> tuple[Village, tuple[Diagnostic, ...]]:
    """What the village's files say, as far as it could be understood, and everything that was wrong with them."""
    found: list[Diagnostic] = []
    village, profile_found = load_profile(given)
    found += profile_found
    around = Surroundings(catalogue, preset, village.accounts, Beside(given.files))
    records: list[Record] = []
    disclosures: list[Disclosure] = []
    adrift: dict[Adrift, None] = {}
    torn = catalogue.torn or bool(catalogue.refused)
    for path, inside in _inside(given):
        if not _is_ledger(inside):
            if _looks_like_ledger(inside):
                found.append(warning("KEY-UNREAD", Place(path), file="/".join(inside)))
                adrift |= dict.fromkeys(find_adrift(path, given.files, catalogue))
            continue
        if _COPY.search(inside[-1]):
            found.append(warning("KEY-COPY", Place(path), file=inside[-1]))
            adrift |= dict.fromkeys(find_adrift(path, given.files, catalogue))
            continue
        data, name = given.files[path], inside[-1][:-5]
        own: Sequence[Disclosure | Record]
        if inside[0] == "登记":
            read, problems = read_explained(
                path, data, partial(load_register, name, around), partial(register_names, catalogue, name)
            )
            records += read
            own = read
        else:
            shown, problems = read_explained(
                path, data, partial(load_publication, around), partial(publication_names, catalogue)
            )
            disclosures += shown
            own = shown
        found += problems
        if torn or any(each.severity == "error" for each in problems):
            adrift |= dict.fromkeys(find_adrift(path, given.files, catalogue, own))
    cases, case_found = _load_cases(given, village.code, catalogue)
    found += case_found
    whole = replace(village, records=tuple(records), disclosures=tuple(disclosures), cases=cases, adrift=tuple(adrift))
    return whole, tuple(found)


def list_readings(given: VillageFiles, catalogue: Catalogue, preset: Preset) -> tuple[Diagnostic, ...]:
    """What was understood without a word in the village's files: each value that is kept otherwise than it was written."""
    village, _ = load_profile(given)
    around = Surroundings(catalogue, preset, village.accounts, Beside(given.files))
    loads: dict[str, Load[object]] = {f"cases/{village.code}.yaml": partial(read_cases, catalogue)}
    for path, inside in _inside(given):
        if inside == ("村情.yaml",):
            loads[path] = partial(read_profile, given.folder, village.code, village.name)
        elif _is_ledger(inside) and not _COPY.search(inside[-1]):
            register = partial(load_register, inside[-1][:-5], around)
            loads[path] = register if inside[0] == "登记" else partial(load_publication, around)
    read = (find_readings(path, given.files[path], load) for path, load in loads.items() if path in given.files)
    return tuple(reading for readings in read for reading in readings)


def _inside(given: VillageFiles) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The village's files by path, and their names below its own folder."""
    root = f"villages/{given.folder}/"
    for path in sorted(given.files):
        yield path, tuple(path.removeprefix(root).split("/")) if path.startswith(root) else ()


def _is_ledger(inside: tuple[str, ...]) -> bool:
    return (
        len(inside) == 2
        and inside[-1].endswith(".yaml")
        and not inside[-1].startswith((".", "~$"))
        and (inside[0] == "登记" or bool(re.fullmatch(r"\d{4}", inside[0])))
    )


def _looks_like_ledger(inside: tuple[str, ...]) -> bool:
    """A file somebody meant to be read: Notepad's ``.yaml.txt``, ``.yml``, or the right name in the wrong folder."""
    return (
        bool(inside)
        and inside != ("村情.yaml",)
        and inside[-1].lower().endswith((".yaml", ".yml", ".yaml.txt", ".yml.txt"))
    )


def _load_cases(
    given: VillageFiles, code: str, catalogue: Catalogue
) -> tuple[tuple[Case, ...], tuple[Diagnostic, ...]]:
    path = f"cases/{code}.yaml"
    if path not in given.files:
        return (), ()
    return read_explained(path, given.files[path], partial(read_cases, catalogue), lambda: CASE_NAMES)
