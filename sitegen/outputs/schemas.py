"""Catalogue → JSON Schema (draft-07) for editors that speak the YAML language server's protocol.

A schema tells while typing what :mod:`sitegen.load` would say afterwards; it is never stricter than the loader.
``errorMessage`` and ``patternErrorMessage`` are the server's own keywords for the sentence a person reads.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sitegen.model.catalogue import NOTHING, Catalogue, Column, Item, Kind, TableForm

Schema = dict[str, Any]
DRAFT = "http://json-schema.org/draft-07/schema#"
FOLDER = "build/editor"
"""Where the schemas of a county are, below its folder."""

_FULL_DIGIT = "[0-9０-９]"
_AMOUNT = (
    r"^\s*(人民币|[Rr][Mm][Bb])?\s*[-+＋－−–—﹣]?\s*[¥￥]?\s*[-－−]?"
    + rf"{_FULL_DIGIT}[0-9０-９,，.．]*\s*[万亿]?\s*(元|块)?[整钱]?\s*$"
)
_KINDS: Mapping[Kind, Schema] = {
    "money": {
        "type": ["string", "number"],
        "pattern": _AMOUNT,
        "patternErrorMessage": "金额写数字，如 12000、8,600.00、1.2万元",
        "errorMessage": "金额写数字，如 12000、8,600.00、1.2万元",
    },
    "number": {"type": ["string", "number"], "pattern": _FULL_DIGIT, "patternErrorMessage": "这里写数字"},
    "count": {"type": ["string", "number"], "pattern": _FULL_DIGIT, "patternErrorMessage": "这里写个数，如 12"},
    "share": {"type": ["string", "number"], "pattern": _FULL_DIGIT, "patternErrorMessage": "比例写成 30%"},
    "month": {
        "type": ["string", "number"],
        "pattern": f"{_FULL_DIGIT}{{4}}",
        "patternErrorMessage": "月份写成 2026年9月",
    },
    "reference": {
        "type": "string",
        "pattern": "/",
        "patternErrorMessage": "写成 资源合同/7：登记文件的名称、斜线、编号",
    },
    "date": {"$ref": "#/definitions/日期"},
    "yesno": {"$ref": "#/definitions/是否"},
}
"""Everything else is text as written, whatever YAML takes it for."""


def make_schemas(catalogue: Catalogue, fixed: Mapping[str, bytes]) -> dict[str, bytes]:
    """File name → schema: of publications, of each register, and of the files whose keys no catalogue changes.

    Names are ASCII, as the server takes no others for relative ones.
    ``fixed`` is what stands in ``data/schemas``: file name → JSON.
    """
    parts = {name.removesuffix(".json"): json.loads(data) for name, data in fixed.items()}
    shared = parts.pop("shared")
    part_keys, record_keys = parts.pop("part"), parts.pop("record")
    schemas = {name: {**schema, "definitions": shared} for name, schema in parts.items()}
    schemas["publication"] = _publication(parts["publication"], shared, catalogue, part_keys)
    for item in catalogue.items:
        if item.register_file:
            schemas[f"register-{item.number}"] = _register(item, shared, record_keys)
    return {f"{name}.json": _to_bytes({"$schema": DRAFT, **schema}) for name, schema in schemas.items()}


def make_editor_settings(catalogue: Catalogue) -> bytes:
    """Settings for VS Code and its kin: which schema belongs to which file, and spaces instead of tabs."""
    registers = {
        f"register-{item.number}": f"villages/*/登记/{item.register_file}.yaml"
        for item in catalogue.items
        if item.register_file
    }
    files = {
        "settings": "sitegen.yaml",
        "profile": "villages/*/村情.yaml",
        "publication": "villages/*/[0-9][0-9][0-9][0-9]/*.yaml",
        "cases": "cases/*.yaml",
        **registers,
    }
    return _to_bytes(
        {
            "yaml.schemas": {f"./{FOLDER}/{name}.json": pattern for name, pattern in files.items()},
            "yaml.format.enable": False,
            "[yaml]": {"editor.insertSpaces": True, "editor.tabSize": 2, "editor.detectIndentation": False},
            "files.encoding": "utf8",
            "files.eol": "\n",
        }
    )


def _to_bytes(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


# ---- publications and registers --------------------------------------------------------------------------------------


def _publication(head: Schema, shared: Schema, catalogue: Catalogue, part_keys: Schema) -> Schema:
    items = [item for item in catalogue.items if not item.register_file]
    definitions = {**shared, **{f"事项{item.number}": _content(item, part_keys) for item in items}}
    names = {name: _item(item, name) for item in items for name in (item.name, *item.aliases)}
    known = {
        "properties": {**head["properties"], **names},
        "additionalProperties": False,
    }
    return {**head, **known, "definitions": definitions}


def _item(item: Item, name: str) -> Schema:
    """本期无发生, or one content, or a list of them (账套, 批次, 村民小组)."""
    content = {"$ref": f"#/definitions/事项{item.number}"}
    nothing = {"enum": [NOTHING], "errorMessage": f"写“{NOTHING}”，或者另起几行写“{name}”的内容"}
    return {
        "description": _describe(item),
        "if": {"type": "array"},
        "then": {"items": content},
        "else": {"if": {"type": "object"}, "then": content, "else": nothing},
    }


def _describe(item: Item) -> str:
    laws = "；".join(f"{law.name}{law.article}" for law in item.laws if law.until is None)
    return "\n\n".join(filter(None, (item.promise, item.explanation, laws and f"依据：{laws}")))


def _register(item: Item, shared: Schema, record_keys: Schema) -> Schema:
    records = {"items": _content(item, record_keys), "description": _describe(item)}
    return {
        "title": f"登记/{item.register_file}.yaml",
        "if": {"type": "array"},
        "then": records,
        "else": {
            "type": ["object", "null"],
            "errorMessage": "一项前面加“-”",
            "additionalProperties": False,
            "properties": {"格式": {}, item.register_file: {"type": ["array", "string", "null"], **records}},
        },
        "definitions": shared,
    }


def _content(item: Item, reserved: Schema) -> Schema:
    properties = {
        **{column.name: _column(column) for column in item.fields},
        **{form.name: _table(form) for form in item.tables},
    }
    return _map(f"“{item.name}”", {**properties, **reserved}, item.fields)


def _table(form: TableForm) -> Schema:
    """Rows as a list of maps, a text with ``|``, or ``{表格: file}``; nothing written is an empty table."""
    row = _map(f"表“{form.name}”的一行", {column.name: _column(column) for column in form.columns}, form.columns)
    sheet = {
        "required": ["表格"],
        "additionalProperties": False,
        "errorMessage": "写成 {表格: 文件名.xlsx#工作表名}",
        "properties": {"表格": {"type": "string", "description": "同一文件夹里的 Excel 或 CSV 文件"}},
    }
    header = " | ".join(column.name for column in form.columns if column.required or column.name in form.lead)
    return {
        "type": ["string", "array", "object", "null"],
        "errorMessage": "这里写一张表：用“|”分隔的几行，或者一串 {栏: 值}",
        "description": "\n\n".join(
            filter(None, (form.note, f"表头：{' | '.join(column.name for column in form.columns)}"))
        ),
        "defaultSnippets": [{"label": f"{form.name}（一张表）", "body": f"|\n  {header}\n  $1"}],
        "if": {"type": "array"},
        "then": {"items": row},
        "else": {"if": {"type": "object"}, "then": sheet},
    }


def _map(what: str, properties: Schema, columns: Iterable[Column]) -> Schema:
    required = [each.name for each in columns if each.required and each.since is None and each.until is None]
    must = f"；必填：{'、'.join(required)}" if required else ""
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "required": required,
        "errorMessage": f"{what}里写：{'、'.join(properties)}{must}",
    }


def _column(column: Column) -> Schema:
    about = {"description": column.remark}
    if column.kind == "choice":
        listed = {"enum": list(column.choices), "errorMessage": f"只能是：{'、'.join(column.choices)}"}
        return {**(listed if column.choices else {}), **about}
    known = dict(_KINDS.get(column.kind, {"$ref": "#/definitions/文字"}))
    if not column.required and "type" in known:
        known["type"] = [*([known["type"]] if isinstance(known["type"], str) else known["type"]), "null"]
    return {**known, **about}
