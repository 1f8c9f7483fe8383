"""Working days: Monday to Friday, without the public holidays and with the weekend days worked for them."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec import Struct


class Holidays(Struct, frozen=True):
    """The public holidays and the weekend days worked instead, of the ``years`` the table knows."""

    free: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()

    def is_workday(self, day: date) -> bool:
        """Whether people work on that day; a year the table does not know has weekends only."""
        return day in self.worked or (day.weekday() < 5 and day not in self.free)

    def after(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``; the day itself does not count."""
        while count > 0:
            day += timedelta(days=1)
            count -= self.is_workday(day)
        return day

    def knows(self, first: date, last: date) -> bool:
        """Whether the table covers every year between two days."""
        return all(year in self.years for year in range(first.year, last.year + 1))


NO_HOLIDAYS = Holidays()
