// One box for every list: each word of what was typed must stand in what a row says, amounts with or without their commas.
import { sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';

const wordsMaximum = 10;

function contains(haystack: SQL, needle: string): SQL {
  const pattern = `%${needle.replace(/[\\%_]/g, (char) => `\\${char}`)}%`;
  return sql`${haystack} ilike ${pattern}`;
}

/** Null where nothing was typed. `parts` are what a row says, and nothing where it says nothing. */
export function searchedIn(typed: string | null, parts: readonly SQL[]): SQL | undefined {
  const words = (typed ?? '').split(/\s+/u).filter((word) => word !== '');
  if (words.length === 0) return undefined;
  const haystack = sql`concat_ws(' ', ${sql.join(
    parts.map((part) => sql`${part}`),
    sql`, `,
  )})`;
  const each = words.slice(0, wordsMaximum).map((word) => {
    const isAmount = /^[−-]?[\d,]*\d[\d,]*(\.\d*)?$/u.test(word) && word.includes(',');
    const plain = contains(haystack, word);
    return isAmount ? sql`(${plain} or ${contains(haystack, plainAmount(word))})` : plain;
  });
  return sql`(${sql.join(each, sql` and `)})`;
}

/** "−15,270.30" → "-15270.30". */
function plainAmount(word: string): string {
  return word.replace(/,/g, '').replace('−', '-');
}
