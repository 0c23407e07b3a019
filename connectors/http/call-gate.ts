// The door every request to a vendor passes: whoever holds the budget decides when it may leave.

/** What is about to be sent; `write` = it may change something at the vendor. */
export type GatedCall = { readonly purpose: 'read' | 'write' };

/**
 * Runs `send` when the budget allows it. May throw a VendorError `rateLimited` instead of waiting too
 * long; then nothing was sent.
 */
export type CallGate = <T>(call: GatedCall, send: () => Promise<T>) => Promise<T>;

/** For tests and tools that talk to a vendor alone. */
export const openGate: CallGate = (_call, send) => send();
