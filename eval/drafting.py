"""Cases proposed from documents: each figure, date, body or table cell is turned into a question.

A draft is for a person to edit: it asks in the words of the document, where staff would use their own.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.figures import Figure, figures
from assistant.statements import Unit, bodies_text, cells, own_number, units_of
from corpus import ParsedDocument
from corpus.library import Failure, load_corpus
from eval.cases import Case, CaseError, Gold, case_record

#: What is asked in the place of a figure of each kind; kinds that are no answer to anything are not asked.
_ASKED = {
    "amount": "多少",
    "count": "多少",
    "measure": "多少",
    "percent": "百分之多少",
    "fraction": "多大比例",
    "duration": "多长时间",
    "date": "什么时候",
    "period": "哪几年",
}
#: The part of a count that stays in the question: ``20名`` asks for ``多少名``.
_UNIT = re.compile(r"[^\d０-９.,．，万亿千百十两半零〇一二三四五六七八九\s]+$")
_BREAK = re.compile(r"[，。；：！？\n]")
_KIND = {"date": "date", "period": "date"}
_ROLE = re.compile(r"(?:等(?:有关|相关|单位|部门).*|按(?:照)?(?:各自)?职责分工.*|负责|牵头|配合|参与)$")
#: What a date goes on with: ``2018年5月底前``.
_ABOUT = re.compile(r"[初底末]?[前后]?")
#: What stands in a bracket of bodies beside them: by when they are to be done.
_NO_BODY = re.compile(r"\d|完成|[年月]底")
_TURN = re.compile("一|[二三四五六七八九十两][类级等期届批]")
_ORDINAL = re.compile(r"序\s*号|编\s*号|项\s*次|No\.?", re.IGNORECASE)
_AMOUNT = re.compile(r"\d[\d,，.]*\S{0,3}")
_QUOTED = re.compile(r"“[^”]*”|《[^》]*》")
#: A cell shorter than this does not name what its row is about.
_SHORTEST_SUBJECT = 2
#: A part of a sentence shorter than this does not tell what is asked for without the part before it.
_SHORTEST_PART = 14


def draft_cases(corpus: Path, *, most: int) -> tuple[tuple[Case, ...], tuple[Failure, ...]]:
    """Propose cases from every document of a folder.

    Args:
        corpus: Folder of documents.
        most: Cases for one document; where more could be asked, they are spread over the document.

    Returns:
        The cases in reading order, and the files that could not be read.

    Raises:
        CorpusError: There is no such folder.
        CaseError: Nothing could be asked.
    """
    cases: dict[str, Case] = {}
    failures: list[Failure] = []
    for parsed in load_corpus(corpus):
        if isinstance(parsed, Failure):
            failures.append(parsed)
            continue
        asked = list(_document_cases(parsed))
        kept = [asked[number * len(asked) // most] for number in range(most)] if len(asked) > most else asked
        for case in kept:
            first = cases.setdefault(case.question, case)
            if first.facts == case.facts and first is not case:
                # Two documents that say the same: either may be cited.
                cases[case.question] = replace(first, gold=((*first.gold[0], *case.gold[0]),))
    if not cases:
        raise CaseError(f"{corpus} 里没有可以出题的内容；请确认文件夹里是公文，且能被读取。")
    return tuple(cases.values()), tuple(failures)


def write_draft(cases: Iterable[Case], path: Path) -> None:
    """Write cases as JSON lines to a new file; raises ``CaseError`` where it exists: no edit is lost."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(case_record(case), ensure_ascii=False) + "\n" for case in cases)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.writelines(lines)
    except FileExistsError as error:
        raise CaseError(f"{path} 已经存在，没有覆盖；请换一个文件名，或先把它移走。") from error


def _document_cases(parsed: ParsedDocument) -> Iterator[Case]:
    title = f"《{parsed.document.title}》"
    rows = [unit for c in parsed.clauses if c.kind == "table_row" for unit in units_of(c, parsed.document)]
    values = Counter(pair for unit in rows for pair in cells(unit.text))
    asked: set[str] = set()
    for clause in parsed.clauses:
        if clause.kind not in {"clause", "box", "table_row"}:
            continue
        units = units_of(clause, parsed.document)
        drafts = [draft for unit in units for draft in _unit_cases(unit, title, units, values)]
        for number, (kind, question, facts, quote) in enumerate(drafts, start=1):
            if question in asked:
                continue
            asked.add(question)
            yield Case(
                id=f"{clause.id}#{number}",
                kind=kind,
                question=question,
                facts=tuple((fact,) for fact in facts),
                gold=((Gold(clause.document_id, clause.id, quote),),),
                tags=("draft",),
                note="草拟：请改成平时的问法，核对要点，补上别的写法",
            )


_Draft = tuple[str, str, Sequence[str], str]


def _unit_cases(
    unit: Unit, title: str, units: Sequence[Unit], values: Mapping[tuple[str, str], int]
) -> Iterator[_Draft]:
    if unit.kind == "row":
        yield from _row_cases(unit, title, values)
    elif unit.kind == "bodies":
        bodies = [_ROLE.sub("", body).strip() for body in re.split(r"[、，；\s]+", bodies_text(unit))]
        question = f"{title}中“{_task(unit, units)}”由哪些单位负责？"
        if facts := [body for body in bodies if body and not _NO_BODY.search(body)]:
            yield "body", question, facts, unit.text.strip()
    elif unit.kind == "sentence":
        quoted = [match.span() for match in _QUOTED.finditer(unit.text)]
        for figure in figures(unit.text):
            # "一批" is a turn of phrase, 二类地区 says which, and “四个意识” is a name: no answers.
            turn = figure.kind == "count" and bool(_TURN.match(figure.text))
            named = any(start <= figure.start < end for start, end in quoted)
            if figure.kind in _ASKED and not turn and not named:
                yield _figure_case(unit.text, figure, title)


def _task(unit: Unit, units: Sequence[Unit]) -> str:
    """Name what the bodies of a unit are responsible for: the clause, or the paragraph they close."""
    before = list(units[: units.index(unit)])
    earlier = [place for place, one in enumerate(before) if one.kind == "bodies"]
    if earlier or any(one.kind == "bodies" for one in units[len(before) + 1 :]):
        opening = before[earlier[-1] + 1 :] if earlier else [one for one in before if one.kind == "sentence"]
        if opening:
            return _bare(opening[0].text)
    headings = [*unit.clause.path[-1:], *(one.text for one in before if one.kind == "heading")]
    # A clause outside the outline has no heading: what it begins with says what it is about.
    named = headings[-1] if headings else before[0].text if before else unit.document.title
    return _bare(named)


def _figure_case(sentence: str, figure: Figure, title: str) -> _Draft:
    after = _ABOUT.match(sentence, figure.end) if figure.kind == "date" else None
    stated = figure.text + (after.group() if after else "")
    goes_on = figure.start + len(stated)
    end = _BREAK.search(sentence, goes_on)
    stop = end.start() if end else len(sentence)
    # As much before the figure as it takes to tell what is asked for, and no more.
    starts = [0, *(match.end() for match in _BREAK.finditer(sentence, 0, figure.start))]
    start = next((place for place in reversed(starts) if stop - place >= _SHORTEST_PART), 0)
    unit = _UNIT.search(figure.text)
    gap = _ASKED[figure.kind]
    if figure.text.endswith("个百分点"):
        gap = "多少个百分点"
    elif figure.kind in {"amount", "count", "measure"} and unit:
        gap += unit.group()
    rest = sentence[goes_on:stop]
    if rest.count("（") > rest.count("）"):
        rest = rest[: rest.rindex("（")]
    asked = _bare(sentence[start : figure.start]).lstrip("—") + gap + rest
    return (
        _KIND.get(figure.kind, "fact"),
        f"按照{title}，{asked.strip()}？",
        [stated],
        sentence[start:stop].strip(),
    )


def _row_cases(unit: Unit, title: str, values: Mapping[tuple[str, str], int]) -> Iterator[_Draft]:
    pairs = [(header, value) for header, value in cells(unit.text) if header and value]
    # What no other row says names the row; the longest of it says most.
    own = [value for header, value in pairs if values[header, value] == 1 and not value.isdigit()]
    subject = max(own, key=len, default="")
    if len(subject) < _SHORTEST_SUBJECT:
        return
    for header, value in pairs:
        if value != subject and not _ORDINAL.fullmatch(header):
            asked = "多少" if _AMOUNT.fullmatch(value) else "什么"
            yield "table", f"{title}的表中，“{_bare(subject)}”的{header}是{asked}？", [value], subject


def _bare(text: str) -> str:
    return text.strip().removeprefix(own_number(text.strip())).rstrip("。；：")
