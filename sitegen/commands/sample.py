"""Whether a county is still the made-up one, or has kept something of it: nobody may take its figures for real ones."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

from sitegen.commands.session import read_setting
from sitegen.load.files import list_villages
from sitegen.sensitive import conceal

_MADE_UP = "99"
"""No region of the country has a code that begins so."""
_EXAMPLE = re.compile(r"(^|\.)example(\.[a-z]+)?$")
"""Hosts that are kept for examples and lead nowhere."""
_SHOWN = 3


class Sample(Struct, frozen=True):
    """What is made up: villages by name, and the host; ``whole`` when nothing else is there."""

    villages: tuple[str, ...]
    host: str
    whole: bool

    @property
    def chinese(self) -> str:
        """What is made up, and what to put in its place."""
        what = "这还是编出来的样本" if self.whole else "这里还留着编出来的样本"
        cures = (
            f"{_list(self.villages, '、')}（代码 99 开头）换成自己的村" if self.villages else "",
            f"sitegen.yaml 的“网址”（{self.host}）换成自己的" if self.host else "",
        )
        return f"{what}，不能当真的公布：{'，'.join(filter(None, cures))}"

    @property
    def english(self) -> str:
        """The same in English."""
        listed = (*self.villages, self.host) if self.host else self.villages
        return f"{'still the made-up sample' if self.whole else 'parts of the made-up sample are left'}: {_list(listed, ', ')}"


def _list(names: tuple[str, ...], comma: str) -> str:
    more = f" 等 {len(names)} 个村" if len(names) > _SHOWN and comma == "、" else ""
    return conceal(comma.join(names[:_SHOWN])) + more


def find_sample(county: Path) -> Sample | None:
    """What of a county is made up, by its villages' codes and its host; none where nothing is."""
    return _find(list_villages(county), urlsplit(read_setting(county, "网址")).hostname or "")


def _find(folders: Iterable[str], host: str) -> Sample | None:
    listed = tuple(folders)
    villages = tuple(each[13:] for each in listed if each.startswith(_MADE_UP))
    example = host if _EXAMPLE.search(host) else ""
    whole = bool(example) and len(villages) == len(listed)
    return Sample(villages, example, whole) if villages or example else None
