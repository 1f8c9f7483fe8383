"""Jinja's sandbox for themes, with short ways for what is safe by its kind: fields of views, a theme's own macros, words.

Everything else a template asks for goes the sandbox's own way. A template sees frozen values only, so that a macro gives
the same text for the same arguments: head, foot, telephones and tables that several pages of a village share are drawn once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from contextlib import suppress
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

from jinja2 import DictLoader, FileSystemBytecodeCache, StrictUndefined, Template, compiler, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from sitegen import codes
from sitegen.outputs.texts import escape_text, to_markup
from sitegen.views import pages

_HAVING: dict[str, set[type]] = {}
"""By field the views that have it. Fields of views are texts, truths, counts and tuples of views: nothing to be called."""
for _view in vars(pages).values():
    _derived = (
        (name for name, value in vars(_view).items() if isinstance(value, property)) if isinstance(_view, type) else ()
    )
    for _name in (*getattr(_view, "__struct_fields__", ()), *_derived):
        _HAVING.setdefault(_name, set()).add(_view)
_KEPT = 512
"""Macro calls remembered: a few villages' worth."""
_INDENT = re.compile(r"\s*\n\s*")


GIVING_MARKUP = frozenset({"say", "headline", "amount", "notes", "drawing"})
"""Filters of the pages that escape for themselves, whatever they are given."""
_OWN = frozenset({"_block_vars", "_loop_vars"})
"""What Jinja itself hands to a call."""


def to_html(value: Any) -> str:
    """What autoescaping makes of a value, as a text: most are markup already, or texts, which need no markup to be made of them."""
    kind = type(value)
    if kind is str:
        return escape_text(value)
    return value if kind is Markup else escape(value)


def _quoting(quote: Callable[[str], str]) -> Callable[[Any], str]:
    return lambda value: to_html(quote(value) if type(value) is str else value)


class _Writer(CodeGenerator):
    """Jinja's compiler, writing ``to_html`` where it writes ``escape`` around what is put out, taking the fields of views
    themselves where it asks the sandbox for every attribute, and gathering what a block says where it hands up every piece."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - named by Jinja
        """What the functions above ask for in the names of their module, which are found faster than attributes."""
        super().visit_Template(node, frame)
        self.writeline("to_html = environment.to_html")
        for name in sorted({each.attr for each in node.find_all(nodes.Getattr)} & _HAVING.keys()):
            self.writeline(f"having_{name} = environment.having[{name!r}]")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - named by Jinja
        """``(o.text if type(o := …) in having_text else environment.getattr(o, 'text'))``."""
        if node.attr not in _HAVING:
            super().visit_Getattr(node, frame)
            return
        self.write(f"(o.{node.attr} if type(o := ")
        self.visit(node.node, frame)
        self.write(f") in having_{node.attr} else environment.getattr(o, {node.attr!r}))")

    def enter_frame(self, frame: Frame) -> None:
        """A block, or what stands outside of all, begins."""
        if _is_outer(frame):
            self.buffer(frame)
        super().enter_frame(frame)

    def leave_frame(self, frame: Frame, with_python_scope: bool = False) -> None:
        """It ends, and is handed up as one."""
        if _is_outer(frame):
            self.writeline(f"yield concat({frame.buffer})")
        super().leave_frame(frame, with_python_scope)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("(" if isinstance(node, nodes.Filter) and node.name in GIVING_MARKUP else "to_html(")


def _is_outer(frame: Frame) -> bool:
    return frame.block_frame or frame.rootlevel


class _Compiled(FileSystemBytecodeCache):
    """Compiled templates from one run to the next, in Jinja's folder of this user alone below the temporary one.

    What cannot be kept is compiled again: nobody is told.
    """

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep one template."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def _find_compiled(*parts: object) -> _Compiled | None:
    """What was compiled by this very compiler for the same ``parts``; None where there is no safe folder for it."""
    with suppress(OSError, RuntimeError):
        jinja = Path(compiler.__file__).stat()
        made_by = repr((jinja.st_size, jinja.st_mtime_ns, sorted(_HAVING), parts)).encode()
        maker = (Path(__file__).read_bytes(), made_by)
        return _Compiled(pattern=f"sitegen-{codes.digest_parts(maker)[:16]}-%s.cache")
    return None


class Sandbox(ImmutableSandboxedEnvironment):
    """Compiled templates of one theme and language."""

    code_generator_class = _Writer
    having = _HAVING

    def __init__(
        self, templates: Mapping[str, str], words: Mapping[str, str], quote: Callable[[str], str] | None = None
    ) -> None:
        """``quote`` marks texts that are not in the language of the pages: those that are no more than ``str``."""
        self._words, self._quote = words, quote
        self._found: dict[str, Template] = {}
        self.to_html = to_html if quote is None else _quoting(quote)
        # typed: a text and equal markup are not the same; nor are, inside of views, equal texts in two languages
        self._draw = _call if quote else lru_cache(_KEPT, typed=True)(_call)
        super().__init__(
            loader=DictLoader({name: _INDENT.sub("\n", text) for name, text in templates.items()}),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=_find_compiled(sorted(words.items()), quote is not None),
        )
        if quote is not None:
            self.filters["quoted"] = lambda value: quote(value) if isinstance(value, str) else value
        self.filters["having"] = self.pick
        del self.filters["safe"]  # the one way round the escaping that a template could take by itself
        self.globals["words"] = dict(words)

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,
    ) -> Template:
        """A template by name, which every page asks for several times."""
        found = self._found.get(name) if isinstance(name, str) else name
        if found is None:
            found = self._found[str(name)] = super().get_template(name, parent, globals)
        return found

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What every template sees; none has anything of its own, so that no chain of mappings is walked."""
        return self.globals if not d else super().make_globals(d)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parsed: nodes.Template = _Words(self._words, self._quote is not None).visit(
            super()._parse(source, name, filename)
        )
        return parsed

    def pick(self, items: Iterable[Any], attribute: str) -> tuple[Any, ...]:
        """The items of which an attribute is true: what ``selectattr`` gives, without its ways for other cases."""
        return tuple(each for each in items if self.getattr(each, attribute))

    def getattr(self, obj: Any, attribute: str) -> Any:
        """An attribute of a value, as far as a template may have it."""
        if type(obj) in _HAVING.get(attribute, ()):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """An item of a value, as far as a template may have it."""
        if type(obj) is tuple and type(argument) is int and -len(obj) <= argument < len(obj):
            return obj[argument]
        return super().getitem(obj, argument)

    def call(__self, __context: Any, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805 - as in Jinja
        """The result of a call, as far as a template may make it."""
        if type(__obj) is Macro and _OWN.issuperset(kwargs):
            try:
                return __self._draw(__obj, *args)
            except TypeError:  # an argument that cannot be remembered
                return __obj(*args)
        return super().call(__context, __obj, *args, **kwargs)


def _call(macro: Macro, *args: Any) -> Any:
    """What a macro draws; with all its arguments, by its own function, for Jinja's way there takes longer than a short one."""
    plain = len(args) == macro._argument_count and not (macro.catch_kwargs or macro.catch_varargs or macro.caller)
    return to_markup(macro._func(*args)) if plain else macro(*args)


class _Words(NodeTransformer):
    """A theme's fixed words set into its templates: ``words.call`` and ``words.row_count.format(x)`` become texts."""

    def __init__(self, words: Mapping[str, str], quoted: bool) -> None:
        self._words, self._quoted = words, quoted

    def _word(self, node: nodes.Node) -> str | None:
        if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name) and node.node.name == "words":
            return self._words.get(node.attr)
        return None

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802 - named by Jinja
        """What is put out in pieces need not be joined first: each is escaped by itself either way."""
        self.generic_visit(node)
        parts = (each.nodes if isinstance(each, nodes.Concat) else [each] for each in node.nodes)
        node.nodes = [*chain.from_iterable(parts)]
        return node

    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Node:  # noqa: N802 - named by Jinja
        """``words.call``."""
        word = self._word(node)
        return self.generic_visit(node) if word is None else nodes.Const(word, lineno=node.lineno)

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - named by Jinja
        """``words.row_count.format(x)``."""
        asked = node.node
        word = self._word(asked.node) if isinstance(asked, nodes.Getattr) and asked.attr == "format" else None
        pieces = word.split("{}") if word else []
        if node.kwargs or len(pieces) != len(node.args) + 1 or any("{" in piece for piece in pieces):
            return self.generic_visit(node)
        parts: list[nodes.Expr] = [nodes.Const(pieces[0])]
        for given, piece in zip(node.args, pieces[1:], strict=True):
            value = self.visit(given)
            if self._quoted:
                value = nodes.Filter(value, "quoted", [], [], None, None)
            parts += [value, nodes.Const(piece)]
        return nodes.Concat(parts, lineno=node.lineno)
