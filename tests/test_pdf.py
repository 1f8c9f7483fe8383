"""What a sheet's file claims (PDF/A-2b, PDF/UA-1), as far as it can be looked at without a validator; and each look tried on a
file that was spoilt on purpose. What this does not prove stands in docs/sheets.md."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO

import pikepdf
import pytest
from fontTools.cffLib import CFFFontSet
from fontTools.misc.psCharStrings import T2WidthExtractor
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from sitegen.outputs.boxes import add_bleed
from sitegen.outputs.sheets import SheetView, make_sheet
from tests.test_bilingual import in_two
from tests.test_sheets import ALL, SHOP, TEMPLATES, make, poster, tags

# ---- what is looked at ----------------------------------------------------------------------------------------------------

_PAINTING = frozenset(
    ("Tj", "TJ", "'", '"', "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "sh", "Do", "INLINE IMAGE")
)
_CMYK = frozenset(("k", "K"))
_STANDARD = frozenset(
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table "
    "TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby Warichu Figure Formula Form".split()
)
_ACTIVE = (
    "/JavaScript",
    "/JS",
    "/Launch",
    "/EmbeddedFiles",
    "/EmbeddedFile",
    "/OpenAction",
    "/AA",
    "/AcroForm",
    "/XFA",
)


def find_faults(data: bytes, *, archive: bool = True) -> set[str]:
    """What is wrong with a file that says it is PDF/UA-1, and with ``archive`` PDF/A-2b; a word a fault."""
    with Pdf.open(BytesIO(data)) as pdf:
        checks = (_find_file, _find_metadata, _find_fonts, _find_active, _find_structure, _find_pages)
        faults = {fault for check in checks for fault in check(pdf)}
        if archive:
            faults |= {*_find_archive(pdf)}
        if not data.startswith(b"%PDF-1.7\n%") or any(byte < 128 for byte in data[10:14]):
            faults.add("header")
        return faults


def _objects(pdf: Pdf) -> Iterator[Dictionary | Stream]:
    """Every dictionary of the file, those that stand inside of others among them."""
    for each in pdf.objects:
        yield from _inside(each)


def _inside(value: object) -> Iterator[Dictionary | Stream]:
    if isinstance(value, Dictionary | Stream):
        yield value
        parts = [value[key] for key in list(value.keys())]
    else:
        parts = list(value) if isinstance(value, Array) else []
    for part in parts:
        if isinstance(part, Dictionary | Array) and not part.is_indirect:
            yield from _inside(part)


def _find_file(pdf: Pdf) -> Iterator[str]:
    if pdf.is_encrypted:
        yield "encrypted"
    if "/ID" not in pdf.trailer:
        yield "id"
    for each in _objects(pdf):
        if isinstance(each, Stream):
            filters = each.get("/Filter", Array())
            if any(
                str(name) in ("/LZWDecode", "/Crypt") for name in (filters if isinstance(filters, Array) else [filters])
            ):
                yield "filter"
            if "/F" in each:
                yield "external"


def _find_metadata(pdf: Pdf) -> Iterator[str]:
    text = pdf.Root.Metadata.read_bytes().decode() if "/Metadata" in pdf.Root else ""
    if "<pdfuaid:part>1</pdfuaid:part>" not in text:
        yield "pdfuaid"
    title = str(pdf.docinfo.get("/Title", ""))
    if not title or f'<rdf:li xml:lang="x-default">{title}</rdf:li>' not in text:
        yield "title"
    if not pdf.Root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle", False):
        yield "display title"
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", str(pdf.Root.get("/Lang", ""))):
        yield "language"


def _find_archive(pdf: Pdf) -> Iterator[str]:
    text = pdf.Root.Metadata.read_bytes().decode() if "/Metadata" in pdf.Root else ""
    if "<pdfaid:part>2</pdfaid:part>" not in text or "<pdfaid:conformance>B</pdfaid:conformance>" not in text:
        yield "pdfaid"
    intents = [each for each in pdf.Root.get("/OutputIntents", Array()) if each.get("/S") == "/GTS_PDFA1"]
    profiles = [each.DestOutputProfile.read_bytes() for each in intents if "/DestOutputProfile" in each]
    if len(profiles) != 1 or profiles[0][36:40] != b"acsp":
        yield "output intent"
    for page in pdf.pages:
        if any(str(operator) in _CMYK for _, operator in pikepdf.parse_content_stream(page)):
            yield "cmyk"
    for each in _objects(pdf):
        if each.get("/ca", 1) != 1 or each.get("/CA", 1) != 1 or each.get("/SMask", "/None") not in (None, "/None"):
            yield "transparency"
        if each.get("/BM", "/Normal") not in ("/Normal", "/Compatible"):
            yield "transparency"
        if each.get("/S") == "/Transparency" and "/CS" not in each:
            yield "transparency"
        if each.get("/Interpolate", False):
            yield "interpolated"


def _find_fonts(pdf: Pdf) -> Iterator[str]:
    for font in (each for each in _objects(pdf) if each.get("/Type") == "/Font" and "/DescendantFonts" not in each):
        descriptor = font.get("/FontDescriptor", Dictionary())
        if font.get("/Subtype") == "/Type3" or not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys()):
            yield "not embedded"
        elif "/FontFile3" in descriptor:
            yield from _find_widths(font, descriptor.FontFile3.read_bytes())
    for font in (each for each in _objects(pdf) if each.get("/Type") == "/Font" and "/DescendantFonts" in each):
        if "/ToUnicode" not in font:
            yield "no text"


def _find_widths(font: Dictionary | Stream, program: bytes) -> Iterator[str]:
    """The widths the file states are those of the glyphs it embeds, to a thousandth."""
    if program[:1] != b"\x01":
        return
    fonts = CFFFontSet()
    fonts.decompile(BytesIO(program), None)
    top = fonts[0]
    stated = dict(_list_widths(font.get("/W", Array())))
    for name in top.charset:
        number = int(name.removeprefix("cid")) if name.startswith("cid") else 0
        glyph, selected = top.CharStrings.getItemAndSelector(name)
        private = top.FDArray[selected or 0].Private if hasattr(top, "FDArray") else top.Private
        extractor = T2WidthExtractor(
            getattr(private, "Subrs", []), fonts.GlobalSubrs, private.nominalWidthX, private.defaultWidthX, private
        )
        extractor.execute(glyph)
        if abs(stated.get(number, float(font.get("/DW", 1000))) - extractor.width) > 1:
            yield "widths"


def _list_widths(runs: Array) -> Iterator[tuple[int, float]]:
    """``5 [520 610] 9 12 1000`` as numbers of glyphs with their widths."""
    items = list(runs)
    while items:
        first, second = int(items.pop(0)), items.pop(0)
        if isinstance(second, Array):
            yield from ((first + index, float(width)) for index, width in enumerate(second))
        else:
            width = float(items.pop(0))
            yield from ((number, width) for number in range(first, int(second) + 1))


def _find_active(pdf: Pdf) -> Iterator[str]:
    if any(key in each for each in (*_objects(pdf), pdf.Root) for key in _ACTIVE):
        yield "active"
    if any(each.get("/S") in ("/JavaScript", "/Launch") for each in _objects(pdf)):
        yield "active"


def _find_structure(pdf: Pdf) -> Iterator[str]:
    marks = pdf.Root.get("/MarkInfo", Dictionary())
    if not marks.get("/Marked", False) or marks.get("/Suspects", False):
        yield "not marked"
    if "/StructTreeRoot" not in pdf.Root or "/ParentTree" not in pdf.Root.StructTreeRoot:
        yield "no structure"
        return
    roles = {str(name) for name in pdf.Root.StructTreeRoot.get("/RoleMap", Dictionary())}
    depth = 0
    for kind, element in _elements(pdf.Root.StructTreeRoot, ""):
        if kind.removeprefix("/") not in _STANDARD and kind not in roles:
            yield "role"
        if kind == "/Figure" and not str(element.get("/Alt", "")).strip():
            yield "alternative text"
        if kind == "/TR" and any(str(each.get("/S", "")) not in ("/TH", "/TD") for each in _children(element)):
            yield "table"
        if re.fullmatch(r"/H[1-6]", kind):
            if int(kind[2]) > depth + 1:
                yield "heading"
            depth = int(kind[2])


def _children(element: Dictionary) -> list[Dictionary]:
    below = element.get("/K", Array())
    return [
        each
        for each in (below if isinstance(below, Array) else [below])
        if isinstance(each, Dictionary) and "/S" in each
    ]


def _elements(element: Dictionary, kind: str) -> Iterator[tuple[str, Dictionary]]:
    if kind:
        yield kind, element
    for each in _children(element):
        yield from _elements(each, str(each.S))


def _find_pages(pdf: Pdf) -> Iterator[str]:
    """All that is painted belongs to the structure or is marked as an artifact."""
    for page in pdf.pages:
        depth = 0
        for _, operator in pikepdf.parse_content_stream(page):
            depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(str(operator), 0)
            if str(operator) in _PAINTING and depth == 0:
                yield "not tagged"
        if "/StructParents" not in page.obj:
            yield "not tagged"


# ---- our sheets --------------------------------------------------------------------------------------------------------------

SHEETS = [*ALL, in_two(poster(5)), in_two(tags(3))]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda each: type(each).__name__)
def test_a_sheet_is_what_its_file_says(sheet: SheetView) -> None:
    assert find_faults(make(sheet)) == set()


@pytest.mark.parametrize("sheet", SHOP, ids=lambda each: type(each).__name__)
def test_a_sheet_for_the_print_shop_is_accessible_and_no_archive(sheet: SheetView) -> None:
    pdf, _ = make_sheet("海报.pdf", sheet, TEMPLATES, press=True)
    assert pdf is not None
    assert find_faults(pdf, archive=False) == set()
    assert find_faults(pdf) == {"pdfaid", "output intent", "cmyk"}


# ---- spoilt on purpose --------------------------------------------------------------------------------------------------------


def first(pdf: Pdf, key: str, value: str) -> Dictionary | Stream:
    return next(each for each in _objects(pdf) if each.get(key) == value)


def _font(pdf: Pdf) -> Dictionary | Stream:
    return next(each for each in _objects(pdf) if "/FontDescriptor" in each and each.get("/W"))


def _rewrite(pdf: Pdf, old: str, new: str) -> None:
    text = pdf.Root.Metadata.read_bytes().decode()
    assert old in text
    pdf.Root.Metadata.write(text.replace(old, new).encode())


def _paint(pdf: Pdf, operators: bytes) -> None:
    pdf.pages[0].contents_add(operators)


def _spoil_widths(pdf: Pdf) -> None:
    _font(pdf).W = Array([0, 9000, 123])


def _unname(pdf: Pdf) -> None:
    element = next(each for kind, each in _elements(pdf.Root.StructTreeRoot, "") if kind == "/H1")
    element.S = Name("/H3")


SPOILT: dict[str, Callable[[Pdf], object]] = {
    "pdfaid": lambda pdf: _rewrite(pdf, "<pdfaid:part>2<", "<pdfaid:part>3<"),
    "pdfuaid": lambda pdf: _rewrite(pdf, "<pdfuaid:part>1<", "<pdfuaid:part>2<"),
    "title": lambda pdf: pdf.docinfo.__setitem__("/Title", "x"),
    "display title": lambda pdf: pdf.Root.ViewerPreferences.__setitem__("/DisplayDocTitle", False),
    "language": lambda pdf: pdf.Root.__delitem__("/Lang"),
    "output intent": lambda pdf: pdf.Root.__delitem__("/OutputIntents"),
    "cmyk": lambda pdf: _paint(pdf, b"/Artifact BMC 0 0 0 1 k 0 0 1 1 re f EMC"),
    "transparency": lambda pdf: pdf.pages[0].obj.__setitem__("/Group", Dictionary(S=Name("/Transparency"))),
    "not embedded": lambda pdf: _font(pdf).FontDescriptor.__delitem__("/FontFile3"),
    "widths": _spoil_widths,
    "no text": lambda pdf: first(pdf, "/Subtype", "/Type0").__delitem__("/ToUnicode"),
    "active": lambda pdf: pdf.Root.__setitem__("/OpenAction", Dictionary(S=Name("/JavaScript"), JS="app.alert(1)")),
    "not marked": lambda pdf: pdf.Root.MarkInfo.__setitem__("/Marked", False),
    "no structure": lambda pdf: pdf.Root.__delitem__("/StructTreeRoot"),
    "alternative text": lambda pdf: first(pdf, "/S", "/Figure").__delitem__("/Alt"),
    "heading": _unname,
    "role": lambda pdf: first(pdf, "/S", "/Figure").__setitem__("/S", Name("/Poster")),
    "not tagged": lambda pdf: _paint(pdf, b"0 g 0 0 1 1 re f"),
    "interpolated": lambda pdf: _font(pdf).__setitem__("/Interpolate", True),
    "external": lambda pdf: pdf.Root.Metadata.__setitem__("/F", "x.xml"),
}


@pytest.mark.parametrize("fault", SPOILT)
def test_each_look_finds_what_was_spoilt(fault: str) -> None:
    with Pdf.open(BytesIO(make(poster(1)))) as pdf:
        SPOILT[fault](pdf)
        file = BytesIO()
        pdf.save(file, fix_metadata_version=False)
    assert fault in find_faults(file.getvalue())


def test_an_encrypted_file_is_found() -> None:
    with Pdf.open(BytesIO(make(poster(1)))) as pdf:
        file = BytesIO()
        pdf.save(file, encryption=pikepdf.Encryption(owner="x", user=""))
    assert "encrypted" in find_faults(file.getvalue())


# ---- the boxes of a print shop -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sheet", [*SHOP, (poster(5), poster(3))], ids=lambda each: type(each).__name__)
def test_the_bleed_reaches_three_millimetres_over_the_cut(sheet: SheetView | tuple[SheetView, ...]) -> None:
    data, _ = make_sheet("海报.pdf", sheet, TEMPLATES, press=True)
    again, _ = make_sheet("海报.pdf", sheet, TEMPLATES, press=True)
    assert data is not None and data == again
    with Pdf.open(BytesIO(data)) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert len(pdf.pages) == (len(sheet) if isinstance(sheet, tuple) else len(pdf.pages))
        for page in pdf.pages:
            media, bleed, trim = (
                [float(each) * 25.4 / 72 for each in page.obj[key]] for key in ("/MediaBox", "/BleedBox", "/TrimBox")
            )
            assert [round(b - t, 2) for b, t in zip(bleed, trim, strict=True)] == [-3, -3, 3, 3]
            assert all(media[side] <= bleed[side] and bleed[side + 2] <= media[side + 2] for side in (0, 1))


def test_what_a_village_prints_itself_has_no_other_box() -> None:
    with Pdf.open(BytesIO(make(poster(1)))) as pdf:
        assert not {"/BleedBox", "/TrimBox"} & set(pdf.pages[0].obj.keys())


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7\nstartxref\n9\n%%EOF", make(poster(1))], ids=["empty", "cut", "no box"]
)
def test_a_file_that_is_written_otherwise_gets_no_box(data: bytes) -> None:
    with pytest.raises(ValueError, match="no "):
        add_bleed(data, 3)
