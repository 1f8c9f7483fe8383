"""What is only complained of because something could not be read: left out, so that one slip is said once.

A value that could not be read looks as if it were gone, an item whose name nobody knows as if it were taken back, and a
file with either as if it had changed after its review. When the slip is mended, whatever is still wrong is said.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from functools import cached_property

from msgspec import Struct

from sitegen.diagnostics import Diagnostic
from sitegen.load.amounts import to_fen
from sitegen.load.corrections import NONE
from sitegen.model.catalogue import Catalogue, Item
from sitegen.model.ledger import Disclosure, Record, Span, Village
from sitegen.model.money import plain_money
from sitegen.model.period import Period, from_text

_LOSES = ("SYN-", "ENC-", "LIM-", "PER-", "FILE-", "SYS-")
_LOSES_TOO = frozenset(
    "KEY-ITEM KEY-TYPE KEY-DUP KEY-UNKNOWN KEY-REGISTER REF-ACCOUNT REF-TWICE CODE-RECORD KEY-FILL".split()
)
"""Errors behind which a whole item or record may be missing."""

_IMPOSSIBLE = ("AMT-", "DATE-", "PII-", "SUM-VOTES", "SUM-EQUATION", "REF-KEY", "PER-FUTURE")
"""What checks say of a value that cannot be: it will have to be written otherwise, as if it could not be read."""


class _Unread(Struct, frozen=True, dict=True):
    """What is wrong with a village, and where its disclosures and records stand."""

    village: Village
    read: tuple[Diagnostic, ...]
    """The errors with which its files were read."""
    given: tuple[Diagnostic, ...]
    """All that the checks found."""

    @cached_property
    def errors(self) -> tuple[Diagnostic, ...]:
        """Those behind which something may be hidden that is right."""
        found = (each for each in self.given if each.severity == "error" and each.code.startswith(_IMPOSSIBLE))
        return (*self.read, *found)

    @cached_property
    def torn(self) -> frozenset[tuple[str, int]]:
        """Lines with an error when they were read, or a figure below nothing: they may have been meant otherwise."""
        return frozenset(map(_line_of, (*self.read, *self._found("AMT-NEGATIVE"))))

    @cached_property
    def doubled(self) -> frozenset[str]:
        """Files whose period another file has, too, or within which none of their days lies: it may not be theirs."""
        return frozenset(each.place.file for each in self.given if _doubts_period(each))

    @cached_property
    def twice(self) -> frozenset[str]:
        """Those of them whose period another file has, too."""
        return frozenset(each.place.file for each in self.given if _is_twice(each))

    @cached_property
    def carried(self) -> frozenset[tuple[str, str]]:
        """Files with a figure that was carried over wrongly, and by how much: what it is part of is wrong by as much."""
        return frozenset(map(_wrong_by, self._found("SUM-CARRY")))

    @cached_property
    def changed(self) -> frozenset[tuple[str, str]]:
        """Files with a published figure that is another now, and by how much: what it is part of is wrong by as much."""
        said = (each for each in self._found("COR-MISSING") if not _is_no_change(each, dict(each.values), self))
        return frozenset((each.place.file, step) for each in said if (step := _step(dict(each.values))))

    @cached_property
    def unbalanced(self) -> frozenset[tuple[str, int]]:
        """Lines with a figure that does not add up, whatever it was when it was published."""
        return frozenset(map(_line_of, self._found("SUM-BALANCE", "SUM-CARRY")))

    @cached_property
    def misfits(self) -> tuple[Diagnostic, ...]:
        """Corrections that fit nothing: each may be one that was published, with a slip in it."""
        return self._found("COR-PLACE", "COR-AFTER")

    @cached_property
    def altered(self) -> frozenset[str]:
        """Files with an error that no review mends: without it they may be again what was reviewed. A 更正 gives that back."""
        return frozenset(
            each.place.file
            for each in (*self.read, *self.given)
            if each.severity == "error" and not each.code.startswith("REV-")
        )

    def _found(self, *codes: str) -> tuple[Diagnostic, ...]:
        return tuple(each for each in self.given if each.code in codes)

    @cached_property
    def files(self) -> frozenset[str]:
        return frozenset(each.place.file for each in self.errors)

    @cached_property
    def sources(self) -> tuple[Span, ...]:
        everything: tuple[Disclosure | Record, ...] = (*self.village.disclosures, *self.village.records)
        return tuple(each.span for each in everything)

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """Those with an error in them, or in a table beside them."""
        return tuple(span for span in self.sources if any(_is_in(error, span) for error in self.errors))

    @cached_property
    def lines(self) -> frozenset[tuple[str, int]]:
        return frozenset(map(_line_of, self.errors))

    @cached_property
    def phones(self) -> frozenset[tuple[str, int]]:
        """Lines with a telephone that is meant to be shown, and cannot be read."""
        return frozenset((each.place.file, each.place.line) for each in self.errors if _hides_phone(each))

    @cached_property
    def unseen(self) -> frozenset[str]:
        """Profiles of which nothing was read, or not the line that was joined to another: nobody knows their telephones."""
        return frozenset(
            each.place.file
            for each in self.errors
            if (each.code.startswith("LIM-") or each.code == "SYN-JOINED") and _is_of_profile(each)
        )

    @cached_property
    def losing(self) -> frozenset[str]:
        """Files in which a whole item or record may be missing."""
        return frozenset(each.place.file for each in self.errors if _may_lose(each))

    @cached_property
    def registers(self) -> frozenset[str]:
        """Those of which a record may be missing, as ``登记/资产``."""
        return frozenset(posixpath.splitext(file.split("/", 2)[-1])[0] for file in self.losing)

    @cached_property
    def reviewed(self) -> frozenset[str]:
        """Files with a review nobody can read."""
        return frozenset(each.place.file for each in self.errors if _is_of_review(each))

    @cached_property
    def garbled(self) -> tuple[str, ...]:
        """Digits of the telephones in the profile that cannot be read."""
        found = (
            dict(each.values)["text"] for each in self.errors if each.code == "CODE-PHONE" and _is_of_profile(each)
        )
        return tuple(re.sub(r"\D", "", text) for text in found)

    @cached_property
    def set_back(self) -> frozenset[str]:
        """Files with a day of posting that is not the one that was published."""
        return _list_set_back(self.given)

    @cached_property
    def early(self) -> frozenset[str]:
        """Files of a period still to come: its year is wrong, and nothing else in them is early."""
        return _list_early(self.errors)

    @cached_property
    def periods(self) -> frozenset[str]:
        """What those files are about, as messages say it: periods, and the numbers' registers."""
        known = {each.span.file: each.period.label for each in self.village.disclosures}
        known = {file: label for file, label in known.items() if file not in self.early}
        return frozenset(known.get(file) or _named(file) for file in self.losing)


def without_followers(
    village: Village, read: Iterable[Diagnostic], checked: Iterable[Diagnostic]
) -> tuple[Diagnostic, ...]:
    """What the checks of a village found, without what follows from errors with which its files were ``read``."""
    given = tuple(checked)
    before = tuple(each for each in read if each.severity == "error" and not each.code.startswith("PII-"))
    unread = _Unread(village, before, given)
    if not (before or any(each.severity == "error" or _doubts_period(each) for each in given)):
        return given
    return tuple(each for each in given if not (_follows(each, unread) or _is_the_same(each, unread)))


def without_strangers(
    village: Village, read: Iterable[Diagnostic], checked: Iterable[Diagnostic]
) -> tuple[Diagnostic, ...]:
    """What was wrong with a village's files, without accounts that nobody knows because its profile could not be read in all
    its parts, and without days of posting before the end of a period that is still to come, or before one that was
    published, and without drafts that were published: they go on being shown; nor last days of posting that were moved."""
    checked = tuple(checked)
    early = _list_early(checked).union(each.place.file for each in checked if _is_of_all_days(each))
    back = _list_set_back(checked)
    moved = frozenset(each.place.file for each in checked if each.code == "COR-UNTIL")
    drafts = frozenset(each.place.file for each in checked if each.code == "COR-DRAFT")
    given = tuple(read)
    sure = village.accounts and not any(each.severity == "error" and _is_of_profile(each) for each in given)
    return tuple(
        each
        for each in given
        if (sure or each.code != "REF-ACCOUNT")
        and (each.code != "PER-POSTED" or each.place.file not in early)
        and (each.code not in ("PER-UNTIL", "PER-POSTED") or each.place.file not in moved | back)
        and (each.code != "KEY-DRAFT" or each.place.file not in drafts)
    )


def find_misspelt(village: Village, catalogue: Catalogue, read: Iterable[Diagnostic]) -> frozenset[tuple[str, str]]:
    """Items and periods that are there, but for a line with an error that speaks of them: nearly, or behind another one."""
    errors = [each for each in read if each.severity == "error" and _may_lose(each)]
    known = {each.span.file: each.period for each in village.disclosures} if errors else {}
    periods = ((each, known.get(each.place.file) or _period_of(each.place.file)) for each in errors)
    return frozenset(
        (item.number, period.code)
        for error, period in periods
        for item in catalogue.items
        if period is not None and item.shape != "register" and _speaks_of(error, item)
    )


def _speaks_of(error: Diagnostic, item: Item) -> bool:
    line = "".join(error.excerpt.split())
    return item.name == dict(error.values).get("nearest") or any(name in line for name in (item.name, *item.aliases))


def _list_set_back(checked: Iterable[Diagnostic]) -> frozenset[str]:
    return frozenset(each.place.file for each in checked if each.code == "COR-POSTED")


def _list_early(checked: Iterable[Diagnostic]) -> frozenset[str]:
    return frozenset(each.place.file for each in checked if each.code == "PER-FUTURE")


def _follows(each: Diagnostic, unread: _Unread) -> bool:
    values = dict(each.values)
    match each.code:
        case "REF-RECORD":
            return f"登记/{values['reference'].partition('/')[0]}" in unread.registers
        case "PII-PHONE":
            return _line_of(each) in unread.phones or each.place.file in unread.unseen
        case "DATE-BACKWARDS" if values["last"] == "公开日期":
            return each.place.file in unread.set_back
        case "SUM-CARRY":
            return each.place.file in unread.twice
        case "SUM-EQUATION" | "SYN-MARKUP":
            return _line_of(each) in unread.torn
        case "LATE-CASE":
            return each.place.file in unread.files
        case "REV-NONE":
            return each.place.file in unread.reviewed
        case "REV-CHANGED":
            return each.place.file in unread.altered or _is_damaged(each.place.file, unread)
        case _ if each.code.startswith("COR-"):
            return each.place.file in unread.twice or _is_no_change(each, values, unread)
    return _is_of_another_period(each, values, unread)


def _is_of_another_period(each: Diagnostic, values: dict[str, str], unread: _Unread) -> bool:
    """Whether it is said only because a period, or the ledger of one, could not be read."""
    match each.code:
        case "PER-TWICE":
            return not unread.village.accounts and _is_in_file(each)
        case "PER-OVERLAP":
            files = {each.place.file, values["other"].rpartition(":")[0]}
            return bool(files & (unread.files | unread.doubled))
        case "REV-DATE" | "PER-OUTSIDE" if each.severity == "warning" and not _doubts_period(each):
            return each.place.file in unread.early or each.place.file in unread.doubled
        case "PER-ACCOUNT":
            return _is_damaged(each.place.file, unread)
        case "PER-GAP":
            return values["period"] in unread.periods or values["period"] in map(_named, unread.doubled)
    return False


def _is_damaged(file: str, unread: _Unread) -> bool:
    """Whether something of the file may be missing, or stands in a table beside it that has an error."""
    return file in unread.losing or any(span.file == file for span in unread.spans)


def _is_no_change(each: Diagnostic, values: dict[str, str], unread: _Unread) -> bool:
    """Whether what was published only looks as if it were gone or changed."""
    match each.code:
        case "COR-GONE" if values["record"]:
            return any(posixpath.basename(posixpath.dirname(file)) == "登记" for file in unread.losing)
        case "COR-GONE":
            return values["period"] in unread.periods or values["period"] in map(_named, unread.twice)
        case "COR-ASKED":
            return any(_is_beside_cases(error, each.place.file, unread.village) for error in unread.read)
        case "COR-ANSWER":
            own = [case.span for case in unread.village.cases if _is_in(each, case.span)]
            return any(_is_in(error, span) for span in own for error in unread.read)
        case "COR-ERASED" | "COR-TEXT":
            own = [span for span in unread.sources if _is_in(each, span)]
            return any(_is_in(error, span) for error in (*unread.errors, *unread.misfits) for span in own)
        case "COR-RECORD" | "COR-NOTHING":
            return any(_is_in(each, span) for span in unread.spans)
        case "COR-MISSING":
            return _is_unread(each, values, unread)
    return False


def _is_beside_cases(error: Diagnostic, file: str, village: Village) -> bool:
    """Whether it stands in the file of questions and in none that was read: one may be missing for it."""
    return error.place.file == file and not any(_is_in(error, case.span) for case in village.cases)


def _is_the_same(each: Diagnostic, unread: _Unread) -> bool:
    """Whether it is the other side of what is said already."""
    values = dict(each.values)
    match each.code:
        case "SUM-EQUATION":
            return (each.place.file, values["difference"].lstrip("-")) in unread.carried | unread.changed
        case "SUM-REVERSAL" if each.severity == "warning":
            return any(error.code == "REF-KEY" and _is_in_one(unread.village, error, each) for error in unread.errors)
        case "PII-PHONE" if not values["shown"].startswith("1"):  # a mobile is nobody's office
            first, _, last = values["shown"].partition("…")
            return bool(first) and any(each.startswith(first) or each.endswith(last) for each in unread.garbled)
        case "PER-OUTSIDE" if _is_of_all_days(each):
            return each.place.file in unread.twice
    return False


def _is_unread(each: Diagnostic, values: dict[str, str], unread: _Unread) -> bool:
    """Whether the figure stands on a line that could not be read, or is gone, or a sum, or in one of two rows with
    one key, where something could not."""
    if (each.place.file, each.place.line) in unread.lines | unread.unbalanced:
        return True
    own = [span for span in unread.spans if _is_in(each, span)]
    twice = any(error.code == "REF-KEY" and _is_in(error, span) for error in unread.errors for span in own)
    return bool(own) and (twice or values["after"] == NONE or "." in values["position"])


def _is_in_file(twice: Diagnostic) -> bool:
    """Whether both stand in one file."""
    return dict(twice.values)["other"].startswith(f"{twice.place.file}:")


def _is_in(each: Diagnostic, span: Span) -> bool:
    place = each.place
    return place.file in span.beside or (place.file == span.file and span.first <= place.line <= span.last)


_VERDICT = re.compile(r"\d\s+(?:不?同意|有异议)")


def _is_of_review(error: Diagnostic) -> bool:
    spoken = error.excerpt.lstrip().startswith("审核") or _VERDICT.search(error.excerpt)
    torn = error.code.startswith(("SYN-", "ENC-")) and bool(spoken)
    values = dict(error.values)
    named = (error.code, values.get("key")) == ("KEY-TYPE", "审核")
    dated = error.code.startswith("DATE-") and re.search("同意|有异议", error.excerpt) is not None
    return (
        torn
        or named
        or dated
        or error.code == "REV-TEXT"
        or (error.code, values.get("nearest")) == ("KEY-ITEM", "审核")
    )


def _line_of(each: Diagnostic) -> tuple[str, int]:
    return each.place.file, each.place.line


def _doubts_period(each: Diagnostic) -> bool:
    return _is_of_all_days(each) or _is_twice(each)


def _is_twice(each: Diagnostic) -> bool:
    """Whether it says that another file is of the same period."""
    return each.code == "PER-TWICE" and not _is_in_file(each)


def _wrong_by(carry: Diagnostic) -> tuple[str, str]:
    return carry.place.file, dict(carry.values)["difference"].lstrip("-")


def _is_in_one(village: Village, first: Diagnostic, second: Diagnostic) -> bool:
    """Whether both stand in one disclosure: a voucher that is there twice may be the one that is not there at all."""
    return any(_is_in(first, each.span) and _is_in(second, each.span) for each in village.disclosures)


def _step(values: dict[str, str]) -> str:
    """By how much a figure is another one; empty where it is none."""
    before, after = to_fen(values["before"]), to_fen(values["after"])
    return plain_money(abs(after - before)) if before is not None and after is not None else ""


def _is_of_all_days(each: Diagnostic) -> bool:
    """Whether it says that none of a file's days lies within its period."""
    return each.code == "PER-OUTSIDE" and bool(dict(each.values)["count"])


def _hides_phone(error: Diagnostic) -> bool:
    """Whether a telephone that is meant to be shown stands where it is not read as one."""
    return error.code == "CODE-PHONE" or (
        error.code == "KEY-TYPE" and dict(error.values).get("key") in ("公开电话", "监督电话")
    )


def _is_of_profile(error: Diagnostic) -> bool:
    return posixpath.basename(error.place.file) == "村情.yaml"


def _may_lose(error: Diagnostic) -> bool:
    nameless = error.code == "KEY-MISSING" and dict(error.values)["key"] == "名称"
    return nameless or error.code.startswith(_LOSES) or error.code in _LOSES_TOO


def _named(file: str) -> str:
    """The period after which a ledger is named, as messages say it; empty where it is not named after one."""
    period = _period_of(file)
    return period.label if period else ""


def _period_of(file: str) -> Period | None:
    """The period after which a ledger is named."""
    stem = posixpath.splitext(posixpath.basename(file))[0]
    day = re.match(r"\d{4}-\d\d-\d\d", stem)
    return from_text(day[0] if day else stem)
