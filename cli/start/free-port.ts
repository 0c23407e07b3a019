// Which ports are free on this machine's loopback, and who holds one that is not.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { systemCode } from './start-problem.ts';

const loopback = '127.0.0.1';

/** A port that was free a moment ago; whoever uses it must be ready to ask for another. */
export async function freePort(): Promise<number> {
  const taken = await tryListen(0);
  if (taken === null) throw new Error('The system gave no free port on 127.0.0.1.');
  return taken;
}

export async function isPortFree(port: number): Promise<boolean> {
  return (await tryListen(port)) !== null;
}

function tryListen(port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => {
      const code = systemCode(error);
      if (code === 'EADDRINUSE' || code === 'EACCES') resolve(null);
      else reject(error);
    });
    server.listen({ port, host: loopback, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : null));
    });
  });
}

export interface PortHolder {
  pid: number;
  /** The program's name, as far as the system tells it. */
  name: string;
}

/** Who listens on the port, where that can be known (another user's process often cannot be seen). */
export function portHolder(port: number): PortHolder | null {
  const pid = process.platform === 'linux' ? holderOnLinux(port) : holderByLsof(port);
  return pid === null ? null : { pid, name: programName(pid) };
}

function holderOnLinux(port: number): number | null {
  const inodes = new Set(
    ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => listeningInodes(table, port)),
  );
  if (inodes.size === 0) return null;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    if (socketInodes(Number(pid)).some((inode) => inodes.has(inode))) return Number(pid);
  }
  return null;
}

/** proc(5): columns are slot, local address:port in hex, remote, state (0A = listening), …, the tenth is the inode. */
function listeningInodes(table: string, port: number): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  return readIfPresent(table)
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((cells) => cells[3] === '0A' && (cells[1] ?? '').endsWith(`:${wanted}`))
    .flatMap((cells) => cells[9] ?? []);
}

function socketInodes(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      const match = /^socket:\[(\d+)\]$/.exec(linkTarget(`/proc/${pid}/fd/${fd}`));
      return match?.[1] ?? [];
    });
  } catch (error) {
    if (isHidden(error)) return [];
    throw error;
  }
}

function linkTarget(path: string): string {
  try {
    return readlinkSync(path);
  } catch (error) {
    if (isHidden(error)) return '';
    throw error;
  }
}

function readIfPresent(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isHidden(error)) return '';
    throw error;
  }
}

/** Gone meanwhile, or another user's: either way it cannot be seen. */
function isHidden(error: unknown): boolean {
  return ['ENOENT', 'EACCES', 'EPERM', 'ESRCH'].includes(systemCode(error) ?? '');
}

function holderByLsof(port: number): number | null {
  const { stdout } = spawnSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-t'], {
    encoding: 'utf8',
  });
  // stdout is null at run time when lsof is not installed.
  const pid = Number.parseInt(String(stdout ?? ''), 10);
  return Number.isInteger(pid) ? pid : null;
}

function programName(pid: number): string {
  const { stdout } = spawnSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' });
  const fromProc = readIfPresent(`/proc/${pid}/comm`).trim();
  return fromProc !== '' ? fromProc : String(stdout ?? '').trim();
}
