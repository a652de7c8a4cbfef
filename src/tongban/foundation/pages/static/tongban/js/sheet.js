// 申请表：一栏的显示取决于另一栏的，随填随显；藏起来的仍在，只是不看、不查（服务器照样判断）。
function told(form, path) {
  const boxes = [...form.querySelectorAll(`[name="${CSS.escape(path)}"]`)].filter((one) => one.type !== "hidden");
  return boxes.filter((one) => !["checkbox", "radio"].includes(one.type) || one.checked).map((one) => one.value);
}
function settle(form) {
  for (const place of form.querySelectorAll("[data-when]")) {
    const wanted = place.dataset.any.split("|");
    const hit = told(form, place.dataset.when).some((one) => wanted.includes(one));
    place.hidden = hit === ("not" in place.dataset);
  }
}
for (const form of document.querySelectorAll("form[data-sheet]")) {
  form.addEventListener("change", () => settle(form));
  settle(form);
}
