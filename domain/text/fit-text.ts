// How a text is made to fit where it is written: cut between what people see as single characters, never inside one.

/** A mark, a joiner, a skin tone or a tag belongs to what stands before it. Source: Unicode Standard Annex 29, read 2026-11-26. */
const joinsToThePrevious = /^(?:\p{M}|\u200c|\u200d|\p{Emoji_Modifier}|[\u{e0020}-\u{e007f}])/u;
/** After a joiner, or a virama of the Indic scripts, the next sign belongs to the same character. */
const joinsToTheNext = /(?:\u200d|\u094d|\u09cd|\u0a4d|\u0acd|\u0b4d|\u0c4d|\u0ccd|\u0d4d)$/u;
/** Two of these are one flag. */
const halfFlags = /[\u{1f1e6}-\u{1f1ff}]*$/u;
const secondHalf = /^[\u{1f1e6}-\u{1f1ff}]/u;

/**
 * The text, or as much of its beginning as fits. Lengths are UTF-16 units, the longest way a vendor may count. An
 * emoji, a letter with its marks or a flag stays whole or goes whole.
 */
export function cutToLength(text: string, lengthMaximum: number): string {
  if (text.length <= lengthMaximum) return text;
  let end = lengthMaximum;
  while (end > 0 && isInsideACharacter(text.slice(0, end), text.slice(end, end + 2))) end -= 1;
  return text.slice(0, end).trimEnd();
}

function isInsideACharacter(before: string, after: string): boolean {
  const isInsideAPair = /[\ud800-\udbff]$/.test(before) && /^[\udc00-\udfff]/.test(after);
  if (isInsideAPair) return true;
  if (joinsToThePrevious.test(after) || joinsToTheNext.test(before)) return true;
  if (before.endsWith('\r') && after.startsWith('\n')) return true;
  const flags = [...(halfFlags.exec(before)?.[0] ?? '')].length;
  return flags % 2 === 1 && secondHalf.test(after);
}

/** On one line, without spaces that nobody sees. */
export function onOneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

/** Whether a text holds the sign that stands for a character which could not be kept. */
export function hasUnreadableCharacter(text: string): boolean {
  return text.includes('\ufffd');
}
