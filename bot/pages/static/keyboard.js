// Which on-screen keyboard, autofill and hint fit what the bot is asking for.

const DIGITS = { inputmode: "numeric" };

const FIELDS = {
  mobile_number: { ...DIGITS, autocomplete: "tel-national" },
  account_number: DIGITS,
  pincode: { ...DIGITS, autocomplete: "postal-code" },
  otp: { ...DIGITS, autocomplete: "one-time-code" },
  load_kw: { inputmode: "decimal" },
  amount: { inputmode: "decimal" },
  email: { inputmode: "email", autocomplete: "email" },
  person_name: { autocomplete: "name", autocapitalize: "words" },
  address: { autocomplete: "street-address" },
  ticket_number: { autocapitalize: "characters" },
  application_number: { autocapitalize: "characters" },
};
const PLAIN = { inputmode: "text", autocomplete: "off", autocapitalize: "sentences" };

/**
 * The box's attributes for a field of the chat API (null: nothing is asked).
 * No maxlength: it would cut pasted words silently, and a person may always answer a
 * question with a question.
 */
export function keyboardFor(expects) {
  return { ...PLAIN, ...FIELDS[expects] };
}

/** Whether the keyboard hides the letters, so that a way back to them must be offered. */
export function hidesLetters(expects) {
  return ["numeric", "decimal"].includes(keyboardFor(expects).inputmode);
}
