// Proves that a contact's CIS settings are read as Xero has them, that 404 is an answer, and that a rate nobody can use is named.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cisSettingsReader } from '../../../connectors/xero/cis-settings.ts';
import type { XeroClient } from '../../../connectors/xero/xero-api.ts';
import { createXeroClient } from '../../../connectors/xero/xero-client.ts';
import { startXeroSandbox } from '../../../sandbox/xero/server.ts';
import { control } from '../support/control.ts';
import { tenantId } from './xero-stub.ts';

let sandbox: Awaited<ReturnType<typeof startXeroSandbox>>;
let client: XeroClient;

beforeAll(async () => {
  sandbox = await startXeroSandbox({ latencyMs: 0 });
  await control(sandbox.url, 'POST', 'seed', { company: 'uk' });
  client = createXeroClient({
    ...{ apiUrl: sandbox.url, identityUrl: sandbox.url, tenantId },
    ...{ clientId: 'tieout-sandbox', clientSecret: 'tieout-sandbox-secret' },
  });
});
afterAll(() => sandbox.close());

describe('CIS settings', () => {
  it('are none where Xero answers 404, and are read where it has some', async () => {
    expect((await client.readOrganisation()).edition).toBe('UK');
    const contacts = await client.listContacts();
    const idOf = (name: string) => contacts.find((one) => one.name === name)?.id ?? '';
    const settingsOf = (contactId: string) => client.readCisSettings({ contactId });
    const never = idOf('Pennine Power');
    const of = { kind: 'xeroCisSettings', id: never };
    expect(await settingsOf(never)).toEqual({ ...of, standing: 'never', rate: null });
    const subcontractor = idOf('D. Thackray Bricklaying');
    const own = { ...of, id: subcontractor };
    expect(await settingsOf(subcontractor)).toEqual({ ...own, standing: 'on', rate: '20' });
    await control(sandbox.url, 'PUT', `contacts/${subcontractor}`, { cisRate: '0' });
    expect(await settingsOf(subcontractor)).toEqual({ ...own, standing: 'on', rate: '0' });
    await control(sandbox.url, 'PUT', `contacts/${subcontractor}`, { cisRate: null });
    expect(await settingsOf(subcontractor)).toEqual({ ...own, standing: 'off', rate: null });
  });

  it.each<[unknown, boolean]>([
    [{ CISEnabled: true, Rate: '12.50' }, true],
    [{ CISEnabled: true }, false],
    [{ CISEnabled: true, Rate: null }, false],
    [{ CISEnabled: true, Rate: '-20' }, false],
    [{ CISEnabled: true, Rate: '101' }, false],
    [{}, false],
    [{ CISEnabled: false, Rate: '20' }, true],
  ])('%j', (element, isRead) => {
    const read = () => cisSettingsReader('c')(element);
    if (isRead) expect(read()).toMatchObject({ id: 'c' });
    else expect(read).toThrow();
  });
});
