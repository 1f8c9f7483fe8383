"""How figures are said: money in words and exactly, numbers, days, more or less than before. One place for all pages."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from sitegen.model.ledger import Fen
from sitegen.model.money import plain_money
from sitegen.model.period import Period, from_code


def say_money(fen: Fen) -> str:
    """As people say it: ``12万7,799元7角`` ``3万零751元5角`` ``2万4,000元`` ``负5元`` ``0元``."""
    if fen < 0:
        return "负" + say_money(-fen)
    yuan, rest = divmod(fen, 100)
    jiao, cent = divmod(rest, 10)
    text = _say_yuan(yuan) if yuan else ""
    if jiao:
        text += f"{jiao}角"
    if cent:
        text += ("零" if text and not jiao else "") + f"{cent}分"
    return text or "0元"


def _say_yuan(yuan: int) -> str:
    hundred_millions, below = divmod(yuan, 100_000_000)
    ten_thousands, ones = divmod(below, 10_000)
    text = f"{hundred_millions:,}亿" if hundred_millions else ""
    if ten_thousands:
        text += ("零" if text and ten_thousands < 1000 else "") + f"{ten_thousands}万"
    if ones:
        text += ("零" if text and (ones < 1000 or not ten_thousands) else "") + f"{ones:,}"
    return text + "元"


def exact_money(fen: Fen) -> str:
    """To the fen: ``127,799.70元``."""
    return f"{plain_money(fen)}元"


def say_number(value: Decimal | int) -> str:
    """Thousands apart, no trailing zeros: ``1,234.5``."""
    if isinstance(value, int):
        return f"{value:,}"
    plain = value.normalize()
    return f"{plain:,f}" if plain == plain.to_integral_value() else f"{plain:,}"


def say_day(day: date) -> str:
    """``10月12日``."""
    return f"{day.month}月{day.day}日"


def say_full_day(day: date) -> str:
    """``2026年10月12日``."""
    return f"{day.year}年{day.month}月{day.day}日"


def say_day_near(day: date, near: date) -> str:
    """Without the year when it is the same as ``near``'s."""
    return say_day(day) if day.year == near.year else say_full_day(day)


def say_about(fen: Fen) -> str:
    """Rounded to whole yuan from ten yuan up: ``约146元``; exact below and where nothing is rounded."""
    rounded = round_yuan(fen)
    return say_money(fen) if rounded == fen else "约" + say_money(rounded)


def round_yuan(fen: Fen) -> Fen:
    """To whole yuan, halves away from zero; amounts below ten yuan as they are."""
    return fen if abs(fen) < 1000 else round_half_up(Decimal(fen) / 100) * 100


def round_half_up(value: Decimal) -> int:
    """To the nearest whole number, halves away from zero."""
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def divide_money(fen: Fen, by: Decimal | int) -> Fen | None:
    """A share in whole fen, rounded half up; None when there is nothing to divide by."""
    return round_half_up(Decimal(fen) / Decimal(by)) if by else None


def say_value(kind: str, value: object) -> str:
    """A typed value as a person reads it, without its unit repeated; empty for nothing."""
    if value is None or value == "":
        return ""
    if kind == "money" and isinstance(value, int):
        return plain_money(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        text = say_number(value)
        return f"{text}%" if kind == "share" else text
    if isinstance(value, int):
        return say_number(value)
    if isinstance(value, Period):
        return value.label
    if isinstance(value, date):
        return say_full_day(value)
    return str(value)


def from_plain(kind: str, text: str) -> object:
    """The value a public view stored as text, for saying it again."""
    if text == "":
        return None
    match kind:
        case "money" | "count":
            return int(text)
        case "number" | "share":
            return Decimal(text)
        case "date":
            return date.fromisoformat(text)
        case "month":
            return from_code(text)
        case _:
            return text


def say_share(part: Fen, whole: Fen) -> str:
    """How much of the whole, as people say it: ``约三成`` ``一半`` ``全部`` ``不到一成``; empty without a whole."""
    if whole <= 0 or part < 0:
        return ""
    if part == 0:
        return "还没有"
    if part >= whole:
        return "全部"
    tenths = Decimal(part) * 10 / whole
    nearest = round_half_up(tenths)
    if nearest == 0:
        return "不到一成"
    if nearest == 10:
        return "九成多"
    word = "一半" if nearest == 5 else f"{'一二三四五六七八九'[nearest - 1]}成"
    return word if tenths == nearest else f"约{word}"
