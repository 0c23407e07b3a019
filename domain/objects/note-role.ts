// The role of a note in a document's history, which any object may have that is written to Xero as a document.
import type { RoleRule } from './synced-object.ts';

export const noteRole: RoleRule = {
  role: 'note/',
  targetKind: 'xeroHistoryNote',
  endpoint: 'xero/history',
  may: ['create'],
  word: 'history note',
};
