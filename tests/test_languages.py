"""Other languages: every fixed word translated, what was typed marked as Chinese, and files a county may add."""

from __future__ import annotations

import html
import os
import re
import shutil
from pathlib import Path

import pytest

from sitegen.codes import check_word
from sitegen.load.theme import is_translated, load_messages, load_theme_files, read_catalog, source_of, strings_of
from sitegen.model.period import from_code
from sitegen.overlay import find_themes, read_folder
from sitegen.plan import Parts
from sitegen.views.said import CLOSE, OPEN, Said
from sitegen.views.translation import Translation
from tests.conftest import COUNTY, ROOT
from tests.wording import FILES, LANGUAGES, collect_catalogue, collect_pages, to_po
from tests.worlds import PAGES_ONLY, SETTINGS, World, small_county

WORDS = find_themes() / "plain" / "words"
COMPLETE = ("en", "zh-Hant")


# Files ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("part", FILES)
def test_a_language_has_every_fixed_word_and_no_other(tag: str, part: str) -> None:
    """``UPDATE=1`` writes the files again: new words without a translation, words that are gone left out."""
    path, sources = WORDS / f"{tag}{part}.po", FILES[part]()
    catalog = read_catalog(path.read_text("utf-8"))
    assert catalog is not None
    messages = [message for message in catalog if message.id]
    known = {source_of(each): strings_of(each) for each in messages}
    fuzzy = frozenset(source_of(each) for each in messages if each.fuzzy)
    wanted = to_po(tag, sources, {k: v if len(v) > 1 else v[0] for k, v in known.items()}, fuzzy)
    if os.environ.get("UPDATE"):
        path.write_text(wanted, "utf-8")
    assert path.read_text("utf-8") == wanted
    if tag in COMPLETE:
        assert [source_of(each) for each in messages if not is_translated(each)] == []


@pytest.mark.parametrize("tag", LANGUAGES)
def test_translations_can_be_filled(tag: str) -> None:
    found = load_messages(load_theme_files(read_folder((find_themes(),), "*"), "plain"), tag)
    assert found.diagnostics == ()
    assert (found.missing == 0) == (tag in COMPLETE)
    assert all(mark not in text for text in found.messages.values() for mark in (OPEN, CLOSE))


def test_english_has_no_chinese_sign() -> None:
    texts = load_theme_files(read_folder((find_themes(),), "*"), "plain")
    said = [re.sub(r"\{[^{}]*\}", "", text) for text in _texts(load_messages(texts, "en").messages)]
    assert [text for text in said if re.search("[一-鿿　-〿＀-￯]", text)] == []


def _texts(messages: dict[str, str | tuple[str, ...]]) -> list[str]:
    return [text for said in messages.values() for text in ((said,) if isinstance(said, str) else said)]


# Saying --------------------------------------------------------------------------------------------------------------


def english(**messages: str | tuple[str, ...]) -> Translation:
    return Translation("en", {"{n}项": ("{n} item", "{n} items"), "{amount}元": "{amount} yuan", **messages}, "n != 1")


def test_what_is_typed_is_marked_and_what_is_fixed_is_said() -> None:
    en = english(**{"由{who}看管": "Looked after by {who}", "；": "; "})
    assert en.say("由{who}看管", who="李某") == f"Looked after by {OPEN}李某{CLOSE}"
    assert en.say("{n}项", n=1) == "1 item"
    assert en.say("{n}项", n=3) == "3 items"
    assert en.join("；", (en.say("{n}项", n=2), "东塘", "2026")) == f"2 items; {OPEN}东塘{CLOSE}; 2026"
    assert en.say("由{who}看管", who=en.say("{n}项", n=2)).source == "由2项看管"  # type: ignore[attr-defined]


def test_what_has_no_translation_is_chinese_through_and_through() -> None:
    en = english()
    said = en.say("还剩{money}，{count}", money=en.money(12_779_970), count=en.say("{n}项", n=2))
    assert said == f"{OPEN}还剩12万7,799元7角，2项{CLOSE}"
    assert en.label("性质") == f"{OPEN}性质{CLOSE}"
    assert en.finish((said,)) == (f"{OPEN}还剩12万7,799元7角，2项。{CLOSE}",)


def test_said_texts_stay_said_when_put_together() -> None:
    left = Said("Left", "还剩") + "东塘"
    right = "东塘" + Said(" left", "还剩")
    assert isinstance(left, Said) and (left, left.source) == (f"Left{OPEN}东塘{CLOSE}", "还剩东塘")
    assert isinstance(right, Said) and (right, right.source) == (f"{OPEN}东塘{CLOSE} left", "东塘还剩")
    whole = english().join("；", ("东塘", english().say("还剩{n}项", n=2)))
    assert whole == f"{OPEN}东塘；还剩2项{CLOSE}", "Chinese beside Chinese is one text, read in one direction"
    assert isinstance(Said("**a**", "**甲**").replace("**", ""), Said)


@pytest.mark.parametrize(
    ("tag", "quarter", "money"),
    [("en", "Jul\u2009–\u2009Sep 2026", "127,799.70 yuan"), ("zh-Hant", "2026年7—9月", "12萬7,799元7角")],
)
def test_days_and_amounts(tag: str, quarter: str, money: str) -> None:
    found = load_messages(load_theme_files(read_folder((find_themes(),), "*"), "plain"), tag)
    language = Translation(tag, found.messages, found.plural)
    period = from_code("2026q3")
    assert period is not None
    assert language.period(period) == quarter
    assert language.money(12_779_970) == money


@pytest.mark.parametrize("tag", ["mn-Mong", "xx-none"])
def test_a_language_whose_months_nobody_named_says_days_in_chinese(tag: str) -> None:
    period = from_code("2026m09")
    assert period is not None
    assert Translation(tag).period(period) == f"{OPEN}2026年9月{CLOSE}"


# Pages ---------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def abroad(tmp_path_factory: pytest.TempPathFactory) -> World:
    """One village of the sample county in four languages."""
    root = tmp_path_factory.mktemp("abroad")
    for name in COUNTY:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(
                source, root / name, ignore=lambda _, names: [n for n in names if re.search("10320[2-9]", n)]
            )
        else:
            shutil.copy2(source, root / name)
    settings = (root / "sitegen.yaml").read_text("utf-8")
    (root / "sitegen.yaml").write_text(settings + "\n语言: [zh-Hans, en, zh-Hant, ug]\n", "utf-8")
    return World(root).build()


def _pages(world: World, tag: str) -> dict[str, str]:
    folder = world.root / "build" / "site" / tag
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in sorted(folder.rglob("*.html"))}


def _without_head(page: str) -> str:
    return re.sub(r"<style>.*?</style>|<script>.*?</script>|<title>.*?</title>", "", page, flags=re.DOTALL)


_ELEMENT = re.compile(r'<(\w+)[^>]*\blang="zh-[^"]*"[^>]*>')


def _cut_marked(page: str) -> tuple[str, list[str]]:
    """The page without its elements marked as Chinese, and the text of these."""
    marked = []
    while found := _ELEMENT.search(page, page.index("<body")):
        end, depth = found.end(), 1
        for tag in re.finditer(rf"<(/?){found[1]}\b[^>]*>", page[found.end() :]):
            depth += -1 if tag[1] else 1
            if not depth:
                end = found.end() + tag.end()
                break
        marked.append(html.unescape(re.sub(r"<[^>]*>", "", page[found.start() : end])))
        page = page[: found.start()] + page[end:]
    return page, marked


def test_every_page_stands_at_the_same_path(abroad: World) -> None:
    site = abroad.root / "build" / "site"
    chinese = {path for path in _pages(abroad, ".") if not re.match(r"(en|ug|zh-Hant)/|404", path)}
    for tag in ("en", "ug", "zh-Hant"):
        missing = {
            path for path in chinese - set(_pages(abroad, tag)) if "data-primary" not in (site / path).read_text()
        }
        assert missing == set()


def test_no_fixed_word_is_chinese_on_an_english_page(abroad: World) -> None:
    pages = _pages(abroad, "en")
    assert len(pages) > 150
    for path, page in pages.items():
        rest, _ = _cut_marked(_without_head(page))
        texts = html.unescape(re.sub(r"<[^>]*>", "", rest))
        assert not re.search("[一-鿿]", texts), (path, re.findall("[^\n]*[一-鿿][^\n]*", texts)[:3])


def test_what_is_marked_as_chinese_was_typed_by_somebody(abroad: World) -> None:
    """Every marked part stands in the county's own files, or is a legal basis, a masked name, a word on posters, or what to
    quote on the telephone."""
    written = "".join(path.read_text("utf-8", "replace") for path in abroad.root.glob("*.*"))
    for folder in ("villages", "cases", "published"):
        written += "".join(
            path.read_text("utf-8")
            for path in (abroad.root / folder).rglob("*.*")
            if path.suffix in {".yaml", ".csv", ".jsonl"}
        )
    known = _letters(written)
    marked = {text for page in _pages(abroad, "en").values() for text in _cut_marked(_without_head(page))[1]}
    others = re.compile(
        r"《.*|.*第.+条.*|.*（[一二三四五六七八九十〇\d]+）.*|.{1,4}某|.\*+.?|\d+组|清溪-.*|简体中文|繁體中文"
    )
    pieces = {piece for text in marked if not others.fullmatch(text) for piece in re.split(r"[ ·，、；：]+", text)}
    strange = (each for each in sorted(pieces - {check_word("103201")}) if _letters(each) not in known)
    assert [each for each in strange if not others.fullmatch(each)] == []


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]+", "", text)


def test_pages_say_their_language_and_lead_to_the_others(abroad: World) -> None:
    page = (abroad.root / "build/site/ug/103201/021/index.html").read_text("utf-8")
    assert '<html lang="ug" dir="rtl">' in page
    assert '<link rel="canonical" href="https://gk.example.cn/ug/103201/021/">' in page
    for tag, path in (("zh-Hans", "/103201/021/"), ("en", "/en/103201/021/"), ("zh-Hant", "/zh-Hant/103201/021/")):
        assert f'<link rel="alternate" hreflang="{tag}" href="{path}">' in page
        assert f'<a href="{path}" lang="{tag}">' in page
    assert 'href="/103201/021/2026q3/data.csv"' in page, "downloads are shared"
    assert "这种文字还有" in page
    assert '<bdi lang="zh-Hans">' in page


def test_an_untranslated_page_is_the_chinese_one(abroad: World) -> None:
    chinese = (abroad.root / "build/site/103201/021/index.html").read_text("utf-8")
    uyghur = (abroad.root / "build/site/ug/103201/021/index.html").read_text("utf-8")
    sentences = re.findall(r"<p>([^<]{8,})</p>", chinese.partition("<main")[2].partition("<blockquote")[0])
    assert len(sentences) > 3
    for sentence in sentences:
        assert sentence in uyghur


# A county's own ------------------------------------------------------------------------------------------------------


def test_one_language_makes_no_other_folder(tmp_path: Path) -> None:
    site = small_county(tmp_path).build(parts=PAGES_ONLY).root / "build" / "site"
    assert {path.name for path in site.iterdir() if path.is_dir()} == {"103201", "r"}


def test_a_county_adds_words_and_drops_a_language(tmp_path: Path) -> None:
    world = small_county(tmp_path)
    world.write("sitegen.yaml", SETTINGS + "语言: [zh-Hans, en]\n")
    world.write("themes/plain/words/en.local.po", 'msgid "村里的账和事"\nmsgstr "Our village"\n')
    site = world.build(parts=PAGES_ONLY).root / "build" / "site"
    assert "<h1>Our village</h1>" in (site / "en/103201/index.html").read_text("utf-8")
    world.write("sitegen.yaml", SETTINGS).build(parts=PAGES_ONLY)
    assert not (site / "en").exists()


def test_collected_words_are_enough() -> None:
    assert len(collect_pages()) > 300
    assert len(collect_catalogue()) > 1000
    assert Parts().codes
