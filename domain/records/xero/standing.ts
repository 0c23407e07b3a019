// Whether a document of Xero still stands, or a person or we have ended it.

export function isStanding({ status }: { status: string }): boolean {
  return status !== 'VOIDED' && status !== 'DELETED';
}
