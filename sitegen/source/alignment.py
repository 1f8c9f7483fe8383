"""Lines that stand neither under their fellows nor one step deeper: which one is askew, and where it should stand."""

from __future__ import annotations

from itertools import takewhile

from sitegen.source.draft import Slip
from sitegen.source.lines import NEAR, deepest, depth_of, is_item, last_written


def align_slip(lines: list[str], number: int) -> Slip:
    """Mended to the nearest depth above at which the line may stand."""
    text = lines[number]
    start = depth_of(text)
    if odd := _odd_one_above(lines, number):
        return odd
    depths = _depths_above(lines, number, listed=is_item(text))
    below = deepest(lines, number)
    fitting = [known for known in depths if known <= below] or depths
    depth = min(fitting, key=lambda known: (abs(known - start), -known), default=start)
    end = min(start + len(text.split(":")[0].strip()) + 1, len(text.rstrip())) if text.strip() else start + 1
    mends = ((number, 0, start, " " * depth),) if depth != start else ()
    return Slip("SYN-ALIGN", "error", number, start, max(end, start + 1), mends=mends)


def _odd_one_above(lines: list[str], number: int) -> Slip | None:
    """The list item above, when it is that line which stands askew and several below agree with one another."""
    above = last_written(lines, number - 1) if number else 0
    head, start = lines[above], depth_of(lines[number])
    depth, listed = depth_of(head), is_item(lines[number])
    if number == 0 or not is_item(head):
        return None
    shift = start - (depth if listed else len(head) - len(head.lstrip(" -")))
    if not shift or abs(shift) > 2 or depth + shift < 0 or _fellows(lines, number) < 3:
        return None
    if not lines[last_written(lines, above - 1)].rstrip().endswith(":"):
        return None
    end = len(head.partition(":")[0].rstrip())
    mends = ((above, 0, depth, " " * (depth + shift)),)
    return Slip("SYN-ALIGN", "error", above, depth, max(end, depth + 1), mends=mends)


def _fellows(lines: list[str], number: int) -> int:
    """How many lines from here on stand at the same depth and are of the same kind."""
    start, listed = depth_of(lines[number]), is_item(lines[number])
    below = takewhile(lambda line: depth_of(line) >= start, lines[number : number + 30])
    return sum(depth_of(line) == start and is_item(line) == listed for line in below)


def _depths_above(lines: list[str], number: int, *, listed: bool) -> list[int]:
    """The depths at which a line may stand here: those of the open lines above, dashes for items, else keys."""
    depths: list[int] = []
    limit = 1_000_000
    for line in reversed(lines[max(0, number - NEAR) : number]):
        depth = len(line) - len(line.lstrip(" "))
        if not line.strip() or line.lstrip().startswith("#") or depth >= limit:
            continue
        limit = depth
        dashed = len(line) - len(line.lstrip(" -")) if is_item(line) else depth
        if listed == (dashed != depth):
            depths.append(depth)
        elif not listed and line[dashed : dashed + 1] not in ("{", "["):
            depths.append(dashed)
    return depths
