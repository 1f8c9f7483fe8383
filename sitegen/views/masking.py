"""How a natural person is named in public: 李*明 in lists while they are posted, 王某 among payees; organisations stay whole."""

from __future__ import annotations

import re
from functools import lru_cache

_ORGANISATION = re.compile(
    r"公司|集团|中心|政府|银行|超市|农场|工作室|门市|商行|协会|委员会|信用社|供销社|合作社|办公室|支部|村委|居委|基地|电力|国网|税务|财政|大队|幼儿园|经济组织|营业厅|农家乐|民宿|饭店|餐馆|商场|市场|电站|能源|合作联社"
)
_NOBODY = re.compile(
    r"不留名|匿名|(?:本村|全体|全村|各|部分|其他|外来|有关|低保|特困|五保|脱贫|监测|困难|受灾|\d+组?)*(?:党员|老人|工人|民工|保洁员|护林员|管护员|监督员|村民小组|村民|农户|成员|游客|群众|社员|住户|商户|租户|承包户|代表|干部|户|组)"
    r"(?:等?\d*[户人])?"
)
"""Who is nobody in particular: there is nothing to mask."""
_ENDING = re.compile(
    r".{2,}(厂|店|行|社|会|局|所|站|院|校|园|队|组|部|铺|坊|场|电器|五金|建材|百货|农资|饲料|广告|图文|家电|副食|日杂|灯饰|机械|汽修)"
)
_SHORT = re.compile(r".{2}[厂店铺站局]|(?:供电|供水|派出|卫生|水管|林管|电管)所|卫生室")
"""Of three signs: what no person is called."""
_SOME = re.compile(r"(?P<name>[\u3400-\u9fff·]{2,4})(?P<rest>等\d*[人户名]?)")
COMPOUND = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "夏侯",
    "司徒",
    "端木",
    "南宫",
)


_KEPT = 4096
"""Names remembered: the same stand on the lists of every period."""
_BETWEEN = re.compile(r"[、,，;；/]+")
_ASIDE = re.compile(r"[(（\[【〔].*?(?:[)）\]】〕]|\Z)|等\d*[人户名]?\Z|[(（)）\[\]]")


@lru_cache(_KEPT)
def names_in(text: str) -> tuple[str, ...]:
    """The names written in a cell: parted by 、 or a space, without what is said of them in brackets.

    A space beside a single sign only makes a short name as wide as the others: ``王　五`` is one name.
    """
    names: list[str] = []
    for piece in _BETWEEN.split(_ASIDE.sub(" ", text)):
        words = piece.split()
        names += words if all(len(word) > 1 for word in words) else ["".join(words)]
    return tuple(names)


@lru_cache(_KEPT)
def mask_person(name: str) -> str:
    """``李*明``, ``李*``: family name, stars, last sign; the same for names joined by 、."""
    return "、".join(map(_mask_one, names_in(name)))


def _mask_one(name: str) -> str:
    surname = 2 if name[:2] in COMPOUND and len(name) > 2 else 1
    if len(name) <= surname + 1:
        return name[:surname] + "*"
    return name[:surname] + "*" * (len(name) - surname - 1) + name[-1]


def mask_as(kind: str, text: str) -> str:
    """Masked as the field type of its column wants it: persons, and whoever else is paid."""
    return mask_person(text) if kind == "person" else mask_payee(text)


@lru_cache(_KEPT)
def mask_payee(name: str) -> str:
    """Organisations stay whole; a natural person becomes ``王某``, several ``王某等3户``."""
    text = name.strip()
    if not text or is_organisation(text) or _NOBODY.fullmatch(text):
        return text
    some = _SOME.fullmatch(text)
    if some:
        return _some_one(some["name"]) + some["rest"]
    return "、".join(map(_some_one, names_in(text)))


@lru_cache(_KEPT)
def is_organisation(text: str) -> bool:
    """Whether it is the name of no person: it is shown whole."""
    return bool(_ORGANISATION.search(text)) or bool((_ENDING if len(text) > 3 else _SHORT).fullmatch(text))


def _some_one(name: str) -> str:
    surname = 2 if name[:2] in COMPOUND and len(name) > 2 else 1
    return f"{name[:surname]}某"
