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

/** Asked without waiting when the connection is about to take the first byte; throws when it must not leave after all. */
export type MayLeave = () => void;

/**
 * Asked behind the gate, as the last thing before a request is made; throws when it must not leave, and then nothing
 * is sent. What it throws reaches the caller as it is. The answer is asked once more when the first byte leaves, because
 * making a connection takes time, and a process may be frozen in between.
 */
export type BeforeSend = () => Promise<MayLeave>;

/** Carries what `MayLeave` threw past the transport, which would take it for a broken connection. */
export class StoppedBeforeSend {
  #stopped: { readonly error: unknown } | null = null;

  /** The check as the transport calls it. */
  guard(mayLeave: MayLeave | undefined): MayLeave {
    return () => {
      try {
        mayLeave?.();
      } catch (error) {
        this.#stopped = { error };
        throw error;
      }
    };
  }

  /** Throws what stopped the request, if anything did. */
  rethrow(): void {
    if (this.#stopped !== null) throw this.#stopped.error;
  }
}
