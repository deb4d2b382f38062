"""The strict loader and every template that ships."""

import pytest

import prompts
from prompts import PromptError, parse


def source(body: str, variables: str = "", purpose: str = "a test") -> str:
    return f"---\npurpose: {purpose}\nvariables: {variables}\n---\n{body}\n"


@pytest.mark.parametrize("name", prompts.names())
def test_every_shipped_template_is_valid_and_one_sentence_to_a_person(name: str) -> None:
    prompt = prompts.load(name)
    assert prompt.purpose
    said = prompt.fill(dict.fromkeys(prompt.variables, "某事"))
    assert "$" not in said
    assert prompt.name == name


def test_a_variable_stands_directly_before_a_chinese_full_stop() -> None:
    assert parse("t", source("缺少$missing。", "missing")).fill({"missing": "金额"}) == "缺少金额。"


def test_a_dollar_sign_in_a_value_stays_a_dollar_sign() -> None:
    assert (
        parse("t", source("问：$question", "question")).fill({"question": "$5 与 $missing"})
        == "问：$5 与 $missing"
    )


def test_a_missing_variable_is_named() -> None:
    with pytest.raises(PromptError, match="needs a value for: nearest"):
        prompts.text("refusal", missing="金额")


def test_an_unknown_variable_is_named() -> None:
    with pytest.raises(PromptError, match="declares no variable: extra"):
        prompts.text("greeting", extra="x")


def test_an_unknown_template_is_named_with_those_that_exist() -> None:
    with pytest.raises(PromptError, match=r"no prompt 'refuse'; there are: .*refusal"):
        prompts.text("refuse")


def test_a_path_is_not_a_template_name() -> None:
    with pytest.raises(PromptError, match="no prompt"):
        prompts.text("../prompts/greeting")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("没有说明\n", "front matter"),
        ("---\npurpose: x\n没有结尾", "front matter"),
        ("---\npurpose: x\n---\n正文", "lacks variables"),
        ("---\npurpose: x\nvariables:\nmodel: y\n---\n正文", "takes purpose and variables"),
        ("---\npurpose: x\npurpose: y\nvariables:\n---\n正文", "once each"),
        (source(""), "says nothing"),
        (source("花费 $5"), r"begins no variable"),
        (source("缺少$missing"), "declares .* but uses"),
        (source("正文", "missing"), "declares .* but uses"),
    ],
)
def test_a_malformed_template_is_refused(text: str, message: str) -> None:
    with pytest.raises(PromptError, match=message):
        parse("t", text)
