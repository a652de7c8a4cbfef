// 设计器：存好了就换右边手机上的样子；没有存的一栏当场说明；谁也在写随存随报；Alt+Z 退回一步。
const form = document.querySelector("form[data-draft]");
const frame = document.querySelector("[data-preview]");
let timer;
form?.addEventListener("draft:saved", ({ detail }) => {
  clearTimeout(timer);
  timer = setTimeout(() => frame?.contentWindow?.location.reload(), 300);
  for (const old of form.querySelectorAll("[data-unfit]")) old.remove();
  for (const [path, says] of Object.entries(detail.problems ?? {})) {
    const box = [...form.querySelectorAll(`[name="${CSS.escape(path)}"]`)].find((one) => one.type !== "hidden");
    if (!box?.value.trim() || ["radio", "checkbox"].includes(box.type)) continue;
    const told = Object.assign(document.createElement("p"), { className: "err", textContent: form.dataset.saysUnfit + says });
    told.dataset.unfit = "";
    box.closest(".field")?.append(told);
  }
  const others = document.querySelector("[data-others]");
  others.hidden = !detail.others?.length;
  others.querySelector("[data-others-names]").textContent = (detail.others ?? []).join("、");
  const golden = document.querySelector("[data-golden]");
  if (golden && detail.golden) {
    golden.querySelector("[data-golden-says]").textContent = detail.golden.says;
    const told = detail.golden.broken.map((text) => Object.assign(document.createElement("li"), { className: "err", textContent: text }));
    golden.querySelector("[data-golden-broken]").replaceChildren(...told);
    const link = golden.querySelector("[data-golden-link]");
    link.hidden = !detail.golden.url;
    link.firstElementChild.href = detail.golden.url;
  }
  const undo = document.querySelector("[data-undo]");
  if (undo) undo.disabled = false;
});
document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.key.toLowerCase() !== "z") return;
  event.preventDefault();
  document.querySelector("[data-undo]:not([disabled])")?.click();
});
