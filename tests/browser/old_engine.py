"""Goal 29: pages in a real engine of 2018 (Chromium 69), at 360 px and twice the text. Run by ``make test-old``.

It runs in an environment of its own without pytest or sitegen, so it names its pages itself. Prints one line a page and
exits with 1 when something overflows, throws or is lost.
"""

from __future__ import annotations

import functools
import http.server
import json
import sys
import threading
from typing import Any

from PyQt5.QtCore import QTimer, QUrl
from PyQt5.QtWebEngineWidgets import QWebEnginePage, QWebEngineView
from PyQt5.QtWidgets import QApplication

PATHS = (
    "/ /404.html /r/990106103/ /103201/ /103201/021/ /103201/021/2026q3-1/ /103201/242/ /103201/242/2026y/p2/ /103201/101/ "
    "/103201/101/1/ /103201/141/1/ /103201/map/ /103201/205/ /103201/209/ /103201/211/1/ /103201/changes/ /103201/posted/ "
    "/103201/about/ /103206/ask/ /103207/ /103207/021/"
).split()
"""Every kind of page, the long and the divided ones too."""
MEASURE = """(function(){
  function all(){return [].slice.call(document.querySelectorAll('body *'))}
  var root=document.documentElement,seen={wide:root.scrollWidth-root.clientWidth};
  all().map(function(e){return [e,parseFloat(getComputedStyle(e).fontSize)]})
    .forEach(function(p){p[0].style.fontSize=p[1]*2+'px'});
  seen.wideAtTwice=root.scrollWidth-root.clientWidth;
  seen.engine=navigator.userAgent.match(/Chrome\\/(\\d+)/)[1];
  return JSON.stringify(seen)})()"""


class Page(QWebEnginePage):
    """Remembers what the console said."""

    def __init__(self, parent: Any) -> None:
        super().__init__(parent)
        self.said: list[str] = []

    def javaScriptConsoleMessage(self, level: int, message: str, line: int, source: str) -> None:  # noqa: N802 - Qt's name
        del level, line, source
        self.said.append(message)


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Requests are not news."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


def main(folder: str) -> int:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    app = QApplication([sys.argv[0], "--no-sandbox", "--disable-gpu"])
    view = QWebEngineView()
    page = Page(view)
    view.setPage(page)
    view.resize(360, 640)
    view.show()
    waiting, faults = list(PATHS), []

    def measured(text: str) -> None:
        path = waiting.pop(0)
        seen = json.loads(text)
        wrong = [f"wide by {seen[name]}" for name in ("wide", "wideAtTwice") if seen[name] > 0] + page.said
        print(f"Chrome {seen['engine']}  {path:<20} {'; '.join(wrong) or 'good'}")
        faults.extend(wrong)
        load_next()

    def load_next() -> None:
        page.said = []
        if waiting:
            page.load(QUrl(f"http://127.0.0.1:{server.server_port}{waiting[0]}"))
        else:
            app.quit()

    page.loadFinished.connect(lambda _: QTimer.singleShot(200, lambda: page.runJavaScript(MEASURE, measured)))
    load_next()
    app.exec_()
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
