// Shows the chat on another page, by one tag:
//   <script src="https://THE.CHAT'S.HOST/embed.js" data-language="hi" async></script>
// A button at the lower right; the chat stands in a frame that is loaded when it is first opened.
// The page's origin must be among the chat's EMBED_ORIGINS. All looks are set through the object
// model, so that the page's content security policy needs no unsafe-inline.

(() => {
  const CATALOGUES = {{ catalogues | tojson }};
  const tag = document.currentScript;
  const { origin } = new URL(tag.src);
  const language = [tag.dataset.language, document.documentElement.lang].find((one) => one in CATALOGUES) ?? "hi";
  const words = CATALOGUES[language];
  const phone = matchMedia("(max-width: 40rem)");

  const button = document.createElement("button");
  const dialog = document.createElement("dialog");
  const frame = document.createElement("iframe");

  function name(key) {
    button.textContent = words[key];
  }

  function build() {
    Object.assign(button, { type: "button", lang: language });
    button.setAttribute("aria-haspopup", "dialog");
    button.setAttribute("aria-expanded", "false");
    name("page.embed.open");
    dialog.setAttribute("aria-label", words["page.embed.title"]);
    Object.assign(frame, { title: words["page.embed.title"], allow: "geolocation" });
    Object.assign(button.style, {
      position: "fixed", right: "1rem", bottom: "1rem", zIndex: "2147483000",
      minHeight: "48px", padding: "0.6rem 1.1rem", border: "2px solid #fff", borderRadius: "1.5rem",
      background: "#0b3b57", color: "#fff", cursor: "pointer", boxShadow: "0 2px 8px rgb(0 0 0 / 35%)",
      font: '600 16px/1.4 "Noto Sans", "Noto Sans Devanagari", "Nirmala UI", "Kohinoor Devanagari", sans-serif',
    });
    Object.assign(frame.style, { width: "100%", height: "100%", border: "0", display: "block" });
    document.body.append(button, dialog);
  }

  /** All of a phone's screen; elsewhere a window above the button. */
  function fit() {
    const whole = phone.matches;
    Object.assign(dialog.style, {
      position: "fixed", inset: whole ? "0" : "auto 1rem 5rem auto", zIndex: "2147483001",
      width: whole ? "100%" : "24rem", height: whole ? "100%" : "min(40rem, calc(100vh - 6rem))",
      maxWidth: "100%", maxHeight: "100%", margin: "0", padding: "0", overflow: "hidden",
      border: whole ? "0" : "1px solid #7d909d", borderRadius: whole ? "0" : "1rem",
    });
  }

  function open() {
    if (dialog.open) return dialog.close();
    if (!frame.isConnected) {
      frame.src = `${origin}/?embed=1&language=${language}`;
      dialog.append(frame);
    }
    fit();
    // What it covers is out of reach as well: on a phone that is the whole page.
    if (phone.matches) dialog.showModal();
    else dialog.show();
    button.setAttribute("aria-expanded", "true");
    name("page.embed.open");
    return frame.focus();
  }

  function closed() {
    button.setAttribute("aria-expanded", "false");
    button.focus();
  }

  function heard({ source, origin: from, data }) {
    if (from !== origin || source !== frame.contentWindow) return;
    if (data === "bijli-sahayak:close") dialog.close();
    if (data === "bijli-sahayak:said" && !dialog.open) name("page.embed.said");
  }

  build();
  button.addEventListener("click", open);
  dialog.addEventListener("close", closed);
  addEventListener("message", heard);
  phone.addEventListener("change", fit);
})();
