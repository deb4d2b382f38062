"""Assistants over the bundled documents, and over two made-up ones that no rule was written for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.chain import Assistant
from assistant.settings import Settings
from index import Index, build

OLD_AGE = """衢州市人民政府办公室文件
衢政办发〔2021〕37号

衢州市人民政府办公室关于印发衢州市养老服务补贴办法的通知

各县（市、区）人民政府，市政府各部门：

《衢州市养老服务补贴办法》已经市政府同意，现印发给你们，请认真贯彻执行。

衢州市人民政府办公室
2021年9月6日

衢州市养老服务补贴办法

第一条 为规范养老服务补贴发放，制定本办法。

第二条 本市户籍的下列老年人可以申请养老服务补贴：
（一）80周岁以上的低保老年人，每人每月补贴300元；
（二）70周岁以上的失能老年人，每人每月补贴450元；
（三）计划生育特殊家庭的老年人，每人每月补贴200元。

第三条 养老机构每新增一张护理型床位，给予一次性建设补助8000元，最高不超过80万元。

第四条 补贴资金由市财政局和县级财政按4:6的比例分担，于每季度末月15日前发放。

第五条 市民政局负责补贴对象的审核，市财政局负责资金筹措，市审计局负责监督检查。

第六条 以虚假材料骗取补贴的，由市民政局责令退回，并在五年内不得再次申请。

第七条 本办法自2021年10月1日起施行，有效期五年。
"""

CHARGING = """开化县公共充电设施建设三年行动方案

为加快公共充电设施建设，制定本方案。

一、工作目标
2022—2024年，全县新建公共充电桩600个，其中2022年建成150个、2023年建成200个、2024年建成250个。

二、重点任务
（一）推进乡镇覆盖。每个乡镇至少建成1座充电站，池淮镇、马金镇率先建成。（责任单位：县发展改革局、县住建局，各乡镇人民政府）
（二）完善价格政策。公共充电服务费每千瓦时不得超过0.6元，夜间时段下浮20%。（责任单位：县发展改革局）
（三）强化安全监管。充电设施经营单位每半年至少开展1次安全检查。（责任单位：县应急管理局、县消防救援大队）

开化县人民政府
2022年3月1日
"""


@pytest.fixture(scope="session")
def bundled(bundled_home: Path) -> Iterator[Assistant]:
    with Index.open(bundled_home) as index:
        yield Assistant(index, Settings(index=bundled_home, receipts=0))


@pytest.fixture(scope="session")
def elsewhere_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("elsewhere")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "衢州市养老服务补贴办法.txt").write_text(OLD_AGE, encoding="utf-8")
    (corpus / "开化县充电设施方案.txt").write_text(CHARGING, encoding="utf-8")
    assert build(corpus, folder / "home").failures == ()
    return folder / "home"


@pytest.fixture(scope="session")
def elsewhere(elsewhere_home: Path) -> Iterator[Assistant]:
    with Index.open(elsewhere_home) as index:
        yield Assistant(index, Settings(index=elsewhere_home, receipts=0))
