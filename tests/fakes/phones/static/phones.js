// Two telephones: what stands on them is asked for every second, what is done is posted.
const PROVIDERS = { whatsapp: "WhatsApp", telegram: "Telegram" };
const PLACE = [26.427, 80.296]; // Barra, Kanpur
const LOOK_AGAIN_MS = 1000;
const NUMBER = /^[6-9][0-9]{9}$/;

const number = document.querySelector("#number");
const trouble = document.querySelector("#trouble");

class Phone {
  constructor(provider) {
    const copy = document.querySelector("#phone").content.cloneNode(true);
    this.provider = provider;
    this.section = copy.querySelector("section");
    this.section.dataset.provider = provider;
    this.section.querySelector("h2").textContent = PROVIDERS[provider];
    this.list = this.section.querySelector("ol");
    this.keyboard = this.section.querySelector(".keyboard");
    this.listen();
    document.querySelector("main").append(copy);
  }

  get address() { return `/phones/${this.provider}/${number.value}`; }

  listen() {
    const form = this.section.querySelector("form");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = form.elements.text.value.trim();
      form.reset();
      if (text) this.do({ text });
    });
    const does = { picture: () => this.sendPicture(), place: () => this.do({ place: PLACE }),
      number: () => this.do({ number: true }) };
    for (const button of this.section.querySelectorAll("[data-does]")) {
      button.addEventListener("click", does[button.dataset.does]);
    }
    const file = this.section.querySelector("input[type=file]");
    file.addEventListener("change", () => {
      if (file.files.length) this.sendFile(file.files[0]);
      file.value = "";
    });
  }

  do(deed) {
    return this.post(this.address, JSON.stringify(deed), "application/json");
  }

  sendFile(file) {
    return this.post(`${this.address}/files`, file, file.type || "application/octet-stream");
  }

  sendPicture() {
    const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 240 });
    const draw = canvas.getContext("2d");
    draw.fillStyle = "#8ab";
    draw.fillRect(0, 0, 320, 240);
    draw.fillStyle = "#543";
    draw.fillRect(150, 30, 16, 190);
    draw.fillRect(90, 60, 136, 10);
    canvas.toBlob((blob) => this.sendFile(blob), "image/jpeg");
  }

  async post(address, body, type) {
    const answer = await fetch(address, { method: "POST", body, headers: { "Content-Type": type } });
    trouble.textContent = answer.ok ? "" : `Not sent: ${await answer.text()}`;
    await this.look();
  }

  async look() {
    if (!NUMBER.test(number.value)) return;
    const { lines } = await (await fetch(this.address)).json();
    const shown = JSON.stringify([number.value, lines]);
    if (shown === this.shown) return;
    this.shown = shown;
    this.list.replaceChildren(...lines.map((line) => this.line(line)));
    this.list.scrollTop = this.list.scrollHeight;
    const last = lines.filter((line) => line.from === "bot").at(-1);
    this.keyboard.replaceChildren(...this.shareButton(last?.shares));
  }

  line(line) {
    const item = document.createElement("li");
    item.className = line.from;
    const words = Object.assign(document.createElement("div"), { className: "words", textContent: line.text });
    item.append(words, ...(line.buttons ?? []).map((button) => this.button(button.title, { tap: button })));
    return item;
  }

  shareButton(shares) {
    if (shares === "number") return [this.button("Share my number", { number: true })];
    if (shares === "place") return [this.button("Share my place", { place: PLACE })];
    return [];
  }

  button(title, deed) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: title });
    button.addEventListener("click", () => this.do(deed));
    return button;
  }
}

const phones = Object.keys(PROVIDERS).map((provider) => new Phone(provider));

async function lookForEver() {
  try {
    await Promise.all(phones.map((phone) => phone.look()));
    if (trouble.textContent.startsWith("No answer")) trouble.textContent = "";
  } catch {
    trouble.textContent = "No answer: has the product ended?";
  }
  setTimeout(lookForEver, LOOK_AGAIN_MS);
}

lookForEver();
