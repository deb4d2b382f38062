"use strict";
// What the chat page and the library share: a word at the bottom, and a whole document in a dialog.
window.pa = (() => {
  const say = (text) => {
    let toast = document.getElementById("pa-toast");
    if (!toast) {
      toast = document.createElement("div");
      toast.id = "pa-toast";
      toast.setAttribute("role", "status");
      document.body.append(toast);
    }
    toast.textContent = text;
    toast.classList.add("shown");
    clearTimeout(toast.timer);
    toast.timer = setTimeout(() => toast.classList.remove("shown"), 1800);
  };

  // A session that has ended, or whose key was revoked: to the login page, not to a riddle.
  const send = window.fetch.bind(window);
  window.fetch = async (...request) => {
    const response = await send(...request);
    if (response.status === 401) window.location.assign("login");
    return response;
  };

  const dialog = () => {
    let box = document.getElementById("pa-dialog");
    if (!box) {
      box = document.createElement("dialog");
      box.id = "pa-dialog";
      box.setAttribute("aria-label", "原文");
      const bar = document.createElement("div");
      bar.className = "pa-bar";
      const link = document.createElement("a");
      link.textContent = "在新窗口打开";
      link.target = "_blank";
      link.rel = "noopener";
      const close = document.createElement("button");
      close.type = "button";
      close.textContent = "关闭";
      close.addEventListener("click", () => box.close());
      bar.append(link, close);
      const body = document.createElement("div");
      body.className = "pa-body";
      body.tabIndex = 0;
      box.append(bar, body);
      box.addEventListener("click", (event) => event.target === box && box.close());
      document.body.append(box);
    }
    return box;
  };

  const openOriginal = async (url) => {
    let response;
    try {
      response = await fetch(url);
    } catch {
      return say("连不上服务，请稍后再试");
    }
    if (!response.ok) return say("这份公文已更新或删除，请重新提问");
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const box = dialog();
    box.querySelector("a").href = url;
    const body = box.querySelector(".pa-body");
    body.replaceChildren(document.adoptNode(page.querySelector("main")));
    box.showModal();
    const target = body.querySelector("mark") || body.querySelector("#pa-target");
    if (target) target.scrollIntoView({ block: "center" });
    body.focus({ preventScroll: true });
  };

  // Every link to a document's page opens it in place, unless a key asks for a window of its own.
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[data-original]") : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openOriginal(link.href);
  });

  const sign = (name) => {
    const place = document.querySelector(".pa-who");
    // The chat page draws its header later than this runs.
    if (!place) return requestAnimationFrame(() => sign(name));
    const label = document.createElement("span");
    label.textContent = name;
    const form = document.createElement("form");
    form.method = "post";
    form.action = "logout";
    const leave = document.createElement("button");
    leave.textContent = "退出";
    form.append(leave);
    place.replaceChildren(label, form);
  };

  // Who is asking, where keys are in use; the person at this machine needs no sign.
  const me = fetch("v1/me").then((response) => response.json());
  me
    .then(({ name, role, local }) => {
      window.pa.role = role;
      document.documentElement.dataset.role = role;
      if (!local) sign(name);
    })
    .catch(() => {});

  // The clipboard interface exists on https and localhost only; an intranet is often plain http.
  const copy = async (text) => {
    if (navigator.clipboard && window.isSecureContext) {
      try {
        await navigator.clipboard.writeText(text);
        return true;
      } catch {
        // Not allowed: copy by selection below.
      }
    }
    const held = document.activeElement;
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "pa-copying";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (held instanceof HTMLElement) held.focus({ preventScroll: true });
    return done;
  };

  // Hand a file to the person, named for what it is and the day.
  const save = (blob, name, ending) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    const now = new Date();
    const two = (number) => String(number).padStart(2, "0");
    link.download = `${name}-${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}.${ending}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };

  return { say, me, save, copy };
})();
