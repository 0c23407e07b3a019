// What is done with the day's spare calls to Xero only: the files and the notes that go with a document, both off as usual.
import { z } from 'zod';

/** Xero counts calls a day: 1,000 on its smallest tier, 5,000 above. Source: Xero developer docs, OAuth 2.0 API limits, read 2026-11-23. */
const smallestDay = 1_000;
/** What is left for bills, their payments and the sweeps when nothing spare leaves any more. */
const reserveAsUsual = 200;

export const spareAsUsual = {
  attachments: 'off',
  historyNotes: 'off',
  xeroDay: { calls: smallestDay, reserve: reserveAsUsual },
} as const;

/** The keys of the mapping file. */
export const spareShape = {
  /** `payAppPdf`: the PDFs on a pay app in Procore go with the bill that was written of it. */
  attachments: z.enum(['off', 'payAppPdf']).default(spareAsUsual.attachments),
  /** `decided`: what a person decided is noted in the history of the document that was written by it. */
  historyNotes: z.enum(['off', 'decided']).default(spareAsUsual.historyNotes),
  xeroDay: {
    /** How many calls a day Xero allows this app for the organisation. */
    calls: z.number().int().min(1).default(smallestDay),
    /** How many of them files and notes never take. */
    reserve: z.number().int().min(0).default(reserveAsUsual),
  },
};

export type SpareSettings = {
  attachments: 'off' | 'payAppPdf';
  historyNotes: 'off' | 'decided';
  xeroDay: { calls: number; reserve: number };
};
