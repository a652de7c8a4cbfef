// 边填边存：改了的栏一秒内送去，断网再试；别处改过同一栏的，两边的值都摆出来由人选；别处改了别的栏的，这里跟着变。
const form = document.querySelector("form[data-draft]");
if (form) {
  const says = form.dataset;
  const status = form.querySelector("[data-draft-status]");
  const base = form.elements.base;
  const dirty = new Set();
  let timer, busy = false;

  const boxes = (path) => [...form.querySelectorAll(`[name="${CSS.escape(path)}"]`)].filter((one) => one.type !== "hidden");
  const ticked = (one) => !["checkbox", "radio"].includes(one.type) || one.checked;
  const value = (path) => {
    const told = boxes(path).filter(ticked).map((one) => one.value);
    return boxes(path)[0]?.type === "checkbox" ? told : told[0] ?? "";
  };
  const put = (path, told) => {
    for (const one of boxes(path)) {
      if (["checkbox", "radio"].includes(one.type)) one.checked = told.includes(one.value);
      else one.value = told[0] ?? "";
    }
    form.dispatchEvent(new Event("change"));
  };
  const say = (text, lost = false) => { status.textContent = text; status.classList.toggle("err", lost); };
  const later = (wait = 900) => { timer ??= setTimeout(() => { timer = undefined; save(); }, wait); };

  const ask = (path, theirs) => {
    const place = boxes(path)[0]?.closest(".field");
    if (!place) return;
    place.querySelector(".conflict")?.remove();
    const box = Object.assign(document.createElement("div"), { className: "notice amber conflict" });
    box.setAttribute("role", "alert");
    const button = (text, act) => {
      const one = Object.assign(document.createElement("button"), { type: "button", className: "btn second small", textContent: text });
      one.addEventListener("click", () => { box.remove(); act(); boxes(path)[0].focus(); });
      return one;
    };
    const told = theirs.join("、") || says.saysBlank;
    const both = Object.assign(document.createElement("p"), { className: "row" });
    both.append(button(says.saysMine, () => { dirty.add(path); later(0); }), button(says.saysTake, () => put(path, theirs)));
    box.append(Object.assign(document.createElement("p"), { textContent: says.saysTheirs + told }), both);
    place.append(box);
  };

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
    for (const [path, one] of Object.entries(told.conflicts)) ask(path, one.theirs);
    say(`${says.saysSaved} ${told.saved}`);
    if (dirty.size) later();
  };

  form.addEventListener("input", (event) => { if (event.target.name) { dirty.add(event.target.name); later(); } });
  addEventListener("pagehide", () => save(true));
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(true); });
}
