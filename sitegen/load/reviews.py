"""``审核``: who looked at it when, and agreed or objected; see docs/formats.md §5."""

from __future__ import annotations

import re
from datetime import date

from msgspec.structs import replace

from sitegen import codes
from sitegen.diagnostics import Place, error, warning
from sitegen.load.reading import Reader
from sitegen.load.values import parse
from sitegen.model.ledger import Review
from sitegen.source import Entries, Node, Scalar, alike, place_within

_REVIEW = re.compile(
    r"\s*(?P<day>\S+)\s+(?P<verdict>同意|有异议|不同意)(?:\s+校验码[:：]?\s*(?P<code>\w+))?\s*[:：，,。]?\s*(?P<words>.*)",
    re.DOTALL,
)
_LATER_CODE = re.compile(r"校验码[:：]?\s*(?P<code>[0-9A-Za-z]+)")
"""A check code behind the words, as the form to be signed has it."""
_BETWEEN = " \t\n\u3000，,。；;"

_BARE_CODE = re.compile(r"(?:[^\W\da-zA-Z]{2,4}\s*[:：]?\s*)?(?P<code>(?=\d*[A-Z])[0-9A-Z]{4})\s*[，,。]?\s*")
"""Words of a review that are nothing but a check code, alone or behind what was meant for 校验码."""


_COLONLESS = re.compile(r"([^\W\d]{2,}+)(\s*[-=;；＝.。，、,—–]\s*|\s*)(?=\d{4})")
"""A reviewer and a day without a colon between."""
_BRACKETS = "【｛［〔"
_OWN = re.compile(
    r"村?(?:民委员会|委会?|两委)|(?:村?党(?:总支|支部|委)|理事会|村?集体经济组织|村?(?:股份)?经济(?:联)?合作社|报账员|会计|出纳)(?:委员会|书记|主任)?"
)
"""Who keeps the books is not who looks after them."""
_LOOKERS = ("村务监督委员会", "监事会", "民主理财小组")
_KNOWN = "、".join(_LOOKERS)


def load_reviews(reader: Reader, node: Node) -> tuple[Review, ...]:
    """Each looker's verdict, with the answer to an objection."""
    reviews: list[Review] = []
    own: list[Scalar] = []
    for child in reader.items(node, "审核"):
        entries = _parted(reader, child) or reader.entries(child, "审核")
        answer = reader.text(entries.get("答复"), "答复")
        for key, value in entries.pairs:
            bracketed = key.text[0] in _BRACKETS
            if bracketed:
                first = place_within(reader.file, key, 0, 1)
                reader.report(error("SYN-FWBRACE", first, character=key.text[0], plain="{"))
            scalar = reader.scalar(value, key.text) if key.text != "答复" else None
            if scalar is not None and (review := _load_review(reader, key.text, scalar, answer)):
                reviews.append(review)
                own += [key] if _OWN.fullmatch(key.text) else []
                if not bracketed and (near := _nearly(key.text)) and not reader.report_colon(key, near):
                    place = reader.place(key)
                    reader.report(warning("KEY-CHOICE", place, text=key.text, nearest=near, known=_KNOWN))
    if own and len(own) == len(reviews):
        reader.report(warning("KEY-CHOICE", reader.place(own[0]), text=own[0].text, nearest="", known=_KNOWN))
    return tuple(reviews)


def _parted(reader: Reader, node: Node) -> Entries | None:
    """A reviewer and what was said, where only the colon between them is missing, which is reported."""
    match = _COLONLESS.match(node.text) if isinstance(node, Scalar) else None
    if match is None or not isinstance(node, Scalar):
        return None
    start, end = match.span(2)
    sign = start + len(match[2]) - len(match[2].lstrip()) if match[2].strip() else start
    reader.report(error("SYN-KEY", place_within(reader.file, node, sign, max(sign + 1, end)), text=node.text))
    key = replace(node, text=match[1], end_column=node.column + start)
    return Entries(((key, replace(node, text=node.text[end:], column=node.column + end)),), node.line, node.column)


_LEAST = 5
"""Signs of a name in which one wrong sign does not make another name of it: 监事会 and 议事会 are two bodies."""


def _nearly(reviewer: str) -> str:
    """The looker whose name was written with one wrong sign."""
    if reviewer in _LOOKERS or len(reviewer) < _LEAST:
        return ""
    return next((each for each in _LOOKERS if len(each) >= _LEAST and alike(reviewer, each)), "")


_KNOWN_DAYS = ("DATE-NONE", "DATE-SHORT", "DATE-ORDER", "DATE-LUNAR", "DATE-RANGE", "DATE-YEAR")
"""What is said of a day that is one, but cannot be or was not written whole."""


def _load_review(reader: Reader, reviewer: str, scalar: Scalar, answer: str) -> Review | None:
    match = _REVIEW.fullmatch(scalar.text)
    value, problem = parse("date", match["day"]) if match else (None, None)
    if match is not None and problem is not None and problem.code in _KNOWN_DAYS:
        reader.say(replace(problem, start=match.start("day"), end=match.end("day")), scalar)
        return None
    if match is None or problem is not None or not isinstance(value, date):
        reader.report(error("REV-TEXT", _wrong_in_review(reader, scalar), text=scalar.text))
        return None
    words, written, span = _find_code(match)
    code, code_place = written.upper(), place_within(reader.file, scalar, *span)
    if code and not codes.is_check_code(code):
        reader.report(error("REV-CODE", code_place, text=code))
        code = ""
    bare = _BARE_CODE.fullmatch(words) if not written else None
    if bare and codes.is_check_code(bare["code"]):  # no opinion, but a code without its name
        place = place_within(reader.file, scalar, match.start("words"), match.start("words") + bare.end("code"))
        reader.report(error("REV-TEXT", place, text=scalar.text))
    review = Review(
        reviewer=reviewer,
        day=value,
        agreed=match["verdict"] == "同意",
        check_code=code,
        words=words,
        answer=answer,
        place=reader.place(scalar),
        day_place=place_within(reader.file, scalar, *match.span("day")),
        code_place=code_place,
    )
    if not review.agreed and not answer:
        reader.report(warning("REV-OBJECT", review.place, reviewer=reviewer))
    return review


def _find_code(match: re.Match[str]) -> tuple[str, str, tuple[int, int]]:
    """What a review says, its check code, before or behind the words, and where that stands."""
    words = match["words"].strip()
    later = None if match["code"] else _LATER_CODE.search(match.string, match.start("words"))
    if later is None:
        return words, match["code"] or "", match.span("code")
    before = match.string[match.start("words") : later.start()].rstrip(_BETWEEN)
    after = match.string[later.end() :].strip(_BETWEEN)
    return "，".join(filter(None, (before, after))), later["code"], later.span("code")


def _wrong_in_review(reader: Reader, scalar: Scalar) -> Place:
    """What cannot be read of a review: its day, or what follows it; all of it where it does not begin with a day."""
    day, _, rest = scalar.text.lstrip().partition(" ")
    start = scalar.text.index(day)
    verdict = rest.strip().startswith(("同意", "有异议", "不同意"))
    if not rest.strip() or (parse("date", day)[1] is not None) != verdict:
        return reader.place(scalar)
    span = (
        (start, start + len(day)) if verdict else (scalar.text.index(rest.strip(), len(day)), len(scalar.text.rstrip()))
    )
    return place_within(reader.file, scalar, *span)
