"""What was chosen to be shown, without the names of people on lists that do not go out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TypeVar

from msgspec.structs import replace

from sitegen.model.site import Version
from sitegen.views.bystanders import cover_disclosure, cover_record
from sitegen.views.names import Names
from sitegen.views.public import PublicDisclosure, PublicRecord
from sitegen.views.shown import Identity, Shown, ShownRecord

View = TypeVar("View", PublicDisclosure, PublicRecord)
NOBODY_MORE: Mapping[Identity, Names] = MappingProxyType({})


def cover_shown(shown: Shown, names: Names, still: Mapping[Identity, Names] = NOBODY_MORE) -> Shown:
    """``still``: who is covered besides in one disclosure alone."""
    parts = tuple(_cover(cover_disclosure, part, names, still) for part in shown.parts)
    return replace(shown, parts=parts, reason=names.mask(shown.reason))


def cover_shown_record(shown: ShownRecord, names: Names, still: Mapping[Identity, Names] = NOBODY_MORE) -> ShownRecord:
    """The same for a record."""
    view = _cover(cover_record, shown.view, names, still) if shown.view else None
    return replace(shown, view=view, reason=names.mask(shown.reason))


def cover_reasons(versions: Iterable[Version], names: Names) -> tuple[Version, ...]:
    """Versions that say why something was taken down."""
    return tuple(replace(each, reason=names.mask(each.reason)) if each.reason else each for each in versions)


def _cover(cover: Callable[[View, Names], View], view: View, names: Names, still: Mapping[Identity, Names]) -> View:
    covered = cover(view, names)
    return cover(covered, still[view.identity]) if view.identity in still else covered
