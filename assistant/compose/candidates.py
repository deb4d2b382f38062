"""The statements that may answer one thing asked, best first."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.compose.specifics import CONTACT, specific_enough
from assistant.measures import measure_of
from assistant.patterns import Kind
from assistant.question import Ask
from assistant.scope import years_asked
from assistant.statements import Unit, cells, units_of
from assistant.support import Support, fits_years, speaks_of, supports
from assistant.terms import Term, normalise
from assistant.wording import ANSWERING, answering_figures, stand_alone
from corpus import Clause, Document
from corpus.places import bodies, places, short_name
from index import Hit

#: What a statement's own words, its likeness to the question's wording, something of the asked kind, the
#: asked measure and a good place in the ranking count; chosen on the development cases (docs/decisions).
_OWN, _LIKENESS, _KIND, _MEASURE, _RANK = 0.45, 0.35, 0.25, 0.15, 0.12
#: What it counts that the total of what is counted is named (总人口 for 多少人口), and costs to be long.
_TOTAL, _LENGTH = 0.15, 0.0003
#: What it counts to name two places in the order of the question: who gives and who takes.
_ORDER, _SENT = 0.08, 0.2
#: What it counts that a line bears the label that is asked for (索引号：…, 主办单位：… for 谁主办).
_LABELLED = 0.35
_LABEL = re.compile(r"^[\s·•—-]*([一-鿿]{2,10}?)(?:单位|部门|机关|时间|日期|地点|电话|名称|编号)?[：:]\s*\S")
#: A further sentence of the same clause is said when it covers so much more of the question, by weight.
_ADDS = 0.12
#: What it costs to speak of other years than the question.
_OTHER_YEARS = 0.5

#: So many of the best statements, at most so far behind the first, are compared by meaning, by so many of
#: their characters; what a difference in cosine counts. Two wins in fifty questions over seven documents that
#: no rule was written for, two in 127 over the bundled ones, no loss.
_RIVALS, _CLOSE, _SEEN, _MEANING = 6, 0.3, 300, 2.0

Closeness = Callable[[str, Sequence[str]], Sequence[float]]

_TIME_WORDS = re.compile(r"全年|当年|每年|年底|月底|季度|上半年|下半年|月前|期间|之前|以前")
_RESPONSIBLE_HEADER = re.compile(r"责任|牵头|配合|负责|部门|单位|承办|主办")
_MONEY_HEADER = re.compile(r"元|资金|金额|经费|补助|补贴|标准|投资|奖励|预算")
_TIME_HEADER = re.compile(r"时间|时限|期限|日期|进度|节点")
_AGENT = re.compile(
    r"由[^，。；]{2,30}(?:负责|牵头|统筹|会同|组织|管理|实施|任|承担|审|拨)|(?:负责|牵头|配合)"
)
#: A question about responsibility, which a 责任单位 line answers; another 哪个单位 is answered by a sentence.
_RESPONSIBILITY = re.compile(
    r"负责|牵头|责任|主管|管|承办|落实|配合|归|实施|统筹|组织|哪[几两二三四五六七八九十]家"
)
_ROW_NUMBER = re.compile(r"^序号：[^；]*；")
#: Who acts where no body is named: 由物价部门审定, 由用户承担, 用人单位应当.
_WHOEVER = re.compile(
    r"由(?!于|此|衷)[^，。；]{2,24}|"
    r"[一-鿿]{2,}(?:部门|机关|机构|政府|委员会|单位|企业|小组|办公室|党委|用户|业主|当事人)"
)
#: Who is responsible: 由物价部门审定, 行政主管部门负责; 支持企事业单位将… makes no one so.
_WHOEVER_ACTS = re.compile(
    r"由(?!于|此|衷)[^，。；]{2,24}|"
    r"(?:部门|机关|机构|政府|委员会|单位|企业|小组|办公室|党委)[^，。；]{0,12}"
    r"(?:负责|牵头|主管|应当|组织|会同|承担|实施|审|批准|监督|管理|受理|发放|制定|统筹|协调|办理|核|查处)"
)
#: What lasts so long is said to: 挂职年限2年.
_TERM = re.compile(r"[期年时]限|为期|任期|有效期|[一-鿿]期(?:为|是)?\d")
_FREQUENCY = re.compile(r"每(?:年|半年|季度?|个?月|周|次)|定期|逐年|\d+次|[一二两三四五]次")
_SITE = re.compile(r"(?:设在|位于|地点|地址|在[^，。；]{2,16}(?:举办|举行|召开|设立|建立|挂职|培训|学习))")
_OFFICE = re.compile(r"[市县区镇乡局处科]长|组长|书记|主任|主席|部长")
#: 哪个镇, 哪两个县: the answer is the name of such a place.
_WHICH_PLACE = re.compile(r"哪(个|一个|些|几|俩|[两二三四五六七八九十\d]+)?(?:个|对)?([省市县区镇乡村]+)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement that may answer.

    Attributes:
        support: How far it covers the question.
        rank: Place of its clause in the search, from 1.
        score: Larger is better; comparable within one question.
        satisfies: The asked kinds that it holds something for.
        timely: Whether it may speak of the years asked for.
        dated: Whether it or its heading names one of them.
        first_in: The retrievers that put its clause first.
    """

    support: Support
    rank: int
    score: float
    satisfies: frozenset[Kind]
    timely: bool
    dated: bool = False
    first_in: tuple[str, ...] = ()

    @property
    def unit(self) -> Unit:
        """The statement."""
        return self.support.unit


def candidates(
    ask: Ask,
    terms: Sequence[Term],
    years: Sequence[int],
    hits: Sequence[Hit],
    documents: Mapping[str, Document],
    closeness: Closeness,
) -> list[Candidate]:
    """Return the statements of the clauses found, best first, ties in reading order.

    Args:
        ask: What is asked.
        terms: Its words.
        years: Years that it names.
        hits: Clauses found, best first.
        documents: Documents by id.
        closeness: Tells how near in meaning statements are to the question; asked only between rivals.
    """
    found: list[Candidate] = []
    measure = measure_of(ask.text)
    named = [short_name(place.full) for place in places(ask.text)][:2]
    if not named or (len(named) < 2 and "派" in ask.text):
        named = [term.text for term in terms if term.name and term.text in ask.text][:2]
    for rank, hit in enumerate(hits, 1):
        document = documents[hit.clause.document_id]
        first_in = tuple(name for name, place in hit.ranks.items() if place == 1)
        alone = len(units_of(hit.clause, document)) == 1
        asked_years = years_asked(ask.text, years, document)
        for support in supports(terms, hit.clause, document, ask.text):
            unit = support.unit
            if unit.kind in ("heading", "bodies") and not alone:
                continue
            satisfied = frozenset(kind for kind in ask.kinds if satisfies(unit, kind, ask.text))
            timely = fits_years(unit, asked_years)
            score = (1 - _OWN) * support.coverage + _OWN * support.own + _LIKENESS * support.likeness
            score += _TOTAL * _names_total(unit.text, terms) - _LENGTH * len(unit.text)
            score += _RANK / rank + _KIND * len(satisfied) / len(ask.kinds)
            score += _LABELLED * _is_labelled(unit, ask.text)
            if measure and re.search(rf"[\d一二三四五六七八九十两]\s*{measure}", unit.text):
                score += _MEASURE
            if "duration" in ask.kinds and _TERM.search(unit.text):
                score += _MEASURE
            if not timely:
                score -= _OTHER_YEARS
            if len(named) == 2:
                sent = "派" in ask.text and "派" in unit.text
                order = _same_order(normalise(stand_alone(unit.text, document)), named, by_part=sent)
                score += (_SENT if sent else _ORDER) * order
                # Who sends is asked about: a statement that sends the other way holds nothing of it.
                satisfied = frozenset() if sent and order < 0 else satisfied
            dated = speaks_of(unit, asked_years)
            found.append(Candidate(support, rank, score, satisfied, timely, dated, first_in))
    found.sort(key=_order)
    return _settled(ask, found, closeness)


def _order(candidate: Candidate) -> tuple[float, int, int]:
    return (-candidate.score, candidate.rank, candidate.unit.start)


def _settled(ask: Ask, found: list[Candidate], closeness: Closeness) -> list[Candidate]:
    """Let nearness in meaning decide between the statements whose words cover the question about as well."""
    rivals = [candidate for candidate in found[:_RIVALS] if candidate.score >= found[0].score - _CLOSE]
    if len(rivals) < 2:
        return found
    near = closeness(ask.text, [candidate.unit.text[:_SEEN] for candidate in rivals])
    order = sorted(
        zip(rivals, near, strict=True),
        key=lambda pair: (-pair[0].score - _MEANING * pair[1], *_order(pair[0])),
    )
    return [*(candidate for candidate, _ in order), *found[len(rivals) :]]


def _same_order(text: str, named: Sequence[str], *, by_part: bool) -> int:
    """1 where a text names two places in the question's order, -1 in the other, else 0.

    By part between commas, one part in order is enough (临洮县提出需求，仓山区选派人才赴临洮县).
    """
    first, second = (short_name(name) for name in named)
    parts = [part for part in re.split(r"[，,。；;]", text) if first in part and second in part]
    orders = [
        1 if part.find(first) < part.find(second) else -1
        for part in (parts if by_part and parts else [text])
        if first in part and second in part
    ]
    return max(orders, default=0)


def _is_labelled(unit: Unit, asked: str) -> bool:
    """Whether a line is the field that a question asks for by its label."""
    label = _LABEL.match(unit.text) if unit.kind == "sentence" else None
    return label is not None and label.group(1) in asked


def _names_total(text: str, terms: Sequence[Term]) -> bool:
    return any(term.focus and re.search(f"总{term.text}|{term.text}总", text) for term in terms)


def further(terms: Sequence[Term], said: Unit, found: Sequence[Candidate]) -> Unit | None:
    """Return one more sentence of a clause that covers words of the question which the first does not."""
    plain = normalise(said.text)
    open_terms = [t for t in terms if not (t.said_in(plain) or t.carried or t.name)]
    total = sum(term.weight for term in terms) or 1.0
    best: tuple[float, Unit] | None = None
    for candidate in found:
        unit = candidate.unit
        if unit.clause.id != said.clause.id or unit == said or unit.kind != "sentence":
            continue
        if unit.text.rstrip().endswith(("：", ":")):  # the stem of a list says nothing without it
            continue
        words = normalise(unit.text)
        gain = sum(term.weight for term in open_terms if term.said_in(words)) / total
        if gain >= _ADDS and (best is None or gain > best[0]):
            best = (gain, unit)
    return best[1] if best else None


def satisfies(unit: Unit, kind: Kind, asked: str) -> bool:
    """Return whether a statement holds something of the asked kind: an amount, a date, bodies, a name."""
    if not specific_enough(unit.under + unit.text, asked):
        return False
    if CONTACT.search(asked):
        return True
    if kind in ANSWERING:
        # The number of a row counts nothing.
        text = _ROW_NUMBER.sub("", unit.text) if unit.kind == "row" else unit.under + unit.text
        if answering_figures(text, kind, asked):
            return True
        if kind in ("amount", "quantity") and unit.kind == "row" and _has_amount_cell(unit.text):
            return True
        return kind == "date" and bool(_TIME_WORDS.search(unit.text))
    if kind == "who":
        whoever = _WHOEVER_ACTS if _RESPONSIBILITY.search(asked) else _WHOEVER
        return bool(responsible(unit, asked) or whoever.search(unit.text))
    if kind == "frequency":
        return bool(_FREQUENCY.search(unit.text))
    if kind == "location":
        return any(place.name not in asked for place in places(unit.text)) or bool(_SITE.search(unit.text))
    if kind == "person":
        return _names_office_holder(unit.text, asked)
    if which := _WHICH_PLACE.search(asked):
        named = [place for place in places(unit.text) if place.name not in asked]
        fitting = {place.full for place in named if place.full[-1] in which.group(2)}
        return len(fitting) > (which.group(1) not in (None, "个", "一个"))
    return True


def _has_amount_cell(row: str) -> bool:
    """Whether a row has a cell of money whose unit stands in its header (补助标准（元）：12000)."""
    return any(
        _MONEY_HEADER.search(header) and re.fullmatch(r"[\d,.，]+(?:元|万元)?", value)
        for header, value in cells(row)
    )


def _names_office_holder(text: str, asked: str) -> bool:
    """Whether a text says who holds the office that is asked about: 由县区委书记任组长."""
    offices = _OFFICE.findall(asked)
    return bool(offices) and bool(re.search(rf"(?:任|担任|兼任)[^，。；]{{0,8}}{offices[-1]}", text))


def responsible(unit: Unit, asked: str = "负责") -> tuple[int, int] | None:
    """Return the span in ``unit.clause.text`` that names the bodies asked for, or None.

    For a question about responsibility: the statement's own 由…负责, its row's 责任单位 cell, or the 责任单位
    line or bracket that follows it in its clause. For another: the statement itself, if it names bodies.
    """
    if not _RESPONSIBILITY.search(asked):
        return (unit.start, unit.end) if bodies(unit.text) else None
    if unit.kind == "row":
        return cell_span(unit.clause, _RESPONSIBLE_HEADER)
    if _AGENT.search(unit.text) and bodies(unit.text):
        return (unit.start, unit.end)
    for other in units_of(unit.clause, unit.document):
        if other.kind == "bodies" and other.start >= unit.start:
            return (other.start, other.end)
    return None


def time_cell(unit: Unit) -> tuple[int, int] | None:
    """Return the span of the 完成时间 cell of a row, or None."""
    return cell_span(unit.clause, _TIME_HEADER) if unit.kind == "row" else None


def cell_span(clause: Clause, header: re.Pattern[str]) -> tuple[int, int] | None:
    """Return the span of the cell of a row whose header matches, or None."""
    for name, value in cells(clause.text):
        if header.search(name) and value:
            written = f"{name}：{value}"
            start = clause.text.find(written)
            if start >= 0:
                return (start, start + len(written))
    return None
