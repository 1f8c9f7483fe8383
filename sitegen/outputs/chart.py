"""Income and expense by period as a small drawing: two paths, and no letter inside the picture.

Letters inside an SVG shrink with the picture, so the first and last label stand under it as ordinary text. What it shows is
in the picture's title for those who hear the page, and under it for those who see it. Income is solid and expense hollow: no
colour judges.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import escape

from sitegen.outputs.texts import say
from sitegen.views.language import CHINESE, Language

HEIGHT = 100
STEP, BAR = 24, 8
"""Width of one period and of one bar, in units of the drawing."""

Series = tuple[tuple[str, int, int], ...]
"""Label, income and expense in fen."""


def make_chart(series: Series, language: Language = CHINESE) -> str:
    """The drawing as HTML, safe to be put into a page; empty when there is nothing to compare."""
    highest = max((max(came, went) for _, came, went in series), default=0)
    if len(series) < 2 or highest <= 0:
        return ""
    solid = _draw_bars((came for _, came, _ in series), 3, highest)
    hollow = _draw_bars((went for _, _, went in series), 13, highest)
    title = _say_series(series, language)
    return (
        f'<svg viewBox="0 0 {STEP * len(series)} {HEIGHT}" preserveAspectRatio="none" role="img">'
        f"<title>{escape(title)}</title>"
        f'<path d="{solid}" fill="currentColor" stroke="currentColor" vector-effect="non-scaling-stroke"/>'
        f'<path d="{hollow}" fill="none" stroke="currentColor" vector-effect="non-scaling-stroke"/></svg>'
        f'<p class="ends"><span>{escape(series[0][0])}</span> <span>{escape(series[-1][0])}</span></p>'
        f'<p class="soft">{say(title)}</p>'
    )


def _draw_bars(values: Iterable[int], offset: int, highest: int) -> str:
    heights = (round(max(value, 0) * (HEIGHT - 2) / highest) for value in values)
    return "".join(f"M{STEP * at + offset} {HEIGHT}v-{height}h{BAR}v{height}" for at, height in enumerate(heights))


def _say_series(series: Series, language: Language) -> str:
    """Where each kind was highest: what the picture shows at a glance, in one sentence."""
    most_in = max(series, key=lambda each: each[1])
    most_out = max(series, key=lambda each: each[2])
    return language.say(
        "进账最多的是{most_in}，{income}；出账最多的是{most_out}，{expense}。",
        most_in=most_in[0],
        income=language.money(most_in[1]),
        most_out=most_out[0],
        expense=language.money(most_out[2]),
    )
