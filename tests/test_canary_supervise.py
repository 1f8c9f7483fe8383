"""Canaries of supervision: what lies under the private root is looked for in every byte that every command leaves behind."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import hmac
import json
import tempfile
import zipfile
import zlib
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
from click.testing import CliRunner

from sitegen import supervising
from sitegen.cli import main
from tests.planted import CONTRACT, PROJECT
from tests.test_canary import pieces, unzipped
from tests.worlds import FOLDER, World, small_county

KEY = b"a key that tests know, so that its digests can be looked for"
NUMBERS = ("11010519491231002X", "110105195305051233", "110105491231002", "6222000012345678901")
"""Made up; the third is the first of before 1999, the last an account."""
NAMES = ("鸮上官", "鸮下官", "鸮左官", "鸮右官", "鸮中官")
"""Nobody's names; none of them stands in a ledger."""
WORDS = ("鸮说收据在柜子里", "鸮某所长", "鸮的附言", "鸮一号公司", "鸮限额的缘由")
LISTS = {
    "死亡.csv": f"姓名,身份证号,村,死亡日期\n{NAMES[0]},{NUMBERS[0]},清溪村,2026-03-08\n",
    "全名单.csv": f"村,事项,期间,序号,姓名,身份证号\n清溪村,最低生活保障,2026年3季度,1,{NAMES[1]},{NUMBERS[1]}\n",
    "户籍成员.csv": f"村,姓名,身份证号\n清溪村,{NAMES[2]},{NUMBERS[2]}\n",
    "资格.csv": f"村,事项,姓名,身份证号,起始\n清溪村,最低生活保障,{NAMES[3]},{NUMBERS[1]},2025-01-01\n",
    "发放文件.csv": "村,事项,姓名,账号,金额\n"
    + "".join(f"清溪村,最低生活保障,{name},{NUMBERS[3]},300\n" for name in NAMES[:4]),
    "干部亲属.csv": f"村,干部,关系,姓名,身份证号,企业\n清溪村,周山河,妻子,{NAMES[4]},{NUMBERS[0]},{WORDS[3]}\n",
    "银行流水.csv": f"村,日期,收入,摘要\n清溪村,2026-07-02,12000,{WORDS[2]}\n",
}
RELIEF = """\
最低生活保障:
  名单: |
    序号 | 户主 | 村民小组 | 人口 | 金额
    1    | 王五 | 1组      | 2    | 500
    2    | 赵六 | 2组      | 1    | 300
"""


def digests_of(number: str) -> Iterator[bytes]:
    """What a number becomes where somebody forgets the key, and what this run's key makes of it."""
    for digest in (
        *(hashlib.new(name, number.encode()).digest() for name in ("md5", "sha1", "sha256", "sha512", "blake2b")),
        hmac.digest(KEY, number.encode(), "sha256"),
    ):
        yield from (digest, digest.hex().encode(), digest.hex().upper().encode(), b64encode(digest).rstrip(b"="))
        yield digest.hex()[:32].encode()  # as the database compares it
    yield f"{zlib.crc32(number.encode()):08x}{number[:6]}".encode()


def as_written(text: str) -> tuple[bytes, ...]:
    return text.encode(), text.encode("gb18030"), text.encode("utf-16-le"), json.dumps(text)[1:-1].encode()


NUMBER_SIGNS = {sign for number in NUMBERS for sign in (*as_written(number), *digests_of(number))}
SIGNS = NUMBER_SIGNS | {sign for text in (*NAMES, *WORDS) for sign in as_written(text)}


def all_pieces(path: Path) -> Iterator[bytes]:
    """The bytes of a file, and of all that is packed in it."""
    data = path.read_bytes()
    yield from pieces(data)
    with contextlib.suppress(OSError, zlib.error, EOFError):
        if data.startswith(b"\x1f\x8b"):
            yield from pieces(gzip.decompress(data))
    if path.suffix == ".br":
        yield from pieces(brotli.decompress(data))


def carriers(folder: Path, signs: set[bytes], but: tuple[Path, ...] = ()) -> dict[str, bytes]:
    """Files below the folder that carry a sign, and which; their names are looked at, too."""
    found: dict[str, bytes] = {}
    for path in folder.rglob("*"):
        if path.is_file() and not any(path.is_relative_to(each) for each in but):
            for piece in (str(path).encode(), *all_pieces(path)):
                found |= {path.relative_to(folder).as_posix(): sign for sign in signs if sign in piece}
    return found


class Place:
    """A county, its private root, and everywhere else a program might write: home, caches, the folder for the moment."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root, self.said = root, ""
        self.county, self.inside, self.out = root / "县", root / "内部", root / "出"
        for name, folder in (("HOME", "家"), ("XDG_CACHE_HOME", "家/缓存"), ("TMPDIR", "临时")):
            (root / folder).mkdir(parents=True, exist_ok=True)
            monkeypatch.setenv(name, str(root / folder))
        monkeypatch.setattr(tempfile, "tempdir", str(root / "临时"))
        monkeypatch.setattr(supervising.secrets, "token_bytes", lambda _: KEY)
        self.out.mkdir()

    def run(self, *words: str, code: int = 0) -> str:
        """Run a command; what it says is kept."""
        options = ["-C", str(self.county), "--private", str(self.inside), "--today", "2026-10-12"]
        result = CliRunner().invoke(main, [*options, *words])
        self.said += result.output
        assert result.exit_code == code, (words, result.output)
        return result.output


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    made = Place(tmp_path, monkeypatch)
    world = small_county(made.county)
    plant(world)
    for name, text in LISTS.items():
        (made.inside / "名单").mkdir(parents=True, exist_ok=True)
        (made.inside / "名单" / name).write_text(text, encoding="utf-8")
    (made.inside / "阈值.yaml").write_text(f"接待费、吃喝:\n  关: {WORDS[4]}\n", encoding="utf-8")
    return made


def plant(world: World) -> None:
    """An expired contract, a project, a list of people: something for the rules, the sheets and the pages."""
    expired = CONTRACT.format(
        party="王大河", starts="2024-01-01", ends="2026-06-30", rent="6000", purpose="养鱼", method="公开竞价"
    )
    work = PROJECT.format(
        number=1, name="修渠", site="东渠", price="50000", party=f"{WORDS[3][1:]}队", day="2026-03-01"
    )
    world.write(f"villages/{FOLDER}/登记/资源合同.yaml", expired)
    world.write(f"villages/{FOLDER}/登记/项目.yaml", work)
    world.publication(
        f"期间: 2026年3季度\n公开日期: 2026-10-12\n审核: [{{村监会: 2026-10-10 同意}}]\n{RELIEF}", "2026/低保.yaml"
    )


def test_the_net_has_no_holes(tmp_path: Path) -> None:
    """A canary in any wrapping is found: a check that cannot fail would say nothing."""
    text = f"…{NAMES[0]}…".encode()
    (tmp_path / "甲.html").write_bytes(text)
    (tmp_path / "乙.html.gz").write_bytes(gzip.compress(text))
    (tmp_path / "丙.html.br").write_bytes(brotli.compress(text))
    (tmp_path / "丁.duckdb").write_bytes(b"\0" + hashlib.sha256(NUMBERS[0].encode()).digest())
    (tmp_path / f"{NAMES[1]}.txt").write_bytes(b"")
    with zipfile.ZipFile(tmp_path / "戊.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("己.xml", text)
    names = {"甲.html", "乙.html.gz", "丙.html.br", "丁.duckdb", "戊.zip", f"{NAMES[1]}.txt"}
    assert set(carriers(tmp_path, SIGNS)) == names
    assert text in unzipped(b"%PDF-1.4\nstream\n" + zlib.compress(text) + b"\nendstream")


def test_nothing_of_the_private_root_is_in_any_byte_that_any_command_leaves(place: Place) -> None:
    place.run("supervise")
    record = json.loads((place.inside / "报告/2026-10-12/监督报告.json").read_text(encoding="utf-8"))
    found = {each["rule"]: each["number"] for each in record["findings"]}
    assert {"contract_expired", "benefit_missed", "same_account_many"} <= set(found)
    number = found["contract_expired"]
    for state in ("核查", "整改"):
        place.run("supervise", "note", number, state, "--by", WORDS[1], "--words", WORDS[0])
    place.run("supervise", "note", number, "销号", "--by", WORDS[1], "--words", WORDS[0], code=2)
    said = place.said
    assert NAMES[4] in place.run("supervise", "release", number, "--words", f"{NAMES[4]}家的合同到期了", code=2)
    place.said = said  # whoever typed the name is told which one may not go out
    place.run("supervise", "release", number)
    place.run("supervise", "--json")
    place.run("late", "--out", str(place.out / "迟报.xlsx"))
    place.run("check")
    place.run("check", "--json")
    place.run("build", "--compress", "br")
    place.run("build", "--compress", "gz")
    for kind in ("poster", "tags", "board", "review"):
        place.run("print", kind)
    place.run("publish", str(place.out / "交出去.zip"))
    place.run("publish", str(place.out / "交出去"), "--compress", "gz")
    place.run("withdraw", "清溪村/最低生活保障/2026q3", "--reason", "重查")
    place.run("build")
    place.run("supervise")
    place.run("doctor")

    kinds = {path.suffix for path in place.root.rglob("*") if path.is_file()}
    assert {".html", ".gz", ".xlsx", ".pdf", ".zip", ".json", ".duckdb"} <= kinds
    assert "合同2026年6月30日已到期" in (place.county / "cases/990106103201.yaml").read_text(encoding="utf-8")
    assert carriers(place.root, SIGNS, but=(place.inside,)) == {}
    assert [sign for sign in SIGNS if sign in place.said.encode()] == []
    kept = carriers(place.inside, NUMBER_SIGNS, but=(place.inside / "名单",))
    assert kept == {}  # names stand in the report; numbers, accounts and their digests not even there


@pytest.mark.parametrize("given", ["内部", ".", "..", "../县/内部", "../库/内部", "../到县里", "../到库里/x", "build"])
def test_a_private_root_that_could_leak_is_refused_by_every_command_that_takes_one(
    place: Place, given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Inside the county, around it, in a git work tree, by a link into either, by a path with dots, as it is said there."""
    (place.root / "库/.git").mkdir(parents=True)
    (place.root / "到县里").symlink_to(place.county / "villages")
    (place.root / "到库里").symlink_to(place.root / "库")
    monkeypatch.chdir(place.county)
    before = sorted(path for path in place.root.rglob("*"))
    for words in ((), ("note", "AAAAAAAA", "核查", "--by", "甲", "--words", "看"), ("release", "AAAAAAAA")):
        result = CliRunner().invoke(main, ["--private", given, "--today", "2026-10-12", "supervise", *words])
        assert result.exit_code == 2, (words, result.output)
        assert "SYS-PRIVATE" in result.output
    assert sorted(path for path in place.root.rglob("*")) == before
