// 照片在本机先缩小再上传（长边 2000 像素、不超过 1 MB），省流量；缩不了就传原件，由服务器把关。
const EDGE = 2000;
const LIMIT = 1_000_000;

async function shrink(file) {
  if (!file.type.startsWith("image/") || file.size <= LIMIT) return file;
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const ratio = Math.min(1, EDGE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * ratio);
  canvas.height = Math.round(picture.height * ratio);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  for (const quality of [0.85, 0.7, 0.5]) {
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
    if (blob && blob.size <= LIMIT) return new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" });
  }
  return file;
}

const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} KB` : `${(bytes / 1e6).toFixed(1)} MB`);

document.addEventListener("change", async (event) => {
  const input = event.target.closest?.("input[type=file][data-shrink]");
  if (!input || input.dataset.busy) return;
  const status = input.closest("[data-upload]")?.querySelector("[data-upload-status]");
  const chosen = [...input.files];
  input.dataset.busy = "1";
  const small = await Promise.all(chosen.map((file) => shrink(file).catch(() => file)));
  const basket = new DataTransfer();
  small.forEach((file) => basket.items.add(file));
  input.files = basket.files;
  delete input.dataset.busy;
  if (status) status.textContent = small.map((file) => `已选 ${file.name}（${size(file.size)}）`).join("；");
});

// 浏览器自带的“选择文件”按钮随系统语言，有脚本时换成我们的大按钮。
for (const box of document.querySelectorAll("[data-dress]")) box.classList.add("dressed");
