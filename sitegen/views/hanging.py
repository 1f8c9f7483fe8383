"""What is said of a list only while it hangs on the board."""

from __future__ import annotations

from sitegen.views.language import CHINESE
from sitegen.views.shown import Shown
from sitegen.views.village import VillagePages


def _is_over(pages: VillagePages, shown: Shown) -> bool:
    """Whether it is a list that hangs no more."""
    ends = [part.posted_until for part in shown.parts]
    return shown.item.shape == "list" and bool(ends) and "" < min(ends) <= max(ends) < pages.around.today.isoformat()


def find_lines(pages: VillagePages, shown: Shown) -> tuple[str, ...]:
    """What the catalogue says of it; of a list that hangs no more nothing that leads to the board. Of a translated line only
    the whole can be left out, and none is that has the figure."""
    lines, marks = shown.item.say, shown.item.while_posted
    if not marks or not _is_over(pages, shown):
        return lines
    if pages.around.language.tag != CHINESE.tag:
        return tuple(line for line in lines if "**" in line or not any(mark in line for mark in marks))
    return tuple(kept for line in lines if (kept := _without(line, marks)))


def explain(pages: VillagePages, shown: Shown) -> str:
    """What the item is; of a list that hangs no more without the call to look at it."""
    whole, marks = pages.label(shown.item.explanation), shown.item.while_posted
    if not marks or pages.around.language.tag != CHINESE.tag or not _is_over(pages, shown):
        return whole
    return _without(whole, marks)


def _without(text: str, marks: tuple[str, ...]) -> str:
    """The text without what is said only while the list hangs, and without the comma that stood before it."""
    for mark in marks:
        text = text.replace(f"，{mark}", "").replace(mark, "")
    return text
