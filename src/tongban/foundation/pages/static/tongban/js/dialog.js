// 对话框：没有脚本时内容直接显示；有脚本时收起，由按钮打开。短提示：可关。
for (const dialog of document.querySelectorAll("dialog[data-dialog]")) {
  const opener = document.querySelector(`[data-opens="${dialog.id}"]`);
  if (!opener || dialog.dataset.ready) continue;
  dialog.dataset.ready = "1";
  dialog.classList.remove("dialog-still");
  dialog.removeAttribute("open");
  opener.hidden = false;
  opener.addEventListener("click", () => dialog.showModal());
  dialog.addEventListener("close", () => opener.focus());
  for (const button of dialog.querySelectorAll("[data-close]")) {
    button.hidden = false;
    button.addEventListener("click", () => dialog.close());
  }
}
for (const button of document.querySelectorAll("[data-toast-close]")) {
  button.hidden = false;
  button.addEventListener("click", () => button.closest("[data-toast]").remove());
}
