"""Look at the site while the ledgers change: build, serve, watch, and reload the pages that are open.

Nothing is added to the files: the script that reloads, the list of what is wrong and the clerk's desk exist in the served
bytes only.
"""

from __future__ import annotations

import contextlib
import secrets
import threading
import traceback
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from sitegen.build import build
from sitegen.diagnostics import Diagnostic, Place, Wording, error
from sitegen.load.files import read_county
from sitegen.model.site import Parts
from sitegen.serve.desk import Desk
from sitegen.serve.greeting import Say, greet
from sitegen.serve.preview import Preview, Shown
from sitegen.serve.server import PortTakenError, find_file, open_server
from sitegen.shared import load_site
from sitegen.watching import watch_county

__all__ = ["PortTakenError", "rebuild", "serve"]


def serve(
    county: Path,
    today: date,
    found: tuple[Diagnostic, ...],
    wording: Wording,
    *,
    lan: bool,
    port: int | None,
    say: Say,
    private: Path | None = None,
) -> None:
    """Serve ``build/site`` as it was just built, and follow every change until Ctrl-C."""
    shown = Shown(secrets.token_hex(4), _read_base(county, today), found)
    root = county / "build" / "site"
    desk = Desk(county, today, wording, lambda path: find_file(root, shown.base, path) is not None)
    preview = Preview(root, wording, shown, desk)
    server = open_server(preview, "0.0.0.0" if lan else "127.0.0.1", port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with contextlib.suppress(KeyboardInterrupt):
        changes = watch_county(county)
        if not next(changes):
            say("看不住文件夹的变化：改了账本请重新运行。", "changes cannot be watched: run again after a change")
        rebuild(preview, county, today, private)  # what changed before anybody watched
        greet(server.server_address[1], preview.shown.base, lan=lan, say=say)
        for _ in changes:
            say("账本改了，正在重做……", "a ledger changed, building …")
            rebuild(preview, county, today, private)
            errors = sum(each.severity == "error" for each in preview.shown.diagnostics)
            say(f"好了，还有 {errors} 处错误。" if errors else "好了。", f"done, {errors} errors")
    server.shutdown()
    server.server_close()


def rebuild(preview: Preview, county: Path, today: date, private: Path | None = None) -> None:
    """Build again and show it; with one worker, because a process must not be forked beside our threads."""
    with preview.gate:
        try:
            report = build(county, today, workers=1, private=private)
            found, base = report.diagnostics, _read_base(county, today)
        except OSError as problem:
            found, base = (
                (error("SYS-WRITE", Place(""), path=problem.filename, reason=problem.strerror),),
                preview.shown.base,
            )
        except Exception:  # a fault of ours must not end the preview; it is shown in the page
            log = county / "build" / ".state" / "fault.log"
            log.write_text(traceback.format_exc(), encoding="utf-8")
            found, base = (error("SYS-BUG", Place(""), log=log),), preview.shown.base
    preview.update(replace(preview.shown, version=secrets.token_hex(4), base=base, diagnostics=found))


def _read_base(county: Path, today: date) -> str:
    return load_site(read_county(county), today, Parts())[0].settings.base_path
