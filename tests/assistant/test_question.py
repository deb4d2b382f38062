import pytest

from assistant.question import asks_of, kinds_of, metadata_of, small_talk_of


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("每年给每个县多少资金", ("amount",)),
        ("补贴标准是多少", ("amount",)),
        ("贫困发生率是多少", ("percent",)),
        ("要组织多少家企业去对接？", ("count",)),
        ("分几批选派干部", ("count",)),
        ("什么时候拨付到位", ("date",)),
        ("要在哪一年年底前完成", ("date",)),
        ("挂职多长时间", ("duration",)),
        ("联席会议多久开一次", ("frequency",)),
        ("由哪个部门负责", ("who",)),
        ("这项工作归谁管？", ("who",)),
        ("市长是谁", ("person",)),
        ("领导小组由谁当组长", ("person",)),
        ("写在第几条", ("where",)),
        ("推介会在什么地点举行", ("location",)),
        ("有哪些优惠政策", ("list",)),
        ("没完成任务会怎么样", ("how",)),
        ("是跟武进区结对的吗", ("yesno",)),
        ("什么是飞地经济", ("fact",)),
    ],
)
def test_a_question_shows_what_it_asks_for(question: str, kinds: tuple[str, ...]) -> None:
    assert kinds_of(question) == kinds


def test_two_things_asked_in_one_question_are_two_asks() -> None:
    asks = asks_of("媒体采风活动由哪个部门负责，什么时候完成？")
    assert [ask.kinds for ask in asks] == [("who",), ("date",)]


def test_a_part_that_asks_nothing_belongs_to_the_ask_after_it() -> None:
    asks = asks_of("两地领导现场调研，什么时候完成？")
    assert len(asks) == 1
    assert asks[0].text.startswith("两地领导")


@pytest.mark.parametrize(
    ("question", "fields"),
    [
        ("分工方案的文号是多少？", ("number",)),
        ("分工方案是什么时候印发的？", ("date",)),
        ("这个办法是哪个单位制定的？", ("issuer",)),
        ("抄送给了哪些单位", ("copies",)),
        ("办法从什么时候施行", ("effective",)),
        ("有效期到什么时候", ("expires",)),
        ("资金什么时候拨付", ()),
        ("调剂工作依据的是哪个文号", ()),
    ],
)
def test_a_question_about_the_document_itself_names_the_field(question: str, fields: tuple[str, ...]) -> None:
    assert metadata_of(question) == fields


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("你好", "greeting"),
        ("谢谢！", "thanks"),
        ("你能做什么", "capabilities"),
        ("今天天气怎么样？", "out_of_scope"),
        ("帮我写一首诗", "out_of_scope"),
        ("请帮我起草一份通知", "out_of_scope"),
        ("你能不能替我写一个通知", "out_of_scope"),
        ("可以写个人申请吗", ""),
        ("你好，每年给每个县多少资金", ""),
        ("写作培训由谁负责", ""),
    ],
)
def test_small_talk_and_other_tasks_are_told_from_questions(text: str, name: str) -> None:
    assert small_talk_of(text) == name
