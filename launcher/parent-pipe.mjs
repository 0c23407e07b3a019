// Ends this process when whoever started it is gone: loaded before a child's own code, it watches the pipe on stdin,
// which the system closes even when the parent is killed.
// Plain JavaScript, because a process's worker threads load it too, before anything could strip types.
import { setTimeout as startTimer } from 'node:timers';
import { isMainThread } from 'node:worker_threads';

/** The child may take this long to stop what it has begun; then it ends anyway. */
const stopLimitMs = 10_000;

let closing = false;

function onParentGone() {
  if (closing) return;
  closing = true;
  startTimer(() => process.exit(1), stopLimitMs).unref();
  // The same as a clean stop asked for by signal; a child without a handler ends at once.
  process.kill(process.pid, 'SIGTERM');
}

// A worker thread's stdin is not the pipe; only the process itself watches.
if (isMainThread) watchParent();

function watchParent() {
  process.stdin.on('end', onParentGone);
  process.stdin.on('close', onParentGone);
  process.stdin.on('error', onParentGone);
  process.stdin.resume();
  // Watching alone keeps no process alive that has nothing more to do. stdin is a pipe here, hence a socket with unref.
  if ('unref' in process.stdin && typeof process.stdin.unref === 'function') process.stdin.unref();
}
