// Xero's names of time zones, as the names that the rest of the world's tables have.
import { findIana, WINDOWS_TO_IANA_MAP } from 'windows-iana';

/** Xero writes Windows' names in capitals and without spaces, full stops and hyphens: "W. Europe Standard Time" is WEUROPESTANDARDTIME. Source: Xero OpenAPI 16.1.0, Timezone. */
const keyOf = (name: string): string => name.toUpperCase().replace(/[^A-Z0-9()+]/g, '');

/** In Xero's list, and in no table any more. */
const obsolete = [
  ['KAMCHATKASTANDARDTIME', 'Asia/Kamchatka'],
  ['MIDATLANTICSTANDARDTIME', 'Etc/GMT+2'],
] as const;

const zones: ReadonlyMap<string, string> = new Map([
  ...obsolete,
  ...WINDOWS_TO_IANA_MAP.flatMap(({ windowsName }) => {
    const [first] = findIana(windowsName);
    return first === undefined ? [] : [[keyOf(windowsName), first] as const];
  }),
]);

/** "Pacific/Auckland" for NEWZEALANDSTANDARDTIME; null where Xero says none or one that no table has. */
export function timeZoneOf(xeroName: string | null): string | null {
  return xeroName === null ? null : (zones.get(keyOf(xeroName)) ?? null);
}
