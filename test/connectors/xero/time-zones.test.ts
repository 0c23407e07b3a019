// Proves that the time zones of Xero's own list are known, and that an instant falls on the day of the organisation's calendar (M11).
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import { timeZoneOf } from '../../../connectors/xero/time-zones.ts';
import { localDayOf } from '../../../db/observe/local-day.ts';
import { skipReason, vendorDocuments } from '../../support/vendor-documents.ts';

describe("Xero's time zones", () => {
  test.each([
    ['NEWZEALANDSTANDARDTIME', 'Pacific/Auckland'],
    ['AUSEASTERNSTANDARDTIME', 'Australia/Sydney'],
    ['WEUROPESTANDARDTIME', 'Europe/Berlin'],
    ['CENTRALSTANDARDTIME(MEXICO)', 'America/Mexico_City'],
    ['UTC11', 'Etc/GMT+11'],
  ])('%s is %s', (xeroName, zone) => {
    expect(timeZoneOf(xeroName)).toBe(zone);
  });

  test.each([null, '', 'SOMEWHERETIME'])('%s is none', (name) => {
    expect(timeZoneOf(name)).toBeNull();
  });

  const reason = skipReason('xeroOpenApi');
  test.skipIf(reason !== '')(`all of Xero's own list are known${reason}`, () => {
    const document = parse(readFileSync(vendorDocuments.xeroOpenApi, 'utf8')) as {
      components: { schemas: { TimeZone: { enum: string[] } } };
    };
    const unknown = document.components.schemas.TimeZone.enum.filter(
      (name) => timeZoneOf(name) === null,
    );
    expect(unknown).toEqual([]);
  });
});

describe('the day of an instant', () => {
  test.each<[string, string, string | null, string | null]>([
    ['09:34 on 26 November in Auckland', '2026-11-25T20:34:00Z', 'Pacific/Auckland', '2026-11-26'],
    ['late in Los Angeles', '2026-11-26T06:00:00Z', 'America/Los_Angeles', '2026-11-25'],
    ['with an offset of its own', '2026-11-26T01:00:00+05:30', 'Etc/UTC', '2026-11-25'],
    ['in no zone', '2026-11-25T20:34:00Z', null, null],
    ['in a zone this machine does not know', '2026-11-25T20:34:00Z', 'Moon/Tranquility', null],
    ['of nothing', 'n/a', 'Pacific/Auckland', null],
  ])('%s', (_name, instant, zone, day) => {
    expect(localDayOf(instant, zone)).toBe(day);
  });
});
