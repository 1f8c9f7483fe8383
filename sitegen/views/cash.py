"""资金收支 in the villagers' words: its sentences follow from the nature (性质) of each row, not from a template."""

from __future__ import annotations

from sitegen.figures import Cash, Flow
from sitegen.model.catalogue import CASH
from sitegen.model.period import Period, before, year_before
from sitegen.views.language import Language
from sitegen.views.public import PublicDisclosure
from sitegen.views.say import comparisons
from sitegen.views.shown import Shown
from sitegen.views.village import VillagePages


def say_cash(pages: VillagePages, shown: Shown) -> tuple[str, ...]:
    """What came in and went out by nature, what is left, compared with last year, by account."""
    language, cash = pages.around.language, shown.cash
    say, money = language.say, language.money
    single = len(shown.parts) == 1
    income, expense = cash.income, cash.expense
    out = _out(expense, single)
    sentences = [
        say(
            "出账**{money}**（{exact}，{n}笔）",
            money=money(out),
            exact=language.exact(out),
            n=_rows(shown, "出账", expense, single),
        ),
        say("进账{money}（{n}笔）", money=money(_out(income, single)), n=_rows(shown, "进账", income, single))
        + _split_income(language, income, single),
        say("还剩**{money}**", money=money(cash.closing))
        + _than_before(language, shown.period, cash)
        + _earmarked(language, cash.earmarked),
    ]
    sentences += _compare_cash(pages, shown, cash)
    if not single:
        accounts = language.join("；", (_account_line(pages, part) for part in shown.parts))
        sentences.append(
            say("分{number}本账：{accounts}", number=_number(language, len(shown.parts)), accounts=accounts)
        )
        if income.transfers or expense.transfers:
            moved = money(max(income.transfers, expense.transfers))
            sentences.append(say("几本账之间互相转了{money}，不算进账也不算出账", money=moved))
    return tuple(sentences)


def _out(flow: Flow, single: bool) -> int:
    return flow.total + (flow.transfers if single else 0)


def _rows(shown: Shown, name: str, flow: Flow, single: bool) -> int:
    if not single:
        return flow.count
    return sum(len(table.rows) for part in shown.parts for table in part.body.tables if table.name == name)


def _split_income(language: Language, income: Flow, single: bool) -> str:
    pieces = [
        language.say(words, money=language.money(fen))
        for words, fen in (
            ("村里自己的收入{money}", income.own),
            ("上级拨的专款{money}", income.earmarked),
            ("借款、押金、收回欠款等往来{money}", income.current),
            ("从另一本账转来{money}", income.transfers if single else 0),
        )
        if fen
    ]
    if len(pieces) > 1 or (pieces and not income.own):
        return language.say("：") + language.join("；", pieces)
    return ""


def _earmarked(language: Language, fen: int) -> str:
    return language.say("；其中专款{money}，只能用在指定的事上", money=language.money(fen)) if fen > 0 else ""


def _than_before(language: Language, period: Period, cash: Cash) -> str:
    """Against what was left when the period began."""
    last = before(period).last
    when = language.say("去年底") if last.month == 12 else language.say("{month}底", month=language.month(last.month))
    if cash.closing == cash.opening:
        return language.say("，和{when}一样多", when=when)
    text = "，比{when}多{much}" if cash.closing > cash.opening else "，比{when}少{much}"
    return language.say(text, when=when, much=language.money(abs(cash.closing - cash.opening)))


def _number(language: Language, count: int) -> str:
    return language.label("零一两三四五六七八九"[count]) if count < 10 else str(count)


def _account_line(pages: VillagePages, part: PublicDisclosure) -> str:
    language = pages.around.language
    left = next((int(each.value) for each in part.body.fields if each.name == "期末余额"), 0)
    return language.say("{account}{money}", account=part.part_label, money=language.exact(left))


def _compare_cash(pages: VillagePages, shown: Shown, cash: Cash) -> list[str]:
    last_year = pages.find(CASH, year_before(shown.period))
    same = pages.with_parts_of(shown, last_year) if last_year else None
    language, (word, _) = pages.around.language, comparisons(shown.period)[-1]
    if same is None:
        return [language.say("没有{when}同样的数，没法比", when=language.label(word))]
    now, then, when = cash.expense.total, same.cash.expense.total, language.label(word)
    if now == then:
        return [language.say("和{when}一样多", when=when)]
    text = "比{when}多花{much}" if now > then else "比{when}少花{much}"
    return [language.say(text, when=when, much=language.money(abs(now - then))) + _main_cause(language, shown, same)]


def _main_cause(language: Language, shown: Shown, then: Shown) -> str:
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
    text = "，主要是“{what}”多了{money}" if step > 0 else "，主要是“{what}”少了{money}"
    what = language.label(column.say(name) if column else name)
    return language.say(text, what=what, money=language.money(abs(step)))


def say_account(language: Language, part: PublicDisclosure) -> tuple[str, ...]:
    """One account: its equation, opening + in − out = what is left; and that it holds, where it does."""
    opening, income, expense, closing = _equation(part)
    said = language.say(
        "原来有{opening}＋进账{income}－出账{expense}＝还剩**{closing}**",
        opening=language.exact(opening),
        income=language.exact(income),
        expense=language.exact(expense),
        closing=language.exact(closing),
    )
    balanced = opening + income - expense == closing
    return (said, *([language.say("一笔一笔加减过，收支是平的")] if balanced else []))


def _equation(part: PublicDisclosure) -> tuple[int, int, int, int]:
    fields = {each.name: int(each.value) for each in part.body.fields if each.kind == "money"}
    sums = {table.name: sum(int(text or 0) for text in table.texts_of("金额")) for table in part.body.tables}
    return fields.get("期初余额", 0), sums.get("进账", 0), sums.get("出账", 0), fields.get("期末余额", 0)
