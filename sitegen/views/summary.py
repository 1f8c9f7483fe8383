"""What the regions above learn of a village: nothing that its own pages do not show."""

from __future__ import annotations

from sitegen.figures import Due
from sitegen.model.catalogue import CASH, GROUPS
from sitegen.rollup import VillageSummary
from sitegen.views.ask import is_answered
from sitegen.views.home import QUARTERS_SHOWN, find_newest_cash, poster_items
from sitegen.views.upcoming import contract_end, view_upcoming
from sitegen.views.village import VillagePages


def view_summary(pages: VillagePages, files: tuple[str, ...]) -> VillageSummary:
    """The village's small public summary; ``files`` are all its files below the site's root."""
    village, today = pages.village, pages.around.today
    newest, cash = find_newest_cash(pages) or (None, None)
    quarters = [due for due in pages.dues if due.period.kind == "quarter"]
    last = max((due.period for due in quarters), default=None)
    current = [due for due in quarters if due.period == last]
    posted = [part.posted for shown in pages.shown for part in shown.parts if part.posted]
    contracts = [record for record in pages.records if contract_end(record)]
    paths = tuple("/" + file.removesuffix("index.html") for file in files if file.endswith("/index.html"))
    hidden = _hidden_paths(pages)
    listed = tuple(path for path in paths if path not in hidden and path.startswith(f"/{village.address}/"))
    return VillageSummary(
        code=village.code,
        name=village.name,
        address=village.address,
        township=village.township,
        households=village.households or 0,
        people=village.people or 0,
        due=len(current),
        done=sum(due.done for due in current),
        late=sum(1 for due in pages.missing() if due.due < today),
        income=cash.income.total if cash else 0,
        expense=cash.expense.total if cash else 0,
        closing=cash.closing if cash else 0,
        period=newest.period.code if newest else "",
        latest=max(posted, default=""),
        series=_series(pages),
        groups=_groups(pages, current),
        contracts=len(contracts),
        upcoming=tuple(tuple(each) for each in view_upcoming(pages)),  # type: ignore[misc]
        questions=len(village.cases),
        answered=sum(is_answered(case) for case in village.cases),
        addresses=listed,
        forerunners=tuple((each.address, each.name) for each in village.forerunners),
        posters=tuple(item.number for item in poster_items(pages)),
        partly=int(newest is None and any(each.parts for each in pages.of_item(CASH))),
    )


def _series(pages: VillagePages) -> tuple[tuple[str, int, int], ...]:
    quarters = [
        each for each in pages.of_item(CASH) if each.parts and not each.absent and each.period.kind == "quarter"
    ]
    sums = [(each.period.code, each.cash) for each in quarters[:QUARTERS_SHOWN]]
    return tuple((code, cash.income.total, cash.expense.total) for code, cash in sums)


def _groups(pages: VillagePages, dues: list[Due]) -> tuple[tuple[str, int, int], ...]:
    group_of = {item.number: item.group for item in pages.around.catalogue.items}
    found = []
    for group in GROUPS:
        own = [due for due in dues if group_of.get(due.item) == group]
        if own:
            found.append((group, len(own), sum(due.done for due in own)))
    return tuple(found)


def _hidden_paths(pages: VillagePages) -> frozenset[str]:
    """Paths of pages that say ``noindex``: items that may show names."""
    base = f"/{pages.village.address}"
    named = {item.number for item in pages.around.catalogue.items if item.named}
    paths = {f"{base}/{number}/" for number in named}
    for shown in pages.shown:
        if shown.item.number in named:
            code = f"{base}/{shown.item.number}/{shown.period.code}"
            paths |= {f"{code}/", *(f"{code}-{part.part}/" for part in shown.parts)}
            paths |= {f"{code}/p{number}/" for number in range(2, 40)}
    return frozenset(paths)
