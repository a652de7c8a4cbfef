// 读卡：多数身份证读卡器像键盘一样把号码打进来。点“读卡”把光标放进填写框并清空，读完自动往下走。
for (const button of document.querySelectorAll("[data-reader][hidden]")) {
  const field = document.getElementById(button.dataset.reader);
  const status = document.getElementById(`${button.dataset.reader}_reader`);
  if (!field) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    field.value = "";
    field.focus();
    status.textContent = button.dataset.says;
  });
  field.addEventListener("input", () => { status.textContent = ""; });
}
