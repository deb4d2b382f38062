"""Everything that a document says with one figure: 哪些行为处1000元以上3万元以下的罚款."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.compose.composition import Composition, Statement
from assistant.figures import figures
from assistant.statements import own_number, shortened, units_of
from assistant.support import support
from assistant.terms import Term
from assistant.wording import stand_alone
from corpus import Clause, Document

#: What has to be covered of the question besides the figure, and the fewest and most rows of such a list.
_ENOUGH, _FEWEST, _MOST = 0.5, 2, 30
#: Whom a rule is for ends here: 导游人员未经旅行社委派私自承揽业务的，由…
_CASE = re.compile(r"的[，,](?=[由处给按可责])")


def holding_figures(
    question: str, terms: Sequence[Term], read: Sequence[tuple[Document, Sequence[Clause]]]
) -> Composition | None:
    """Return the statements that hold all amounts or shares of a list question; None where fewer than two do.

    Args:
        question: A question for a list.
        terms: Its words.
        read: The documents to read, with their clauses.
    """
    wanted = {(f.kind, f.value) for f in figures(question) if f.kind in ("amount", "percent")}
    rest = [term for term in terms if not term.text[0].isdigit()]
    if not wanted:
        return None
    for document, clauses in read:
        found: list[Statement] = []
        for clause in clauses:
            if clause.kind not in ("clause", "box"):
                continue
            for unit in units_of(clause, document):
                held = {(figure.kind, figure.value) for figure in figures(unit.text)}
                if wanted <= held and support(rest, unit).coverage >= _ENOUGH:
                    number = own_number(clause.text).strip()
                    words = stand_alone(unit.text, document).rstrip("。；;，, ")
                    case = _CASE.search(words)
                    said = shortened(words[: case.start() + 1] if case else words)
                    frame = f"{number}：" if number else ""
                    found.append(Statement(said, clause, document, unit.start, unit.end, frame))
        if _FEWEST <= len(found) <= _MOST:
            return Composition(tuple(found), "list", counted=True)
    return None
