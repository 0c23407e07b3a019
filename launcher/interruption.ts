// Ctrl-C and its kin: the first asks for a clean stop, a later one forces it.
export type InterruptionReason = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'launcherGone';

export interface Interruption {
  signal: AbortSignal;
  reason(): InterruptionReason | null;
  dispose(): void;
}

/** One Ctrl-C arrives up to three times: from the terminal, from npm, and from bootstrap.mjs. */
const sameKeyPressMs = 1_000;

export function watchInterruption(onForce: () => void): Interruption {
  const controller = new AbortController();
  let first: { reason: InterruptionReason; at: number } | null = null;
  const interrupt = (reason: InterruptionReason): void => {
    if (first === null) {
      first = { reason, at: Date.now() };
      controller.abort();
    } else if (reason === 'SIGINT' && Date.now() - first.at > sameKeyPressMs) {
      onForce();
    }
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const handlers = signals.map((signal) => [signal, () => interrupt(signal)] as const);
  for (const [signal, handler] of handlers) process.on(signal, handler);
  // bootstrap.mjs opened the channel; it closes when that process is killed outright.
  const onDisconnect = (): void => interrupt('launcherGone');
  process.on('disconnect', onDisconnect);
  return {
    signal: controller.signal,
    reason: () => first?.reason ?? null,
    dispose() {
      for (const [signal, handler] of handlers) process.off(signal, handler);
      process.off('disconnect', onDisconnect);
      if (process.connected) process.disconnect();
    },
  };
}

/** Rejects as soon as the signal fires. */
export function untilInterrupted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const end = (): void => reject(new DOMException('Interrupted', 'AbortError'));
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}

/** 0 when a stop was the ordinary end of a run that stays up; else as shells say it. */
export function exitCodeOf(reason: InterruptionReason, wasSettled: boolean): number {
  if (wasSettled) return 0;
  switch (reason) {
    case 'SIGINT':
      return 130;
    case 'SIGTERM':
    case 'launcherGone':
      return 143;
    case 'SIGHUP':
      return 129;
  }
}
