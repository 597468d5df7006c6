// The page's own words, in the language in which the person is being answered.

const catalogues = JSON.parse(document.getElementById("texts").textContent);
let language = document.documentElement.lang;

export const languages = Object.keys(catalogues);

export function currentLanguage() {
  return language;
}

/** The sentence of a catalogue key, its {placeholders} filled. */
export function words(key, args = {}) {
  return catalogues[language][key].replace(/\{(\w+)\}/g, (_, name) => String(args[name]));
}

export function has(key) {
  return key in catalogues[language];
}

/** Puts the whole page into another language; unknown ones are ignored. */
export function speak(other) {
  if (!languages.includes(other)) return;
  language = other;
  document.documentElement.lang = other;
  document.title = words("page.title");
  for (const element of document.querySelectorAll("[data-text]")) {
    element.textContent = words(element.dataset.text);
  }
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", words(element.dataset.label));
  }
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === other));
  }
}

/** The language of what a person typed, as far as a screen reader's voice needs to know it. */
export function languageOf(text) {
  if (/\p{Script=Devanagari}/u.test(text)) return "hi";
  return language === "hi" ? "hi-Latn" : language;
}
