"""Comments in GitHub's Markdown, made safe to show: tables, task lists that can be ticked, details, alerts, diffs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup

from bot.sandbox.pages.rawhtml import balance

_BOX = re.compile(r"\[([ xX])\](?=\s)")
_LINE_END = re.compile(r"(\r\n?|\n)")  # as markdown-it splits
_ALERT = re.compile(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]$")


def render(text: str, form: str | None = None) -> Markup:
    """Render a comment. Boxes of task lists, numbered from 0, belong to the HTML form `form`; without one they are fixed."""
    return Markup(_MARKDOWN.render(text, {"form": form}))  # noqa: S704 - the rules here escape all that isn't theirs


@dataclass(frozen=True, slots=True)
class Box:
    """A box in a text: the number of its line from 0, that line with the box empty, and whether it is ticked."""

    line: int
    says: str
    checked: bool


def boxes(text: str) -> list[Box]:
    """List the boxes of a comment's task lists in their order."""
    lines = _LINE_END.split(text)[::2]
    found = []
    for token in _MARKDOWN.parse(text):
        number = token.map[0] if token.map else 0
        found += [
            Box(number, _BOX.sub("[ ]", lines[number], count=1), child.meta["checked"])
            for child in token.children or []
            if child.type == "box"
        ]
    return found


def with_box(text: str, index: int, *, checked: bool) -> str:
    """Tick box `index` of the text, or take its tick away; IndexError when there is no such box."""
    at = 2 * boxes(text)[index].line
    lines = _LINE_END.split(text)  # every other piece is a line's end
    lines[at] = _BOX.sub("[x]" if checked else "[ ]", lines[at], count=1)
    return "".join(lines)


def _find_boxes(state: StateCore) -> None:
    """Core rule: the `[ ]` that begins a list item becomes a box."""
    number = 0
    for item, paragraph, inline in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        if (item.type, paragraph.type, inline.type) != ("list_item_open", "paragraph_open", "inline"):
            continue
        first = (inline.children or [Token("text", "", 0)])[0]
        mark = _BOX.match(first.content) if first.type == "text" else None
        if mark is None or inline.children is None:
            continue
        first.content = first.content[mark.end() :]
        inline.children.insert(0, Token("box", "input", 0, meta={"checked": mark[1] != " ", "number": number}))
        item.attrJoin("class", "task")
        number += 1


def _find_alerts(state: StateCore) -> None:
    """Core rule: a quote that begins with `[!NOTE]` on a line of its own is an alert."""
    for quote, inline in zip(state.tokens, state.tokens[2:], strict=False):
        if quote.type != "blockquote_open" or inline.type != "inline" or not inline.children:
            continue
        alert = _ALERT.match(inline.children[0].content)
        if alert is None or (len(inline.children) > 1 and inline.children[1].type != "softbreak"):
            continue
        kind = alert[1].lower()
        quote.attrJoin("class", f"alert alert-{kind}")
        inline.children[:2] = [Token("html_inline", "", 0, content=f"<b>{kind.capitalize()}</b><br>")]


def _align_by_class(state: StateCore) -> None:
    """Core rule: cells are aligned by class, since the pages allow no inline style."""
    for token in state.tokens:
        style = str(token.attrs.pop("style", ""))
        if style.startswith("text-align:"):
            token.attrSet("class", "align-" + style.removeprefix("text-align:"))


def _box(_: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, env: EnvType) -> str:
    meta = tokens[index].meta
    form = env.get("form")
    where = f' form="{escape(form)}" name="box" value="{meta["number"]}" autocomplete="off"' if form else " disabled"
    return f'<input type="checkbox" class="box"{where}{" checked" if meta["checked"] else ""}>'


def _image(_: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType) -> str:
    """Show an image as a link: nothing is loaded from elsewhere."""
    image = tokens[index]
    return f'<a href="{escape(str(image.attrGet("src") or ""))}" rel="{_REL}">{escape(image.content or "image")}</a>'


def _link(self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    tokens[index].attrSet("rel", _REL)
    return self.renderToken(tokens, index, options, env)


def _fence(_: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType) -> str:
    language = (tokens[index].info.split() or [""])[0]
    text = tokens[index].content
    shown = _diff(text) if language == "diff" else escape(text)
    return f'<pre class="code" data-language="{escape(language)}"><code>{shown}</code></pre>\n'


def _diff(text: str) -> str:
    return "\n".join(_diff_line(line) for line in text.split("\n"))


def _diff_line(line: str) -> str:
    kind = {"+": "added", "-": "removed", "@": "hunk"}.get(line[:1])
    return f'<span class="{kind}">{escape(line)}</span>' if kind else escape(line)


def _make() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": True, "breaks": True}).enable(["table", "strikethrough"])
    markdown.core.ruler.push("boxes", _find_boxes)
    markdown.core.ruler.push("alerts", _find_alerts)
    markdown.core.ruler.push("cells", _align_by_class)
    markdown.core.ruler.push("balance", balance)
    for name, rule in {"box": _box, "image": _image, "link_open": _link, "fence": _fence}.items():
        markdown.add_render_rule(name, rule)
    return markdown


_REL = "nofollow noopener noreferrer"
_MARKDOWN = _make()
