// What a sandbox sends on its own account (webhooks): after the change is stored, never before, and never waited for by the caller.

export type Delivery = {
  url: string;
  headers: Record<string, string>;
  body: string;
  timeoutMs: number;
};

export type DeliveryResult = { url: string; status: number | null; error: string | null };

export class Outbox {
  readonly #running = new Set<Promise<void>>();
  #queued: { delivery: Delivery; done: ((result: DeliveryResult) => void) | undefined }[] = [];
  #closed = false;

  /** Queues inside a request; `done` hears the outcome later, outside any request. */
  queue(delivery: Delivery, done?: (result: DeliveryResult) => void): void {
    this.#queued.push({ delivery, done });
  }

  /** The request failed: what it wanted to say never happened. */
  discard(): void {
    this.#queued = [];
  }

  release(): void {
    const queued = this.#queued;
    this.#queued = [];
    for (const { delivery, done } of queued) {
      const sending = send(delivery).then((result) => {
        this.#running.delete(sending);
        if (!this.#closed) done?.(result);
      });
      this.#running.add(sending);
    }
  }

  /** Waits for what is on its way; tests use it to see that nothing more will come. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.idle();
  }
}

async function send(delivery: Delivery): Promise<DeliveryResult> {
  try {
    const response = await fetch(delivery.url, {
      method: 'POST',
      headers: delivery.headers,
      body: delivery.body,
      redirect: 'manual',
      signal: AbortSignal.timeout(delivery.timeoutMs),
    });
    await response.arrayBuffer();
    return { url: delivery.url, status: response.status, error: null };
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { url: delivery.url, status: null, error: reason };
  }
}
