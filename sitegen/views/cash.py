"""资金收支 in the villagers' words: its sentences follow from the nature (性质) of each row, not from a template."""

from __future__ import annotations

from sitegen.figures import Cash, Flow
from sitegen.model.catalogue import CASH
from sitegen.model.period import Period, before, year_before
from sitegen.views.amounts import exact_money, say_money, say_more_or_less
from sitegen.views.public import PublicDisclosure
from sitegen.views.say import comparisons
from sitegen.views.shown import Shown
from sitegen.views.village import VillagePages


def cash_of(shown: Shown) -> Cash:
    """The cash figures of a shown 资金收支, from what is public of it."""
    rows = [
        (table.name, dict(zip((column.name for column in table.columns), row, strict=True)))
        for part in shown.parts
        for table in part.body.tables
        for row in table.rows
    ]

    def flow(name: str) -> Flow:
        natures: dict[str, int] = {"专项": 0, "往来": 0, "内部转款": 0, "": 0}
        count = 0
        for table, cells in rows:
            if table != name:
                continue
            nature = cells.get("性质", "")
            natures[nature if nature in natures else ""] += int(cells.get("金额") or 0)
            count += nature != "内部转款"
        return Flow(natures[""], natures["专项"], natures["往来"], natures["内部转款"], count)

    def field(name: str) -> int:
        return sum(int(each.value) for part in shown.parts for each in part.body.fields if each.name == name)

    return Cash(field("期初余额"), flow("进账"), flow("出账"), field("期末余额"), field("其中专项"))


def say_cash(pages: VillagePages, shown: Shown) -> tuple[str, ...]:
    """What came in and went out by nature, what is left, compared with last year, by account."""
    cash = cash_of(shown)
    single = len(shown.parts) == 1
    income, expense = cash.income, cash.expense
    sentences = [
        f"出账 **{say_money(_out(expense, single))}**（{exact_money(_out(expense, single))}，{_rows(shown, '出账', single)}笔）",
        f"进账{say_money(_out(income, single))}（{_rows(shown, '进账', single)}笔）{_split_income(income, single)}",
        f"还剩 **{say_money(cash.closing)}**，比{_start(shown.period)}{say_more_or_less(cash.closing, cash.opening)}"
        + _earmarked(cash.earmarked),
    ]
    sentences += _compare_cash(pages, shown, cash)
    if not single:
        accounts = "；".join(_account_line(pages, part) for part in shown.parts)
        sentences.append(f"分{_number(len(shown.parts))}本账：{accounts}")
        if income.transfers or expense.transfers:
            sentences.append(
                f"几本账之间互相转了{say_money(max(income.transfers, expense.transfers))}，不算进账也不算出账"
            )
    return tuple(sentences)


def _out(flow: Flow, single: bool) -> int:
    return flow.total + (flow.transfers if single else 0)


def _rows(shown: Shown, name: str, single: bool) -> int:
    flow = cash_of(shown).income if name == "进账" else cash_of(shown).expense
    if not single:
        return flow.count
    return sum(len(table.rows) for part in shown.parts for table in part.body.tables if table.name == name)


def _split_income(income: Flow, single: bool) -> str:
    pieces = [
        f"{words}{say_money(fen)}"
        for words, fen in (
            ("村里自己的收入", income.own),
            ("上级拨的专款", income.earmarked),
            ("借款、押金、收回欠款等往来", income.current),
            ("从另一本账转来", income.transfers if single else 0),
        )
        if fen
    ]
    return "：" + "；".join(pieces) if len(pieces) > 1 or (pieces and not income.own) else ""


def _earmarked(fen: int) -> str:
    return f"；其中专款{say_money(fen)}，只能用在指定的事上" if fen > 0 else ""


def _start(period: Period) -> str:
    last = before(period)
    return "去年底" if last.last.month == 12 else f"{last.last.month}月底"


def _number(count: int) -> str:
    return "零一两三四五六七八九"[count] if count < 10 else str(count)


def _account_line(pages: VillagePages, part: PublicDisclosure) -> str:
    account = pages.village.account(part.part)
    left = next((int(each.value) for each in part.body.fields if each.name == "期末余额"), 0)
    return f"{account.name if account else part.part_label}{exact_money(left)}"


def _compare_cash(pages: VillagePages, shown: Shown, cash: Cash) -> list[str]:
    same = pages.find(CASH, year_before(shown.period))
    if same is None or {part.part for part in same.parts} != {part.part for part in shown.parts}:
        return []
    then = cash_of(same)
    word, _ = comparisons(shown.period)[-1]
    return [
        f"比{word}{say_more_or_less(cash.expense.total, then.expense.total, '多花', '少花')}{_main_cause(shown, same)}"
    ]


def _main_cause(shown: Shown, then: Shown) -> str:
    """The category of expense that changed most, when it explains at least half of the whole change."""

    def by_category(one: Shown) -> dict[str, int]:
        sums: dict[str, int] = {}
        for part in one.parts:
            for table in part.body.tables:
                for group in table.groups if table.name == "出账" else ():
                    sums[group.name] = sums.get(group.name, 0) + int(group.total or 0)
        sums.pop("内部转款", None)
        return sums

    now, past = by_category(shown), by_category(then)
    change = sum(now.values()) - sum(past.values())
    steps = {name: now.get(name, 0) - past.get(name, 0) for name in {*now, *past}}
    if not change or not steps:
        return ""
    name, step = max(sorted(steps.items()), key=lambda each: each[1] if change > 0 else -each[1])
    if step * change <= 0 or abs(step) * 2 < abs(change):
        return ""
    form = shown.item.table("出账")
    column = form.column("类别") if form else None
    return f"，主要是“{column.say(name) if column else name}”{'多' if step > 0 else '少'}了{say_money(abs(step))}"


def say_account(part: PublicDisclosure) -> tuple[str, ...]:
    """One account's equation: opening + in − out = what is left."""
    fields = {each.name: int(each.value) for each in part.body.fields if each.kind == "money"}
    opening, closing = fields.get("期初余额", 0), fields.get("期末余额", 0)
    sums = {}
    for table in part.body.tables:
        index = [column.name for column in table.columns].index("金额") if table.rows else 0
        sums[table.name] = sum(int(row[index] or 0) for row in table.rows)
    return (
        f"期初{exact_money(opening)}＋进账{exact_money(sums.get('进账', 0))}－出账{exact_money(sums.get('出账', 0))}"
        f"＝还剩**{exact_money(closing)}**",
    )
