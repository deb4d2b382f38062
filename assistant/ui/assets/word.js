"use strict";
// 导出 Word: the answers on the page, by their receipts, as a file that the service lays out.
(() => {
  const { say } = window.pa;

  const exportWord = async (button) => {
    const answers = document.querySelectorAll("#pa-chat .pa-answer");
    const receipts = [...document.querySelectorAll("#pa-chat .pa-feedback[data-receipt]")];
    if (!answers.length) return say("还没有可以导出的对话");
    if (receipts.length < answers.length) return say("这里不留存回执，请用“导出对话”");
    button.disabled = true;
    try {
      const response = await fetch("v1/export", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ receipts: receipts.map((each) => each.dataset.receipt) }),
      });
      if (!response.ok) return say((await response.json()).error.message);
      window.pa.save(await response.blob(), "政策问答记录", "docx");
    } catch {
      say("连不上服务，请稍后再试");
    } finally {
      button.disabled = false;
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("#pa-export-word") : null;
    if (button) exportWord(button);
  });
})();
