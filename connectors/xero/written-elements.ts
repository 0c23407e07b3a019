// How the answer to a write is read: element by element, each either written or refused, each saying which it is.
import { readOne } from '../http/parsed-records.ts';
import type { ElementIdentifiers, WrittenElement } from './xero-api.ts';
import { validationMessages, warningMessages } from './xero-errors.ts';
import { textMember } from './xero-fields.ts';

/**
 * With summarizeErrors=false Xero answers 200 and marks each element `StatusAttributeString` OK, WARNING or ERROR.
 * An element is refused when anything says so: OpenAPI 16.1.0 has examples with OK beside a ValidationError. One with
 * warnings is written.
 */
function isRefused(element: unknown): boolean {
  if (textMember(element, 'StatusAttributeString')?.toUpperCase() === 'ERROR') return true;
  if (validationMessages(element).length > 0) return true;
  const flags = element as { HasErrors?: unknown; HasValidationErrors?: unknown } | null;
  return flags?.HasErrors === true || flags?.HasValidationErrors === true;
}

/** In the answer's order. A written element that cannot be read leaves the write's outcome to a look-up: it is thrown. */
export function readWritten<R>({
  elements,
  resource,
  read,
  identify,
}: {
  elements: readonly unknown[];
  resource: string;
  read: (element: unknown) => R;
  identify: (element: unknown) => ElementIdentifiers;
}): WrittenElement<R>[] {
  return elements.map((element) => {
    const identifiers = identify(element);
    if (isRefused(element)) {
      const messages = validationMessages(element);
      const said = messages.length > 0 ? messages : ['Xero marked the document as refused'];
      return { ok: false, messages: said, identifiers };
    }
    const record = readOne({
      element,
      read,
      id: identifiers.id,
      context: { vendor: 'xero', resource },
      write: true,
    });
    return { ok: true, record, identifiers, warnings: warningMessages(element) };
  });
}
