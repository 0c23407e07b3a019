// The SDK's runtime, one a process, as quiet as tests want it.
import { DefaultLogger, Runtime } from '@temporalio/worker';

/** May be called by every test file of a process: the first one installs it. */
export function installRuntime(): void {
  try {
    Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  } catch {
    // Installed already, for another file of this process.
  }
}
