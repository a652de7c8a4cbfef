// 书写：常用语插到光标处、字数、草稿自动保存（停笔 1.5 秒后存到 data-autosave 所指地址；整页交上去时不再另存）。
for (const box of document.querySelectorAll("[data-phrases]")) {
  box.addEventListener("click", (event) => {
    const phrase = event.target.closest("button")?.textContent;
    const area = document.getElementById(box.dataset.phrases);
    if (!phrase) return;
    area.setRangeText(phrase, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  });
}

for (const area of document.querySelectorAll("[data-count]:not([data-counted])")) {
  const limit = Number(area.dataset.count);
  const note = Object.assign(document.createElement("p"), { className: "note" });
  area.dataset.counted = "1";
  note.setAttribute("role", "status");
  area.after(note);
  const show = () => {
    const left = limit - [...area.value].length;
    note.textContent = left < 0 ? `超出 ${-left} 字` : `还可以写 ${left} 字`;
    note.classList.toggle("err", left < 0);
  };
  area.addEventListener("input", show);
  show();
}

for (const form of document.querySelectorAll("form[data-autosave]:not([data-saving])")) {
  const status = form.querySelector("[data-autosave-status]");
  let timer, under;
  form.dataset.saving = "1";
  const say = (text) => { if (status) status.textContent = text; };
  const save = async () => {
    const sent = new FormData(form);
    for (const [name, value] of [...sent]) if (value instanceof File) sent.delete(name);
    const { signal } = (under = new AbortController());
    const answer = await fetch(form.dataset.autosave, { method: "POST", body: sent, signal }).catch(() => null);
    if (signal.aborted) return;
    const clock = new Date().toLocaleTimeString("zh-CN", { hour12: false });
    say(answer?.ok ? `草稿已保存 ${clock}` : "草稿没有存上，请不要关闭本页，稍后会再试");
    if (!answer?.ok) timer = setTimeout(save, 5000);
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, 1500);
  });
  form.addEventListener("submit", () => { clearTimeout(timer); under?.abort(); });
}
