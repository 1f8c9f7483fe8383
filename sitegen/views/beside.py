"""What stands beside the figures on the pages of disclosures and records: whom to ask, by which law, the same as files."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from sitegen.model.catalogue import Item, Law
from sitegen.model.ledger import Village
from sitegen.views.language import Language
from sitegen.views.pages import Anchor, LawView
from sitegen.views.public import PublicBody
from sitegen.views.say import plain
from sitegen.views.shown import Shown
from sitegen.views.spoken import speak, to_heard
from sitegen.views.tables import Links
from sitegen.views.village import VillagePages

WRONG = "资料有误，正在更正，过几天再看。"
KEPT = "正在核对改动，下面是上次公布的。"
BROADCAST_LENGTH = 200
"""What is listened to in one go."""
CHECK_MARKS = {"primary": "", "excerpt": "摘录", "partial": "待核"}


def view_downloads(pages: VillagePages, *path: str) -> tuple[Anchor, ...]:
    """The same table as files, which all languages share."""
    labels, folder = (("xlsx", "表格 XLSX"), ("csv", "表格 CSV"), ("json", "数据 JSON")), pages.shared(*path)
    return tuple(Anchor(f"{folder}data.{ending}", pages.label(label)) for ending, label in labels)


def how_to_ask(pages: VillagePages, shown: Shown | None = None) -> tuple[str, ...]:
    """数不对？ what to do and until when; telephones and the reference to quote stand below it on the page."""
    settings, language = pages.around.settings, pages.around.language
    lines = []
    part = shown.parts[0] if shown and shown.parts else None
    named = bool(shown and shown.item.named and shown.item.shape == "list")
    if named and part and part.posted_until and date.fromisoformat(part.posted_until) >= pages.around.today:
        until = language.day_near(date.fromisoformat(part.posted_until), pages.around.today)
        lines.append(language.say("**没有我家，或数不对**，请在**{day}前**到村委会说，或打电话。", day=until))
    else:
        lines.append(language.say("到村委会问，或打电话。"))
    others = [each.label for each in (*settings.telephones, *settings.supervision_telephones)]
    if others:
        lines.append(language.say("不想找村里，可以打{others}。", others=language.join("、", others)))
    return tuple(lines)


@lru_cache(maxsize=1024)
def view_laws(language: Language, item: Item, day: date) -> tuple[LawView, ...]:
    """The item's legal bases in force on a day, as they are cited; unconfirmed ones carry their mark."""
    mark = language.label(CHECK_MARKS[item.checked]) if CHECK_MARKS[item.checked] else ""
    return tuple(LawView(_law_text(law), mark) for law in item.laws_on(day))


def _law_text(law: Law) -> str:
    return f"《{law.name}》{law.article}" if not law.name.startswith("《") else f"{law.name}{law.article}"


def say_broadcast(village: Village, shown: Shown, sentences: tuple[str, ...]) -> str:
    """At most 200 characters to be read over the loudspeaker; whole sentences only."""
    if not shown.parts or shown.state in ("kept", "partly"):
        return ""
    text = speak(f"{village.name}村民注意：") + speak(f"{shown.period.plain}的{shown.item.plain}公开了。")
    ending = "有不对的地方，请打村委会电话。" if village.telephones else "有不对的地方，请打页面上的电话。"
    heard = (speak(to_heard(plain(sentence), shown.period.plain)) for sentence in sentences)
    for piece in filter(None, heard):
        if len(text) + len(piece) + len(ending) > BROADCAST_LENGTH:
            break
        text += piece
    return text + ending


def view_related(pages: VillagePages, item: Item) -> tuple[Anchor, ...]:
    """Items that share this one's word on posters and show something."""
    return tuple(
        Anchor(pages.href(each.number), pages.label(each.plain), pages.label(each.promise))
        for each in pages.filled_items
        if item.poster and each.poster == item.poster and each.number != item.number
    )


def view_attachments(body: PublicBody, links: Links) -> tuple[Anchor, ...]:
    """Files that may be shown and have been made."""
    return tuple(Anchor(links.files[each.path], each.caption) for each in body.attachments if each.path in links.files)
