// Markup as typed templates: every value put into one is escaped, unless it is such a template itself.

export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Null leaves nothing. */
export type Content = Markup | string | number | null | Content[];

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Control characters, lone surrogates and what turns text around become visible: names of the demo are anything. */
const UNSEEN = /(?![\t\n\r])[\p{Cc}\p{Cs}\p{Bidi_Control}]/gu;

function written(content: Content): string {
  if (content === null) return '';
  if (content instanceof Markup) return content.text;
  if (Array.isArray(content)) return content.map(written).join('');
  return String(content)
    .replace(UNSEEN, '\u{fffd}')
    .replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}

export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(
    parts
      .map((part, index) => part + (index < values.length ? written(values[index] ?? null) : ''))
      .join(''),
  );
}
