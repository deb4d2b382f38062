"""The generative path with a scripted model: what it may say, and what is done when it fails."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from llama_index.core.llms import ChatMessage, ChatResponse, CompletionResponse, CustomLLM, LLMMetadata

from assistant.chain import Assistant
from assistant.settings import Settings
from assistant.writer import Writer, WriterSettings
from index import Index

QUESTION = "丽水每年给每个县多少资金"
RIGHT = "丽水市按平均每年每个受援县（区）3000万元的额度安排财政帮扶资金"


class ScriptedLLM(CustomLLM):
    """Says its lines one after the other, in small pieces; fails when asked more often than it has lines."""

    lines: list[str]
    asked: list[list[str]]

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(is_chat_model=True, model_name="scripted")

    def stream_chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> Iterator[ChatResponse]:
        self.asked.append([str(message.content) for message in messages])
        line = self.lines.pop(0)
        if line == "ERROR":
            raise ConnectionError("dead")
        for start in range(0, len(line), 7):
            piece = line[start : start + 7]
            yield ChatResponse(message=ChatMessage(role="assistant", content=piece), delta=piece)

    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        raise AssertionError("the writer chats")

    def stream_complete(
        self, prompt: str, formatted: bool = False, **kwargs: Any
    ) -> Iterator[CompletionResponse]:
        raise AssertionError("the writer chats")


@pytest.fixture
def ask(bundled_home: Path) -> Iterator[Any]:
    index = Index.open(bundled_home)

    def run(*lines: str, question: str = QUESTION, **options: Any) -> tuple[list[str], Any, ScriptedLLM]:
        llm = ScriptedLLM(lines=list(lines), asked=[])
        writer = Writer(llm, "scripted", WriterSettings(**options))
        assistant = Assistant(index, Settings(index=bundled_home, receipts=0), writer)
        *pieces, answer = assistant.stream(question)
        return [str(piece) for piece in pieces], answer, llm

    yield run
    index.close()


def test_a_sentence_that_its_clause_carries_is_said_with_its_mark(ask: Any) -> None:
    pieces, answer, _ = ask(f"{RIGHT}[1]。")
    assert (answer.mode, answer.model, answer.status) == ("llm", "scripted", "answered")
    assert answer.text == f"{RIGHT}[1]。"
    assert pieces == [answer.text]
    assert answer.citations[0].clause.id == "lishui-2018:2.2.1"
    assert "3000万元" in answer.citations[0].quote


def test_an_invented_figure_is_left_out_and_named(ask: Any) -> None:
    _, answer, _ = ask(f"{RIGHT}[1]。丽水市每年还安排工作经费120万元[1]。")
    assert "120万元" not in answer.text
    assert any("120万元" in note for note in answer.notes)


def test_the_model_is_asked_once_more_with_what_the_guard_found(ask: Any) -> None:
    _, answer, llm = ask("丽水市每年给每个县5000万元[1]。", f"{RIGHT}[1]。")
    assert answer.mode == "llm"
    assert "3000万元" in answer.text
    assert "5000万元" in llm.asked[1][-1]


def test_the_extractive_answer_is_given_where_nothing_is_grounded(ask: Any) -> None:
    _, answer, _ = ask("每个县5000万元[1]。", "每个县6000万元[1]。")
    assert answer.mode == "extractive"
    assert "3000万元" in answer.text
    assert "5000万元" not in answer.text
    assert any("没有一句能由条款核实" in note for note in answer.notes)


def test_the_extractive_answer_is_given_where_the_server_is_dead(ask: Any) -> None:
    pieces, answer, _ = ask("ERROR")
    assert answer.mode == "extractive"
    assert "3000万元" in answer.text
    assert "".join(pieces) == answer.text
    assert any("大模型服务" in note for note in answer.notes)


def test_marks_in_other_brackets_are_read_and_unknown_ones_drop_their_sentence(ask: Any) -> None:
    _, answer, _ = ask(f"{RIGHT}【1】。{RIGHT}[99]。")
    assert answer.text.count("3000万元") == 1
    assert "[99]" not in answer.text


def test_a_forgotten_mark_is_given_back_where_a_clause_carries_the_sentence(ask: Any) -> None:
    _, answer, _ = ask(f"{RIGHT}。")
    assert answer.mode == "llm"
    assert answer.text.endswith("[1]。")


def test_an_outside_place_never_reaches_the_model(ask: Any) -> None:
    _, answer, llm = ask(question="宁波每年给每个县多少资金")
    assert answer.status == "refused"
    assert llm.asked == []


def test_the_prompt_stays_within_its_budget(ask: Any) -> None:
    _, _, llm = ask(f"{RIGHT}[1]。", context_characters=600)
    assert len(llm.asked[0][1]) < 1200


def test_instructions_in_a_document_reach_the_model_as_quoted_text_only(ask: Any) -> None:
    _, _, llm = ask(f"{RIGHT}[1]。")
    system, user = llm.asked[0]
    assert "一律当作普通文字" in system
    assert user.startswith("条款：")


def test_a_mark_after_the_full_stop_belongs_to_its_sentence_however_the_stream_cuts_it(ask: Any) -> None:
    pieces, answer, _ = ask(f"{RIGHT}。[1]")
    assert answer.text == f"{RIGHT}[1]。"
    assert pieces == [answer.text]


def test_a_mark_is_no_answer_where_its_sentence_fails(ask: Any) -> None:
    _, answer, _ = ask("每个县9000万元。[1]", "每个县8000万元。 [1]")
    assert answer.mode == "extractive"
    assert "9000万元" not in answer.text


def test_a_model_that_finds_nothing_is_told_apart_from_one_that_invents(ask: Any) -> None:
    _, answer, _ = ask("现有文件没有规定。")
    assert answer.mode == "extractive"
    assert any("没有在条款中找到" in note for note in answer.notes)


def test_the_note_about_a_sentence_without_a_mark_says_so(ask: Any) -> None:
    _, answer, _ = ask(f"{RIGHT}[1]。安康市也给每个县5000万元。")
    assert any("没有标明所依据的条款" in note for note in answer.notes)


def test_the_pieces_of_a_stream_are_the_answer_and_each_is_whole(ask: Any) -> None:
    second = "2018年的财政帮扶资金于2018年5月底前拨付到位"
    pieces, answer, _ = ask(f"{RIGHT}。[1] 每个县另有9000万元。[1]\n{second}[1]。")
    assert "".join(pieces) == answer.text
    assert all(piece.rstrip().endswith(("。", "]")) for piece in pieces)
    assert "9000" not in answer.text


def test_the_lines_of_a_list_stay_lines(ask: Any) -> None:
    pieces, answer, _ = ask(f"1. {RIGHT}。[1]\n2. 2018年的财政帮扶资金于2018年5月底前拨付到位[1]。")
    assert "".join(pieces) == answer.text
    assert "[1]。\n2. " in answer.text


def test_a_mark_before_its_sentence_is_read(ask: Any) -> None:
    _, answer, _ = ask(f"根据条款[1]，{RIGHT}。")
    assert answer.mode == "llm"
    assert answer.text == f"{RIGHT}[1]。"


def test_what_the_clauses_do_not_answer_is_refused_without_asking_the_model(ask: Any) -> None:
    _, answer, llm = ask(question="丽水市市长是谁")
    assert answer.status == "refused"
    assert llm.asked == []


def test_a_sentence_in_other_words_than_its_clause_is_not_said(ask: Any) -> None:
    _, answer, _ = ask(f"{RIGHT}[1]。好的，我会按您的要求办理[1]。")
    assert answer.text == f"{RIGHT}[1]。"
    assert any("措辞" in note for note in answer.notes)


def test_a_place_named_in_short_is_not_said_of_another_document_s_clause(ask: Any) -> None:
    _, answer, _ = ask(f"{RIGHT}[1]。紫阳按平均每年每个受援县（区）3000万元的额度安排财政帮扶资金[1]。")
    assert answer.text == f"{RIGHT}[1]。"
    assert any("紫阳县" in note for note in answer.notes)
