// 同一栏别处也改了（draft.js 发来 draft:conflict）：两边的值都摆出来，由人选一个。
const form = document.querySelector("form[data-draft]");
form?.addEventListener("draft:conflict", (event) => {
  const { path, theirs } = event.detail;
  const first = [...form.querySelectorAll(`[name="${CSS.escape(path)}"]`)].find((one) => one.type !== "hidden");
  const place = first?.closest(".field");
  if (!place) return;
  const says = form.dataset;
  const box = Object.assign(document.createElement("div"), { className: "notice amber conflict" });
  const text = Object.assign(document.createElement("p"), { textContent: says.saysTheirs + (theirs.join("、") || says.saysBlank) });
  const both = Object.assign(document.createElement("p"), { className: "row" });
  const button = (label, act) => {
    const one = Object.assign(document.createElement("button"), { type: "button", className: "btn second small", textContent: label });
    one.addEventListener("click", () => { box.remove(); act(); first.focus(); });
    return one;
  };
  both.append(
    button(says.saysMine, () => first.dispatchEvent(new Event("input", { bubbles: true }))),
    button(says.saysTake, () => form.dispatchEvent(new CustomEvent("draft:take", { detail: { path, theirs } }))),
  );
  place.querySelector(".conflict")?.remove();
  box.setAttribute("role", "alert");
  box.append(text, both);
  place.append(box);
});
