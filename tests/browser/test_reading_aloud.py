"""What a screen reader, a magnifier and a calm eye find on the page."""

from playwright.sync_api import expect

from tests.browser.chat_page import ChatPage

CONTRASTS = """
() => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    const colour = getComputedStyle(element).backgroundColor;
    if (!colour.endsWith(", 0)")) return colour;
    return element.parentElement ? ground(element.parentElement) : "rgb(255, 255, 255)";
  };
  const texts = [...document.querySelectorAll("body *")].filter((element) =>
    element.checkVisibility() && !element.closest(".unseen, .skip, noscript") &&
    [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()));
  return texts.map((element) => {
    const [dark, bright] = [getComputedStyle(element).color, ground(element)]
      .map(light).sort((a, b) => a - b);
    return [element.outerHTML.slice(0, 80), (bright + 0.05) / (dark + 0.05)];
  });
}
"""


def test_the_conversation_is_a_log_that_is_read_as_it_grows(chat: ChatPage) -> None:
    """Each bubble says who speaks; every control has a name in the page's language."""
    log = chat.page.get_by_role("log", name="बातचीत")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(log.get_by_role("listitem").first).to_contain_text("बिजली सहायक:")
    expect(chat.page.get_by_role("textbox", name="आपका संदेश")).to_be_visible()
    expect(chat.page.get_by_role("group", name="भाषा")).to_be_visible()
    expect(chat.page.get_by_role("group", name="जवाब चुनें")).to_be_visible()
    expect(chat.page.get_by_role("link", name="1912 पर फ़ोन करें")).to_be_visible()
    expect(chat.page.get_by_role("heading", level=1)).to_contain_text("बिजली सहायक")


def test_every_text_stands_out_from_its_ground(chat: ChatPage) -> None:
    """4.5 to 1, taken choices and the person's own words among them."""
    chat.choose(chat.open_choices.first)

    faint = [found for found in chat.page.evaluate(CONTRASTS) if found[1] < 4.5]

    assert faint == []


def test_enlarged_four_times_the_page_is_still_read_and_written(chat: ChatPage) -> None:
    """A window of 1280 pixels at 400 % is one of 320: one column, and the whole page scrolls."""
    chat.page.set_viewport_size({"width": 320, "height": 200})

    assert chat.page.evaluate("document.documentElement.scrollWidth") <= 320
    chat.say("बिल देखना है")
    chat.replies.last.scroll_into_view_if_needed()
    expect(chat.replies.last).to_be_in_viewport()


def test_nothing_moves_for_whoever_asked_for_calm(chat: ChatPage) -> None:
    """The dots of an answer on its way stand still."""
    chat.page.emulate_media(reduced_motion="reduce")
    name = chat.page.locator(".dots i").first.evaluate("dot => getComputedStyle(dot).animationName")

    assert name == "none"


def test_devanagari_is_drawn_with_letters_that_have_it(chat: ChatPage) -> None:
    """No boxes in the place of letters: the browser names the font that it really used."""
    inspector = chat.page.context.new_cdp_session(chat.page)
    inspector.send("DOM.enable")
    inspector.send("CSS.enable")
    root = inspector.send("DOM.getDocument")["root"]["nodeId"]
    said = {"nodeId": root, "selector": ".bubble.bot .said"}
    node = inspector.send("DOM.querySelector", said)["nodeId"]
    fonts = inspector.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]

    drawn = {font["familyName"]: font["glyphCount"] for font in fonts}
    assert max(drawn, key=lambda name: drawn[name]) == "Noto Sans Devanagari"
