// Pages as typed templates: every value put into one is escaped, unless it is itself such a template.

/** Markup made by `html`; nothing else counts as safe. */
export class Html {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
}

/** What a template takes. `false`, `null` and `undefined` leave nothing, so that `condition && html…` reads well. */
export type Content = Html | string | number | bigint | false | null | undefined | Content[];

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Characters that turn text around or hide in it, which a vendor's name could use to read as another. */
const invisible = /(?![\t\n\r])[\p{Cc}\p{Bidi_Control}]/gu;

export function escapeHtml(text: string): string {
  return text.replace(invisible, '\ufffd').replace(/[&<>"']/g, (char) => escapes[char] ?? char);
}

function render(content: Content): string {
  if (content === false || content === null || content === undefined) return '';
  if (content instanceof Html) return content.markup;
  if (Array.isArray(content)) return content.map(render).join('');
  return escapeHtml(String(content));
}

/** html`<p title="${name}">${name}</p>`: attributes are always quoted, so one escaping serves both places. */
export function html(strings: TemplateStringsArray, ...values: Content[]): Html {
  let markup = strings[0] ?? '';
  values.forEach((value, index) => {
    markup += render(value) + (strings[index + 1] ?? '');
  });
  return new Html(markup);
}
