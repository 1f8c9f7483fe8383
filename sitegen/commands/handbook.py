"""handbook: the clerk's handbook as pages to read and to print."""

from __future__ import annotations

import click

from sitegen import overlay
from sitegen.commands.session import FINE, Session, with_session
from sitegen.commands.words import Command
from sitegen.disk import write_file
from sitegen.load.theme import load_theme_files
from sitegen.outputs.handbook import make_handbook


@click.command("handbook", cls=Command, also="手册")
@with_session
def handbook_command(session: Session) -> int:
    """报账员手册：一件事一页，照着做；用浏览器打开，也可以印出来。

    EN: The clerk's handbook, a page a task, to read in a browser or to print.
    """
    folder = session.folder / "build" / "handbook"
    book = overlay.find_handbook()
    texts = {name.removesuffix(".md"): data.decode() for name, data in overlay.read_folder((book,), "*.md").items()}
    theme = load_theme_files(overlay.read_folder(overlay.find_folders(session.folder, "themes"), "handbook/*"), "plain")
    for name, data in make_handbook(texts, theme).items():
        write_file(folder / name, data)
    for name, data in overlay.read_folder((book,), "*.png").items():
        write_file(folder / name, data)
    session.say(f"手册做好了，用浏览器打开：{folder / 'index.html'}", f"handbook: open {folder / 'index.html'}")
    return FINE
