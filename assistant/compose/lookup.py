"""Questions that tables answer: a cell, the row with the most, rows that fit, what rows come to together."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.compose.candidates import Candidate
from assistant.compose.composition import Composition
from assistant.compose.outline import asked_number
from assistant.compose.reading import Reading, read, said_of_head
from assistant.compose.tables import Row, core_of, figure_in, tables_of
from assistant.compose.tasks import ASKS_WHO, ClausesOf
from assistant.compose.workings import plain, summed, written
from assistant.figures import Figure, figures
from assistant.numerals import number
from assistant.question import Question
from assistant.scope import Scope
from assistant.terms import Term, normalise
from corpus import Document

#: The row with the most or the least is asked for: 哪个乡镇最多, 最少的是哪个, 最大的是青龙镇吧.
_EXTREME = re.compile(
    r"(?:哪|谁|什么|前[\d一二三四五六七八九十]+).{0,16}?(最[多大高长少小低短])"
    r"|(最[多大高长少小低短])的?[^，。；]{0,10}?(?:是|为|有|排|，)?(?:哪|谁|什么|[^，。；]{2,16}，?(?:吧|吗|对))"
)
_SO_MANY = re.compile(r"(?:哪|前)([\d一二两三四五六七八九十]+)")
_LISTED = re.compile(
    r"哪些|哪几|哪[两二三四五六七八九十\d]+|[列数][出举一]|都有|几[项件个所家种条]|多少[项件个所家种条]|有(?:什么|啥)|全部|所有"
)
#: All rows of a table are wanted, not those of some cell.
_WHOLE = re.compile(
    r"任务表|分解表|计划表|清单|一览表|台账|明细表|表格?[里中上内]|(?:全部|所有|一共有?几|一共有?多少|总共有?几|总共有?多少)[项件个所家种条]?"
)
_TOTAL = re.compile(r"[一总]共|合计|总计|总额|总数|加起来|合起来|加在一起")
_DIFFERENCE = re.compile(
    r"差(?:多少|几|距|额)|相差|[多少高低大小](?:多少|几|出)|比.{2,30}[多少高低大小][一-鿿]{0,4}(?:多少|几)"
)
_EACH = re.compile(r"各(?:自|是|为|有|多少|几)|分别|哪个|谁|[多少高低大小]还是")
#: 有哪些项目，各多少钱 asks for one list.
_TOGETHER = re.compile(r"各(?:自|是|为|有|要)?(?:多少|几)|都(?:是|有)|分别|列")
_HOW_MUCH = re.compile(r"多少|几|多大|多高")
_COUNTS = re.compile(r"(?:几|多少)[项件个所家种条](?![月学星])")
_Test = Callable[[Decimal, Decimal], bool]
_TESTS: tuple[tuple[re.Pattern[str], _Test], ...] = (
    (re.compile(r"(?<!不)(?<!不得)超过|大于|(?<!不)高于|(?<!不)多于|不止"), operator.gt),
    (re.compile(r"不超过|不高于|以下|以内"), operator.le),
    (re.compile(r"(?<!不)低于|(?<!不)少于|小于|不足|不到"), operator.lt),
    (re.compile(r"不少于|不低于|至少|达到|以上"), operator.ge),
)
_MOST_ADDED = 30


def look_up(
    question: Question,
    terms: Sequence[Term],
    scope: Scope,
    found: Sequence[Candidate],
    documents: Mapping[str, Document],
    clauses_of: ClausesOf,
) -> Composition | None:
    """Return what a table answers, read over all its rows, or None.

    Args:
        question: The question.
        terms: Its words; a table answers where its heads, its caption and the cells named speak of them all.
        scope: What it is confined to.
        found: Statements found; where the question names no document, those of the best rows are read.
        documents: Documents by id.
        clauses_of: All clauses of a document.
    """
    apart = len(question.asks) > 1 and not _TOGETHER.search(question.text)
    if len(scope.groups) > 1 or apart or ASKS_WHO.search(question.text):
        return None
    text = question.full if question.follow_up else question.text
    near = dict.fromkeys(c.unit.document.id for c in found if c.unit.kind == "row")
    readings = [
        reading
        for name in scope.documents or near
        for table in tables_of(documents[name], clauses_of(name))
        if table.rows and (reading := read(table, text, terms))
    ]
    readings.sort(key=lambda reading: -reading.fit)
    for answer in (_extreme, _within, _between, _total, _rows):
        for reading in readings:
            if composed := answer(reading, text):
                return composed
    return _cell(readings[0], text, found) if readings else None


def _extreme(reading: Reading, text: str) -> Composition | None:
    match = _EXTREME.search(text)
    counting = [head for head in reading.table.heads if reading.table.counts(head)]
    if match and not reading.column and len(counting) == 1:
        reading = reading.asking(counting[0])
    if match is None or not reading.column:
        return None
    assumed = reading.named.get(reading.table.key, set())
    rows = [row for row in reading.without_key().rows if reading.figure(row)]
    if len(rows) < 2:
        return None
    superlative = str(match.group(1) or match.group(2))
    sign = 1 if superlative[-1] in "少小低短" else -1
    rows.sort(key=lambda row: sign * reading.number(row))
    asked = _SO_MANY.search(text)
    many = min(int(number(asked.group(1)) or 1), len(rows)) if asked else 1
    last = reading.number(rows[many - 1])
    chosen = [row for place, row in enumerate(rows) if place < many or reading.number(row) == last]
    core = core_of(reading.column)
    if len(chosen) > 1:
        return _list(reading, chosen, f"{core}{superlative}的", figures_too=True)
    (row,) = chosen
    words = f"{reading.table.name(row)}的{core}{superlative}，为{reading.value(row)}"
    statement = reading.say(row, words)
    if wrong := assumed - {row.values.get(reading.table.key, "")}:
        statement = replace(statement, frame=f"不是{'、'.join(sorted(wrong))}，是")
    elif assumed:
        statement = replace(statement, frame="是的，")
    return Composition((statement,))


def _list(reading: Reading, rows: Sequence[Row], opening: str, *, figures_too: bool) -> Composition:
    statements = []
    for row in rows:
        words = reading.table.name(row)
        if figures_too and reading.column in row.values:
            words += f"：{core_of(reading.column)}{reading.value(row)}"
        statements.append(reading.say(row, words, framed=False))
    return Composition(tuple(statements), "list", opening, counted=True)


def _within(reading: Reading, text: str) -> Composition | None:
    """The rows whose figure passes a threshold of the question (超过50个, 500万元以上)."""
    if not _LISTED.search(text):
        return None
    for figure in figures(text):
        column = _measured(reading, figure)
        before, after = text[max(0, figure.start - 5) : figure.start], text[figure.end : figure.end + 3]
        test = next((test for pattern, test in _TESTS if pattern.search(f"{before}|{after}")), None)
        if test is None or not column or not isinstance(figure.value, Decimal):
            continue
        measured = reading.asking(column)
        rows = [row for row in reading.rows if measured.figure(row)]
        rows = [row for row in rows if test(measured.number(row), figure.value)]
        if rows:
            return _list(measured, rows, "", figures_too=True)
    return None


def _measured(reading: Reading, figure: Figure) -> str:
    """The column that counts in the unit of a figure of the question, the one asked for first."""
    if figure.kind in ("year", "ordinal", "date", "period", "duration", "document_number", "name"):
        return ""
    heads = [reading.column, *(head for head in reading.table.heads if reading.table.counts(head))]
    for head in filter(None, heads):
        cell = next((value for row in reading.rows if (value := row.values.get(head))), "")
        own = figure_in(head, cell, reading.unit)
        if own and (own.unit == figure.unit or (figure.unit in ("个", "") and own.kind != "amount")):
            return head
    return ""


def _between(reading: Reading, text: str) -> Composition | None:
    """Two rows that the question calls by name: what each gives, and how far they are apart."""
    rows = [row for row in reading.rows if reading.column and reading.figure(row)]
    if len(rows) != 2 or len(reading.named.get(reading.table.key, ())) != 2:
        return None
    if not (_DIFFERENCE.search(text) or _EACH.search(text)):
        return None
    core = core_of(reading.column)
    statements = [
        replace(
            reading.say(row, f"{core}为{reading.value(row)}", framed=False), subject=reading.table.name(row)
        )
        for row in rows
    ]
    more, less = sorted(rows, key=reading.number, reverse=True)
    one, two = reading.figure(more), reading.figure(less)
    if one and two and reading.number(more) > reading.number(less) and not (one.bounds or two.bounds):
        value = written(reading.number(more) - reading.number(less), one)
        working = reading.say(more, f"{plain(one)} - {plain(two)} = {value}", framed=False)
        also = (statements[rows.index(less)],)
        if _DIFFERENCE.search(text):
            names = reading.table.name(more), reading.table.name(less)
            return Composition((replace(working, also=also, frame=f"{names[0]}的{core}比{names[1]}多："),))
        statements.append(replace(working, also=also, subject=f"{reading.table.name(more)}更多"))
    return Composition(tuple(statements), "table")


def _total(reading: Reading, text: str) -> Composition | None:
    if not _TOTAL.search(text) or not reading.column or _COUNTS.search(text):
        return None
    core = core_of(reading.column)
    total = reading.table.total
    if not reading.named:
        if total is None or reading.figure(total) is None:
            return None
        return Composition((reading.say(total, f"{core}合计{reading.value(total)}"),))
    rows = [row for row in reading.rows if reading.figure(row)]
    if not 2 <= len(rows) <= _MOST_ADDED or len(rows) < len(reading.rows):
        return None
    own = [figure for row in rows if (figure := reading.figure(row))]
    working = summed([(figure, None) for figure in own])
    if not working:
        return None
    each = [reading.say(row, "", framed=False) for row in rows]
    of = "、".join(dict.fromkeys(value for values in reading.named.values() for value in sorted(values)))
    opening = f"{of}共{len(rows)}行，{core}合计："
    return Composition((replace(each[0], text=working, frame=opening, also=tuple(each[1:])),))


def _rows(reading: Reading, text: str) -> Composition | None:
    """The rows that hold what the question names, or all where it asks for those of the table."""
    key = said_of_head(reading.table.key, normalise(text))
    if not _LISTED.search(text) or not (key or _WHOLE.search(text)):
        return None
    own = {head for head in reading.named if head != reading.table.key}
    if not own and not (_WHOLE.search(text) and not reading.named):
        return None
    if (number := asked_number(text)) and number != len(reading.rows):
        return None
    heads = [head for head in own if len(reading.named[head]) == 1]
    opening = "、".join(next(iter(reading.named[head])) for head in heads)
    return _list(reading, reading.rows, opening, figures_too=bool(reading.column))


def _cell(reading: Reading, text: str, found: Sequence[Candidate]) -> Composition | None:
    """The cell of the one row that the question calls by name, unless a sentence speaks of it as well."""
    names = reading.named.get(reading.table.key, set())
    if len(names) != 1 or len(reading.rows) != 1 or not reading.column or not _HOW_MUCH.search(text):
        return None
    row = reading.rows[0]
    best = found[0].unit if found else None
    name = reading.table.name(row)
    if reading.figure(row) is None or (best and best.kind == "sentence" and name in best.text):
        return None
    return Composition((reading.say(row, f"{name}的{core_of(reading.column)}为{reading.value(row)}"),))
