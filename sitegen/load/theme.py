"""Theme files → ``Theme``: the county's own laid over the built-in ones, the chosen theme over ``plain``."""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.source import Entries, Scalar, load_document


def find_themes(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Names of the themes there are."""
    return tuple(sorted({path.partition("/")[0] for path in files if "/" in path}))


def load_theme_files(files: Mapping[str, bytes], name: str) -> dict[str, str]:
    """Texts of a theme by path inside it; what ``name`` lacks is taken from ``plain``."""
    texts: dict[str, str] = {}
    for base in dict.fromkeys(("plain", name)):
        for path, data in files.items():
            if path.startswith(f"{base}/"):
                texts[path.removeprefix(f"{base}/")] = data.decode("utf-8", errors="replace")
    return texts


def load_words(text: str) -> dict[str, str]:
    """The fixed words of a theme in one language."""
    document, _ = load_document("words.yaml", text.encode())
    root = document.root if isinstance(document.root, Entries) else Entries((), 1, 1)
    return {key.text: value.text for key, value in root.pairs if isinstance(value, Scalar)}
