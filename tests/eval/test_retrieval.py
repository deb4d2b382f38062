"""A retrieval test set that becomes files, clauses and an index, and is asked."""

import gzip
import json
import sys
from pathlib import Path

import pytest

from eval.cases import CaseError
from eval.command import main
from eval.retrieval import Question, Ranking, read_passages, read_questions, retrieval_rows

PASSAGES = [
    {"id": "渔业法#第一条", "law": "渔业法", "article": "第一条", "text": "为了保护渔业资源，制定本法。"},
    {"id": "渔业法#第二条", "law": "渔业法", "article": "第二条", "text": "禁渔期内不得使用拖网捕捞。"},
    {
        "id": "公路法#第一条",
        "law": "公路法",
        "article": "第一条",
        "text": "收费公路的收费期限最长不超过二十五年。",
    },
    {"id": "T1", "title": "泡泡", "text": "游戏中离后五分钟内不得进行配对。"},
]
QUESTIONS = [
    {"id": "1", "question": "禁渔期可以用拖网吗？", "gold": ["渔业法#第二条"]},
    {"id": "2", "question": "收费公路最长能收多少年？", "gold": ["公路法#第一条"]},
    {"id": "3", "question": "游戏中离多久不能配对？", "passage_id": "T1"},
]


def test_a_test_set_is_indexed_and_every_question_finds_its_passage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    passages, questions = tmp_path / "passages.jsonl.gz", tmp_path / "small.jsonl"
    lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in PASSAGES)
    passages.write_bytes(gzip.compress(lines.encode()))
    questions.write_text("\n".join(json.dumps(q, ensure_ascii=False) for q in QUESTIONS), encoding="utf-8")
    words = ["--passages", str(passages), "--questions", str(questions), "--index", str(tmp_path / "index")]
    monkeypatch.setattr(sys, "argv", ["policy-eval", "retrieval", *words])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 0
    printed = capsys.readouterr().out
    assert "small：3 题" in printed
    assert [line.split()[:2] for line in printed.splitlines() if line.startswith("hit@1 ")] == [
        ["hit@1", "1.000"]
    ]


def test_the_metrics_are_those_worked_out_by_hand() -> None:
    rankings = [
        Ranking(Question("1", "问", frozenset({"a", "b"})), ("x", "a")),
        Ranking(Question("2", "问", frozenset({"c"})), ()),
    ]
    rows = {row[0]: row[1] for row in retrieval_rows(rankings)}
    assert (rows["hit@1"], rows["hit@5"], rows["recall@10"], rows["MRR@10"]) == (
        "0.000",
        "0.500",
        "0.250",
        "0.250",
    )


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("{", read_passages),
        ('{"id": "1"}', read_passages),
        ('{"id": "1", "question": "问", "gold": []}', read_questions),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, read) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(CaseError, match="第2行"):
        read(path)
