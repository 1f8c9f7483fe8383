"""What is said of a list only while it hangs on the board."""

from __future__ import annotations

from sitegen.views.language import CHINESE
from sitegen.views.shown import Shown
from sitegen.views.village import VillagePages

_HANGING, _POSTED = "公开栏", "公示时"
"""By which a line of the catalogue leads to names on the board, and by which an explanation asks to look at them."""


def _is_over(pages: VillagePages, shown: Shown) -> bool:
    """Whether it is a list that hangs no more."""
    ends = [part.posted_until for part in shown.parts]
    return shown.item.shape == "list" and bool(ends) and "" < min(ends) <= max(ends) < pages.around.today.isoformat()


def find_lines(pages: VillagePages, shown: Shown) -> tuple[str, ...]:
    """What the catalogue says of it; of a list that hangs no more nothing that leads to the board."""
    lines = shown.item.say
    if not _is_over(pages, shown):
        return lines
    kept = (line for line in lines if _HANGING not in line or "**" in line)
    if pages.around.language.tag != CHINESE.tag:
        return tuple(kept)
    return tuple("，".join(part for part in line.split("，") if _HANGING not in part) for line in kept)


def explain(pages: VillagePages, shown: Shown) -> str:
    """What the item is; of a list that hangs no more without the call to look at it."""
    whole = pages.label(shown.item.explanation)
    if pages.around.language.tag != CHINESE.tag or _POSTED not in whole or not _is_over(pages, shown):
        return whole
    return "".join(f"{each}。" for each in whole.split("。") if each and _POSTED not in each)
