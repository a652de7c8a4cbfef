// 边填边存：改了的栏一秒内送去，断网再试；别处改了同一栏的交给 conflict.js，改了别的栏的这里跟着变。
const form = document.querySelector("form[data-draft]");
if (form) {
  const says = form.dataset;
  const status = form.querySelector("[data-draft-status]");
  const base = form.elements.base;
  const dirty = new Set();
  let timer, busy = false;

  const boxes = (path) => [...form.querySelectorAll(`[name="${CSS.escape(path)}"]`)].filter((one) => one.type !== "hidden");
  const picked = (one) => ["checkbox", "radio"].includes(one.type);
  const value = (path) => {
    const told = boxes(path).filter((one) => !picked(one) || one.checked).map((one) => one.value);
    return boxes(path)[0]?.type === "checkbox" ? told : told[0] ?? "";
  };
  const put = (path, told) => {
    for (const one of boxes(path)) picked(one) ? (one.checked = told.includes(one.value)) : (one.value = told[0] ?? "");
    form.dispatchEvent(new Event("change"));
  };
  const say = (text, lost = false) => { status.textContent = text; status.classList.toggle("err", lost); };
  const later = (wait = 900) => { timer ??= setTimeout(() => { timer = undefined; save(); }, wait); };

  const save = async (keepalive = false) => {
    if (!dirty.size || busy) return;
    const sent = [...dirty];
    const changes = Object.fromEntries(sent.map((path) => [path, value(path)]));
    dirty.clear();
    busy = true;
    const answer = await fetch(says.draft, {
      method: "POST", keepalive, body: JSON.stringify({ base: Number(base.value), changes }),
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
    }).catch(() => null);
    busy = false;
    const told = answer?.ok && answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : null;
    if (!told) {
      if (answer && [404, 409].includes(answer.status)) return say(says.saysGone, true);
      sent.forEach((path) => dirty.add(path));
      say(says.saysLost, true);
      return later(3000);
    }
    base.value = told.revision;
    for (const [path, theirs] of Object.entries(told.elsewhere)) if (!dirty.has(path)) put(path, theirs);
    for (const [path, one] of Object.entries(told.conflicts)) form.dispatchEvent(new CustomEvent("draft:conflict", { detail: { path, theirs: one.theirs } }));
    form.dispatchEvent(new CustomEvent("draft:saved", { detail: told }));
    say(`${says.saysSaved} ${told.saved}`);
    if (dirty.size) later();
  };

  form.addEventListener("input", (event) => { if (event.target.name) { dirty.add(event.target.name); later(); } });
  form.addEventListener("draft:take", ({ detail }) => put(detail.path, detail.theirs));
  addEventListener("pagehide", () => save(true));
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(true); });
}
