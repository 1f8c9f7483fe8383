"""Lines that stand neither under their fellows nor one step deeper: which one is askew, and where it should stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise, takewhile

from sitegen.source.draft import Slip
from sitegen.source.lines import KEY_GOOD, NEAR, deepest, depth_of, depths_above, head_end, is_item, last_written

_PAGE_NUMBER = re.compile(r"\s*[-—–－] *\d{1,4} *[-—–－]\s*")


def align_slip(lines: list[str], number: int) -> Slip:
    """Mended to the nearest depth above at which the line may stand."""
    text = lines[number]
    start = depth_of(text)
    above = last_written(lines, number - 1) if number else 0
    if slip := dashless_slip(lines, number) or (is_item(text) and dashless_slip(lines, above)):
        return slip
    if _PAGE_NUMBER.fullmatch(text):
        values, end = (("character", text.strip()),), len(text.rstrip())
        return Slip("SYN-STRAY", "error", number, start, end, values, ((number, 0, len(text), ""),))
    if slip := _dashed_name(lines, number):
        return slip
    if slip := outside_slip(lines, number) or _odd_one_above(lines, number) or _odd_one_between(lines, number):
        return slip
    depths = depths_above(lines, number, listed=is_item(text))
    below = deepest(lines, number)
    fitting = [known for known in depths if known <= below] or depths
    depth = min(fitting, key=lambda known: (abs(known - start), -known), default=start)
    mends = ((number, 0, start, " " * depth),) if depth != start else ()
    return Slip("SYN-ALIGN", "error", number, start, head_end(text), mends=mends)


def _dashed_name(lines: list[str], number: int) -> Slip | None:
    """A name among its fellows with a dash before it that none of them has."""
    line, start = lines[number], depth_of(lines[number])
    if not is_item(line) or not KEY_GOOD.match(line) or start in depths_above(lines, number, listed=True):
        return None
    below = next((each for each in lines[number + 1 : number + NEAR] if each.strip()), "")
    if start not in depths_above(lines, number, listed=False) or depth_of(below) > start or is_item(below):
        return None
    name = len(line) - len(line.lstrip(" -"))
    mends = ((number, start, name, ""),)
    return Slip("SYN-STRAY", "error", number, start, start + 1, (("character", "-"),), mends)


def dashless_slip(lines: list[str], number: int) -> Slip | None:
    """An item of a list in braces without its dash, above or below one that has it."""
    body, depth = lines[number].strip(), depth_of(lines[number])
    if not (body.startswith("{") and body.endswith("}")):
        return None
    above = last_written(lines, number - 1) if number else number
    below = next((each for each in lines[number + 1 : number + 4] if each.strip()), "")
    fellows = [each for each in (lines[above], below) if is_item(each) and depth_of(each) in (depth, depth - _STEP)]
    if not fellows:
        return None
    mends = ((number, 0, depth, " " * depth_of(fellows[0]) + "- "),)
    return Slip("SYN-DASH", "error", number, depth, depth + 1, mends=mends, certain=True)


_STEP = 2


def dashless_first(lines: list[str], number: int) -> Slip | None:
    """The very first item of a file, without its dash, where a later one begins with the same name."""
    first = next((n for n, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")), number)
    match = KEY_GOOD.match(lines[first]) if first < number and not is_item(lines[first]) else None
    if match is None or not any(line.startswith(f"- {match[2]}:") for line in lines[number : number + NEAR]):
        return None
    depth = depth_of(lines[first])
    mends = ((first, 0, depth, "- "),)
    return Slip("SYN-DASH", "error", first, depth, depth + 1, mends=mends, certain=True)


def outside_slip(lines: list[str], number: int) -> Slip | None:
    """A row of a table, or a line of long text, that does not stand under the ``|`` it belongs to."""
    above = last_written(lines, number - 1) if number else number
    head, line = lines[above], lines[number]
    opens = head.rstrip().endswith((": |", ": >"))
    row = "|" in line and "|" in head
    depth = depth_of(head) + 2 * opens
    start = depth_of(line)
    if above == number or not (opens or row) or start >= depth or line[:start].strip(" "):
        return None  # other blanks than spaces are named as such
    before = last_written(lines, above - 1) if above else 0
    below = next((each for each in lines[number + 1 : number + 4] if each.strip()), "")
    alone = depth_of(below) == depth if " | " in below else depth == depth_of(lines[before]) + 2
    if opens and " | " in line and " | " in below and depth_of(below) == start and start > 1:  # its name is too deep
        number, line, start, depth = above, head, depth_of(head), start - 2
    elif row and lines[before].rstrip().endswith(": |") and start > depth_of(lines[before]) and not alone:
        number, line, start, depth = above, head, depth, start
    mends = [(number, 0, start, " " * depth)]
    if opens and line is lines[number]:  # what follows it in the same depth is of the same text
        mends += [(each, 0, start, " " * depth) for each in _of_text(lines, number + 1, start)]
    end = max(len(line.rstrip()), start + 1)
    return Slip("SYN-ALIGN", "error", number, start, end, mends=tuple(mends), certain=True)


def text_slip(lines: list[str], number: int, *, named: bool) -> Slip | None:
    """A line that neither begins a name nor an item, right behind the text under a ``|``, and less deep than it; one that is
    ``named``, its colon forgotten, only where it stands deeper than the name of the text."""
    start, above = depth_of(lines[number]), last_written(lines, number - 1) if number else number
    depth = depth_of(lines[above])
    if above == number or start >= depth or KEY_GOOD.match(lines[number]) or is_item(lines[number]):
        return None
    inside = takewhile(lambda n: not lines[n].strip() or depth_of(lines[n]) >= depth, range(above, -1, -1))
    opening = above - sum(1 for _ in inside)
    if opening < 0 or not lines[opening].rstrip().endswith((": |", ": >")):
        return None
    if named and start <= depth_of(lines[opening]):
        return None
    if "|" in lines[above] and "|" not in lines[number]:
        return None  # no row of a table
    of_text = (number, *_of_text(lines, number + 1, start))
    mends = tuple((each, 0, start, " " * depth) for each in of_text)
    return Slip(
        "SYN-ALIGN", "error", number, start, max(len(lines[number].rstrip()), start + 1), mends=mends, certain=True
    )


def _of_text(lines: list[str], first: int, depth: int) -> Iterator[int]:
    """The lines from ``first`` on that stand at that depth and begin neither a name nor an item."""
    for number, line in enumerate(lines[first : first + NEAR], first):
        if not line.strip() or depth_of(line) != depth or KEY_GOOD.match(line) or is_item(line):
            return
        yield number


def _odd_one_above(lines: list[str], number: int) -> Slip | None:
    """The first of several fellows, when it is that line which stands askew and not the ones below it."""
    above = last_written(lines, number - 1) if number else 0
    parent = last_written(lines, above - 1) if above else 0
    if number == 0 or above == 0 or not lines[parent].rstrip().endswith(":"):
        return None
    head, start = lines[above], depth_of(lines[number])
    depth, listed = depth_of(head), is_item(lines[number])
    shift = start - (depth if listed == is_item(head) else len(head) - len(head.lstrip(" -")))
    if not shift or abs(shift) > 4 or depth + shift < depth_of(lines[parent]) + (not is_item(head)):
        return None
    if not _is_askew(lines, number, parent, depth, depth + shift):
        return None
    mends = ((above, 0, depth, " " * (depth + shift)),)
    return Slip("SYN-ALIGN", "error", above, depth, head_end(head), mends=mends)


def _odd_one_between(lines: list[str], number: int) -> Slip | None:
    """The line above, when the one before it and this one stand alike and it does not."""
    above = last_written(lines, number - 1) if number else 0
    before = last_written(lines, above - 1) if above else 0
    head, wanted = lines[above], depth_of(lines[number])
    depth = depth_of(head)
    if not (number > 0 and before < above < number) or depth == wanted or not KEY_GOOD.match(head) or is_item(head):
        return None
    if len(lines[before]) - len(lines[before].lstrip(" -")) != wanted or head.rstrip().endswith((":", "|", ">")):
        return None
    if _stands_above(lines, above, lines[number], wanted):  # one name twice: it is the line between that parts them
        return None
    mends = ((above, 0, depth, " " * wanted),)
    return Slip("SYN-ALIGN", "error", above, depth, head_end(head), mends=mends)


def _stands_above(lines: list[str], number: int, line: str, depth: int) -> bool:
    """Whether the name of the line stands at that depth among the lines right above ``number``, too."""
    match = KEY_GOOD.match(line)
    near = takewhile(lambda each: not each.strip() or depth_of(each) >= depth, reversed(lines[:number]))
    return match is not None and any(each.startswith(f"{' ' * depth}{match[2]}:") for each in near)


def first_line_slip(lines: list[str]) -> Slip | None:
    """A first line that is indented, though the ones below it are not."""
    number = next((n for n, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")), 0)
    depth, line = depth_of(lines[number]), lines[number]
    if not depth:
        return None
    return Slip("SYN-ALIGN", "error", number, depth, head_end(line), mends=((number, 0, depth, ""),), certain=True)


def _is_askew(lines: list[str], number: int, parent: int, depth: int, wanted: int) -> bool:
    """Whether ``depth`` is the unusual one: it is no step this file makes, and ``wanted`` is; else the many are right."""
    listed = is_item(lines[last_written(lines, number - 1)])
    steps = _steps(lines, listed=listed)
    usual, other = wanted - depth_of(lines[parent]), depth - depth_of(lines[parent])
    if steps[usual] != steps[other]:
        return steps[usual] > steps[other]
    return _fellows(lines, number) >= 3


def _steps(lines: list[str], *, listed: bool) -> Counter[int]:
    """How often each step from a name to what stands under it is made in the file."""
    written = [line for line in lines[:2000] if line.strip() and not line.lstrip().startswith("#")]
    pairs = (
        (head, line) for head, line in pairwise(written) if head.rstrip().endswith(":") and is_item(line) == listed
    )
    return Counter(depth_of(line) - depth_of(head) for head, line in pairs)


def _fellows(lines: list[str], number: int) -> int:
    """How many lines from here on stand at the same depth and are of the same kind."""
    start, listed = depth_of(lines[number]), is_item(lines[number])
    below = takewhile(lambda line: depth_of(line) >= start, lines[number : number + 30])
    return sum(depth_of(line) == start and is_item(line) == listed for line in below)
