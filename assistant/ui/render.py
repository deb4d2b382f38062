"""What the page shows, as HTML: every character that comes from a document or a person is escaped.

Each fragment is one line without a blank one in it: the page hands it through a Markdown renderer,
which leaves a block of HTML alone up to the first blank line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote as url_quote

from assistant.model import Answer, Citation
from corpus.citation import in_text, written_date
from index import Hit

#: A clause up to this length is shown whole; of a longer one, what stands around the quotation.
_WHOLE_CLAUSE = 320
_AROUND = 110
_NEAREST = 3
#: Marks with the character before and the punctuation after them, which a line break must not part.
_MARKS = re.compile(r"([^\s<>;&]?)((?:\[\d+\])+)([，。；：、！？,.;]?)")


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation with its answer.

    Attributes:
        question: As asked.
        answer: As given.
        changed: Ids of cited clauses that no longer say what they said then.
    """

    question: str
    answer: Answer
    changed: frozenset[str] = frozenset()


def header_html() -> str:
    """Return the bar at the top of the chat page; who is logged in is filled in by the browser."""
    return (
        '<div class="pa-header"><span class="pa-seal" aria-hidden="true">政</span><div><h1>政策问答助手</h1>'
        "<p>每句回答都注明所依据的条款；没有依据的，如实说明。</p></div>"
        '<nav><a href="./" aria-current="page">问答</a><a href="drafts">写作核对</a>'
        '<a href="library">公文库</a><a href="docs" class="pa-docs">接口说明</a>'
        '<span class="pa-who"></span></nav></div>'
    )


def question_html(question: str) -> str:
    """Return a person's question as a bubble."""
    return f'<div class="pa-question">{_lines(question)}</div>'


def sentences_html(sentences: Sequence[str], place: int) -> str:
    """Return an answer that is still being written; ``place`` is that of its turn."""
    body = _with_marks("".join(sentences), place) or '<span class="pa-waiting">正在查找依据…</span>'
    return f'<div class="pa-answer" aria-busy="true">{body}</div>'


def answer_html(answer: Answer, place: int) -> str:
    """Return a whole answer with its notes; ``place`` is that of its turn."""
    tag = {"partial": "部分有依据", "refused": "没有依据，不作答"}.get(answer.status, "")
    tag_html = f'<span class="pa-tag pa-{answer.status}">{tag}</span>' if tag and answer.hits else ""
    notes = "".join(f"<li>{_lines(note)}</li>" for note in answer.notes)
    notes_html = f'<ul class="pa-notes" aria-label="提示">{notes}</ul>' if notes else ""
    said = f'<div class="pa-answer">{tag_html}{_with_marks(answer.text, place)}{notes_html}'
    below = f"{_see_html(answer, place)}{_feedback_html(answer.receipt)}"
    return f'{said}<div class="pa-below">{below}</div></div>'


def failure_html(problem: str) -> str:
    """Return what stands in the place of an answer that could not be given."""
    return f'<div class="pa-answer pa-failed" role="alert">{_lines(problem)}</div>'


def evidence_html(turns: Sequence[Turn]) -> str:
    """Return the evidence of every turn; the last one is shown, the others wait for a click on a mark."""
    if not turns:
        return (
            '<div class="pa-evidence"><p class="pa-empty">提问后，这里会列出回答所依据的条款，'
            "引文在条款中标出，可以查看原文、复制引用。</p></div>"
        )
    groups = []
    for place, turn in enumerate(turns):
        hidden = "" if place == len(turns) - 1 else " hidden"
        cards = [
            _citation_card(citation, place, changed=citation.clause.id in turn.changed)
            for citation in turn.answer.citations
        ]
        heading = "回答的依据"
        if not cards:
            cards = [_nearest_card(hit) for hit in turn.answer.hits[:_NEAREST]]
            heading = "最接近的条款（不足以回答）" if cards else ""
        title = f"<h2>{heading}</h2>" if heading else '<p class="pa-empty">这一问没有用到条款。</p>'
        groups.append(
            f'<section class="pa-group" data-turn="{place}"{hidden}>{title}'
            f'<p class="pa-asked">{_lines(turn.question)}</p>{"".join(cards)}</section>'
        )
    # What the browser keeps of the conversation, to show it again.
    receipts = " ".join(turn.answer.receipt for turn in turns if turn.answer.receipt)
    about = f'data-receipts="{escape(receipts)}" data-title="{_attribute(turns[0].question)}"'
    return f'<div class="pa-evidence" {about}>{"".join(groups)}</div>'


def copied_citation(citation: Citation) -> str:
    """Return what 复制引用 copies: ``根据《…》（文号）二、（二）1.规定，“…”``.

    Quotation marks inside the quotation become single ones, as 公文 are set.
    """
    inner = citation.quote.replace("“", "‘").replace("”", "’")
    return f"{in_text(citation.label)}，“{inner}”"


def conversation_markdown(turns: Sequence[Turn]) -> str:
    """Return a conversation as a Markdown document: questions, answers, and their evidence."""
    parts = ["# 政策问答记录"]
    for turn in turns:
        parts += [f"## {_markdown(turn.question)}", _markdown(turn.answer.text)]
        if turn.answer.citations:
            parts.append(
                "\n".join(
                    f"{citation.mark}. {_markdown(copied_citation(citation))}"
                    for citation in turn.answer.citations
                )
            )
        elif turn.answer.hits:
            nearest = "；".join(_markdown(hit.clause.label) for hit in turn.answer.hits[:_NEAREST])
            parts.append(f"最接近的条款：{nearest}。")
        parts += [f"> {_markdown(note)}" for note in turn.answer.notes]
    return "\n\n".join(parts) + "\n"


def original_url(clause_id: str, start: int, end: int) -> str:
    """Return where the whole document opens at a clause, relative to the page."""
    return f"original/{url_quote(clause_id, safe='')}?start={start}&end={end}"


def _see_html(answer: Answer, place: int) -> str:
    """What shows the evidence of an earlier answer again, and on a phone that there is any below."""
    if not (answer.citations or answer.hits):
        return ""
    label = "查看依据" if answer.citations else "查看最接近的条款"
    return f'<button type="button" class="pa-see" data-group="{place}">{label}</button>'


def _feedback_html(receipt: str) -> str:
    """Thumbs under an answer; without a receipt there is nothing that they could be kept with."""
    if not receipt:
        return ""
    return (
        f'<div class="pa-feedback" data-receipt="{escape(receipt)}">'
        '<button type="button" data-rating="up" aria-pressed="false">有用</button>'
        '<button type="button" data-rating="down" aria-pressed="false">没用</button></div>'
    )


def _citation_card(citation: Citation, turn: int, *, changed: bool) -> str:
    document = citation.document
    date = written_date(document.date) if document.date else None
    about = " · ".join(escape(part) for part in (document.issuer, date) if part)
    offset = citation.clause.start
    body = _marked(citation.clause.text, citation.start - offset, citation.end - offset)
    if changed:
        # Neither to be quoted any more, nor to be looked up at places that have moved.
        tools = '<p class="pa-changed">这一条其后已有变动或已删除，请重新提问，不要据此引用。</p>'
    else:
        url = escape(original_url(citation.clause.id, citation.start, citation.end))
        tools = (
            f'<p class="pa-tools"><a href="{url}" data-original>查看原文</a>'
            f'<button type="button" data-copy="{_attribute(copied_citation(citation))}">复制引用</button></p>'
        )
    return (
        f'<article class="pa-card" id="pa-card-{turn}-{citation.mark}" tabindex="-1">'
        f'<h3><span class="pa-number">{citation.mark}</span>{escape(citation.label)}</h3>'
        f'<p class="pa-about">{about}</p>{body}{tools}</article>'
    )


def _nearest_card(hit: Hit) -> str:
    clause = hit.clause
    url = escape(original_url(clause.id, clause.start, clause.end))
    return (
        f'<article class="pa-card pa-nearest"><h3>{escape(clause.label)}</h3>{_marked(clause.text, 0, 0)}'
        f'<p class="pa-tools"><a href="{url}" data-original>查看原文</a></p></article>'
    )


def _marked(text: str, start: int, end: int) -> str:
    """A clause with its quotation marked; of a long one the surroundings, and the rest on demand."""
    whole = _lines(text) if start == end else _around(text, start, end, 0, len(text))
    if len(text) <= _WHOLE_CLAUSE:
        return f'<p class="pa-clause">{whole}</p>'
    low, high = max(0, start - _AROUND), min(len(text), end + _AROUND)
    part = (
        f"{'…' if low else ''}{_around(text, start, end, low, high)}{'…' if high < len(text) else ''}"
        if start != end
        else f"{_lines(text[: 2 * _AROUND])}…"
    )
    return (
        f'<p class="pa-clause">{part}</p>'
        f'<details><summary>展开条款全文</summary><p class="pa-clause">{whole}</p></details>'
    )


def _around(text: str, start: int, end: int, low: int, high: int) -> str:
    """What stands between two places, with the quotation in it marked."""
    return f"{_piece(text[low:start])}<mark>{_piece(text[start:end])}</mark>{_piece(text[end:high])}"


def _with_marks(text: str, turn: int) -> str:
    """Escape an answer and turn its marks into buttons that show their card."""

    def buttons(match: re.Match[str]) -> str:
        before, marks, after = match.groups()
        made = "".join(
            f'<button type="button" class="pa-mark" data-card="pa-card-{turn}-{number}"'
            f' aria-label="依据{number}">{number}</button>'
            for number in re.findall(r"\d+", marks)
        )
        return f'<span class="pa-kept">{before}{made}{after}</span>'

    return _MARKS.sub(buttons, _body(text.strip()))


def _body(text: str) -> str:
    """Escape an answer; the lines of its table (``| 对象 | 内容 |``) become one."""
    lines = [line for line in text.splitlines() if line.strip()]
    rows = [line for line in lines if line.startswith("| ")]
    if len(rows) < 3:
        return _lines(text)
    cells = [[escape(cell.strip()) for cell in row.strip("| ").split(" | ")] for row in rows]
    head = "".join(f'<th scope="col">{cell}</th>' for cell in cells[0])
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells[2:])
    table = f'<table class="pa-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    first, last = lines.index(rows[0]), lines.index(rows[-1])
    return _lines("\n".join(lines[:first])) + table + _lines("\n".join(lines[last + 1 :]))


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.splitlines() if line.strip())


def _piece(text: str) -> str:
    """Escape a part of a text; a line that ends where the part does ends there on the page, too."""
    lines = f"{text}.".splitlines()
    lines[-1] = lines[-1][:-1]
    edges = {0, len(lines) - 1}
    return "<br>".join(escape(line) for at, line in enumerate(lines) if line.strip() or at in edges)


def _attribute(text: str) -> str:
    return escape(text).replace("\n", "&#10;")


def _markdown(text: str) -> str:
    """Escape what Markdown would take as its own in a text from a document."""
    one_line = " ".join(line.strip() for line in text.splitlines() if line.strip())
    return re.sub(r"([\\`*_<>#|~\[\]])", r"\\\1", one_line)
