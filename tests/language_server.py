"""The YAML language server that editors use, as a process: open a file, get what it underlines."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from types import TracebackType
from typing import IO, Any

SERVER = Path(__file__).parent / "tools/node_modules/yaml-language-server/bin/yaml-language-server"


def is_there() -> bool:
    """Whether the server and the Node.js it needs are installed (``make test`` does)."""
    return SERVER.is_file() and shutil.which("node") is not None


class LanguageServer:
    """One server on one folder, in Chinese as a clerk's editor is."""

    def __init__(self, folder: Path) -> None:
        command = ["node", str(SERVER), "--stdio"]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        settings = json.loads((folder / ".vscode/settings.json").read_text("utf-8"))
        self.settings = {
            "yaml": {"validate": True, "hover": True, "completion": True, "schemas": settings["yaml.schemas"]}
        }
        self.folder, self.number = folder, 0
        self.ask(
            "initialize",
            {
                "processId": None,
                "locale": "zh-cn",
                "rootUri": folder.as_uri(),
                "workspaceFolders": [{"uri": folder.as_uri(), "name": "county"}],
                "capabilities": {"workspace": {"configuration": True, "workspaceFolders": True}},
            },
        )
        self.send({"method": "initialized", "params": {}})
        self.send({"method": "workspace/didChangeConfiguration", "params": {"settings": self.settings}})

    def __enter__(self) -> LanguageServer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.communicate()

    def send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        """The answer to a request; what the server asks meanwhile is answered."""
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        return self._until(lambda message: message.get("id") == self.number and "method" not in message)["result"]

    def open(self, path: str) -> list[dict[str, Any]]:
        """Everything the server underlines in the file (path below the folder)."""
        return self.open_all([path])[path]

    def open_all(self, paths: list[str]) -> dict[str, list[dict[str, Any]]]:
        """The same for many files at once."""
        waiting = {(self.folder / path).as_uri(): path for path in paths}
        for uri, path in waiting.items():
            text = (self.folder / path).read_text("utf-8")
            document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
            self.send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        told: dict[str, list[dict[str, Any]]] = {}
        while len(told) < len(paths):
            message = self._until(lambda each: each.get("method") == "textDocument/publishDiagnostics")["params"]
            if message["uri"] in waiting:
                told[waiting[message["uri"]]] = message["diagnostics"]
        return told

    def hover(self, path: str, line: int, column: int) -> str:
        """What the server says of a place (both from 0)."""
        at = {"textDocument": {"uri": (self.folder / path).as_uri()}, "position": {"line": line, "character": column}}
        found = self.ask("textDocument/hover", at)
        return str(found["contents"]["value"]) if found else ""

    def complete(self, path: str, line: int, column: int) -> list[str]:
        """The names it offers at a place (both from 0)."""
        at = {"textDocument": {"uri": (self.folder / path).as_uri()}, "position": {"line": line, "character": column}}
        found = self.ask("textDocument/completion", at)
        return [each["label"] for each in found["items"]]

    def _until(self, wanted: Any) -> dict[str, Any]:
        while True:
            message = self._read()
            if "method" in message and "id" in message:
                self._answer(message)
            elif wanted(message):
                return message

    def _answer(self, message: dict[str, Any]) -> None:
        asked = message["params"].get("items", []) if message["method"] == "workspace/configuration" else []
        result = [self.settings.get(item.get("section", "")) for item in asked] if asked else None
        self.send({"id": message["id"], "result": result})

    def _read(self) -> dict[str, Any]:
        stream: IO[bytes] | None = self.process.stdout
        assert stream
        length = 0
        while (line := stream.readline().strip()) != b"":
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        assert length, "the language server has gone"
        return dict(json.loads(stream.read(length)))
