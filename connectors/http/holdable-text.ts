// What of a vendor's text can be kept: the one door through which every text of an answer passes.

/**
 * Halves of surrogate pairs and control characters other than tab and line ends. JSON may carry them as escapes;
 * Postgres holds neither U+0000 nor a lone surrogate (PostgreSQL manual 8.14.1, read 2026-11-26), and Xero, whose
 * records are also XML, none of them (XML 1.0, production 2, read 2026-11-26).
 */
const unholdable = /(?![\t\n\r\u0080-\u009f])[\p{Cs}\p{Cc}\ufffe\uffff]/gu;

/** The text with U+FFFD, which people see as a black diamond, in the place of each such character. */
export function holdableText(text: string): string {
  return text.replace(unholdable, '\ufffd');
}
