// The rows of a page's tables as a person reads them, from its markup.

export type PageRow = { tone: string; label: string; cells: string[] };

function wordsIn(markup: string): string {
  return markup
    .replace(/<[^>]*>/g, ' ')
    .replace(/&amp;/g, '&')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/\s+/g, ' ')
    .trim();
}

export function rowsOf(markup: string): PageRow[] {
  return [...markup.matchAll(/<tr class="([^"]*)">([\s\S]*?)<\/tr>/g)].map(
    ([, tone = '', row = '']) => ({
      tone,
      label: wordsIn(/<th[^>]*>([\s\S]*?)<\/th>/.exec(row)?.[1] ?? ''),
      cells: [...row.matchAll(/<td[^>]*>([\s\S]*?)<\/td>/g)].map(([, cell = '']) => wordsIn(cell)),
    }),
  );
}

/** What stands open, without what is folded. */
export function unfolded(markup: string): string {
  return markup.replace(/<details>[\s\S]*?<\/details>/g, '');
}

export function textOf(markup: string): string {
  return wordsIn(markup.slice(markup.indexOf('<main')));
}
