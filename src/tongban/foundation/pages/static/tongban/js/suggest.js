// 联想：输入时给出候选（combobox）；没有脚本或断网时，直接回车检索。
for (const input of document.querySelectorAll("input[data-suggest]:not([role])")) {
  const list = Object.assign(document.createElement("ul"), { className: "suggest", id: `${input.id}-list`, hidden: true });
  let at = -1, turn = 0, timer;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0]?.textContent ?? "");
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" })) input.setAttribute(name, value);
  input.after(list);

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (next) => {
    at = (next + list.children.length) % list.children.length;
    [...list.children].forEach((row, place) => row.setAttribute("aria-selected", String(place === at)));
    input.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  };
  const take = (row) => {
    input.value = row.dataset.text;
    close();
    row.dataset.url ? location.assign(row.dataset.url) : input.form.requestSubmit();
  };
  const show = (found) => {
    list.replaceChildren(...found.map((one, place) => {
      const row = Object.assign(document.createElement("li"), { id: `${list.id}-${place}`, textContent: one.text });
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", "false");
      Object.assign(row.dataset, { text: one.text, url: one.url ?? "" });
      if (one.note) row.append(Object.assign(document.createElement("span"), { className: "note", textContent: one.note }));
      return row;
    }));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
  };
  const ask = async () => {
    const mine = ++turn;
    const words = input.value.trim();
    if (!words) return close();
    const answer = await fetch(`${input.dataset.suggest}?${new URLSearchParams({ q: words })}`).catch(() => null);
    if (answer?.ok && mine === turn) show(await answer.json());
  };

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 150); });
  input.addEventListener("blur", () => setTimeout(close, 150));
  list.addEventListener("mousedown", (event) => { const row = event.target.closest("li"); if (row) { event.preventDefault(); take(row); } });
  input.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); mark(at + (event.key === "ArrowDown" ? 1 : -1)); }
    else if (event.key === "Enter" && at >= 0) { event.preventDefault(); take(list.children[at]); }
    else if (event.key === "Escape") close();
  });
}
