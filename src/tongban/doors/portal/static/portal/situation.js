// 情形：一选就换要点里的份数和材料清单，网址跟着变（刷新、返回、打印都还在）；没有脚本时按按钮。
for (const form of document.querySelectorAll("form[data-situation]")) {
  let turn = 0;
  form.querySelector("button").parentElement.hidden = true;
  form.addEventListener("change", async () => {
    const mine = ++turn;
    const chosen = new URLSearchParams(new FormData(form));
    const shown = new URL(form.action);
    shown.hash = "";
    shown.search = chosen;
    chosen.set("part", "answer");
    const answer = await fetch(`${shown.pathname}?${chosen}`).catch(() => null);
    if (mine !== turn) return;
    if (!answer?.ok) return form.requestSubmit();
    const parts = new DOMParser().parseFromString(await answer.text(), "text/html").body.children;
    for (const part of parts) document.getElementById(part.id).innerHTML = part.innerHTML;
    history.replaceState(null, "", shown);
  });
}
