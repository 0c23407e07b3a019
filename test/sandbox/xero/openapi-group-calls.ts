// The calls about contact groups whose answers are held against Xero's OpenAPI file, and the group they are about.
import type { Client } from './xero-sandbox.ts';
import type { Call } from './openapi-credit-calls.ts';
import { none } from './openapi-credit-calls.ts';
import { only } from './xero-sandbox.ts';

export async function groupFor(client: Client): Promise<Record<string, string>> {
  const group = only(
    await client.call('PUT', '/ContactGroups', { Name: 'Of the contract' }),
    'ContactGroups',
  );
  return { ContactGroupID: String(group['ContactGroupID']) };
}

/** In this order: the last one ends the group. */
export function groupCalls(ids: () => Record<string, string>): Call[] {
  const one = '/ContactGroups/{ContactGroupID}';
  const members = `${one}/Contacts`;
  const member = (): unknown => ({ Contacts: [{ ContactID: ids()['ContactID'] }] });
  return [
    ['PUT', '/ContactGroups', '', () => ({ ContactGroups: [{ Name: 'Second' }] }), 200],
    ['PUT', '/ContactGroups', '', () => ({ Name: '' }), 400],
    ['GET', '/ContactGroups', '', none, 200],
    ['PUT', members, '', member, 200],
    ['PUT', members, '', () => ({ Contacts: [{}] }), 400],
    ['GET', one, '', none, 200],
    ['GET', '/Contacts/{ContactID}', '', none, 200],
    ['POST', one, '', () => ({ Name: 'Renamed' }), 200],
    ['POST', one, '', () => ({ Status: 'DONE' }), 400],
    ['POST', one, '', () => ({ Status: 'DELETED' }), 200],
  ];
}
