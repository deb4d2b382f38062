"""doc, wps and rtf: converted to docx by LibreOffice, in a child process without macros or network."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from corpus.model import CorpusError
from corpus.readers.child import ChildTimeout, run_limited
from corpus.readers.content import Content

#: Time one conversion may take, in seconds.
SECONDS = 60.0
_MEMORY = 8 * 1024**3
_MAX_BYTES = 64 * 1024 * 1024
#: The import filter is named, so that no other of LibreOffice's many importers is ever tried on a file.
_FILTERS = {"doc": "MS Word 97", "wps": "MS Word 97", "rtf": "Rich Text Format", "wordml": "MS Word 2003 XML"}
_PLACES = (
    "/usr/bin/soffice",
    "/usr/local/bin/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)

_OTHERWISE = "或用 Word、WPS 另存为 docx 后重试。"

#: A profile that runs no macro, follows no link and asks no server.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"""


def libreoffice() -> str | None:
    """The path of LibreOffice's program; None where it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if Path(place).is_file()), None)


def read_office(data: bytes, name: str, form: str) -> Content:
    """Reads a doc, wps or rtf file by way of docx.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.
        form: ``doc``, ``wps``, ``rtf`` or ``wordml``.

    Returns:
        What the docx reader finds in the converted file.

    Raises:
        CorpusError: LibreOffice is not installed, or cannot convert the file in time.
    """
    if len(data) > _MAX_BYTES:
        raise CorpusError(f"{name}：文件超过 {_MAX_BYTES >> 20} MB，过大。请拆分或另存为 docx 后重试。")
    program = libreoffice()
    if program is None:
        raise CorpusError(
            f"{name}：读取 {form} 文件需要 LibreOffice，本机未安装。"
            f"请安装 LibreOffice（如 apt-get install libreoffice-writer-nogui），{_OTHERWISE}"
        )
    from corpus.readers.docx import read_docx

    return read_docx(_converted(data, name, form, program), name)


def _converted(data: bytes, name: str, form: str, program: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="policy-office-", ignore_cleanup_errors=True) as folder:
        here = Path(folder)
        profile = here / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        (here / "in.doc").write_bytes(data)
        command = [
            program,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--nodefault",
            "--nofirststartwizard",
            f"--infilter={_FILTERS[form]}",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            str(here / "out"),
            str(here / "in.doc"),
        ]
        environment = {"HOME": folder, "TMPDIR": folder, "SAL_USE_VCLPLUGIN": "svp"}
        try:
            run_limited(command, seconds=SECONDS, memory=_MEMORY, folder=here, environment=environment)
        except ChildTimeout as error:
            raise CorpusError(
                f"{name}：LibreOffice 在 {SECONDS:.0f} 秒内未能转换此文件，已停止。请重试，{_OTHERWISE}"
            ) from error
        except OSError as error:
            raise CorpusError(
                f"{name}：LibreOffice 无法启动（{error.strerror}）。请检查其安装，{_OTHERWISE}"
            ) from error
        result = here / "out" / "in.docx"
        if not result.is_file():
            raise CorpusError(
                f"{name}：LibreOffice 无法转换此文件，它可能已损坏或设有密码。请核对原件，{_OTHERWISE}"
            )
        return result.read_bytes()
