// A database of its own for each test of a command, and what the command says, on either stream.
import { afterEach, beforeEach, vi } from 'vitest';
import type { OpenDatabase } from '../../db/database.ts';
import { openDatabase } from '../../db/database.ts';
import { createTestDatabase } from './test-servers.ts';

export type CommandsGround = {
  database: OpenDatabase;
  /** All that was said since the test began, or since the test emptied it. */
  said: string;
};

/** Called at the head of a test file. `fill` stores what every test of it begins with. */
export function commandsGround(fill?: (database: OpenDatabase) => Promise<void>): CommandsGround {
  const ground = { said: '' } as CommandsGround;
  let drop: () => Promise<void>;
  beforeEach(async () => {
    const made = await createTestDatabase();
    ground.database = openDatabase(made.url, 2);
    drop = async () => {
      await ground.database.close();
      await made.drop();
    };
    vi.stubEnv('DATABASE_URL', made.url);
    vi.stubEnv('TIEOUT_CONNECTION', 'demo');
    ground.said = '';
    const listen = (part: string | Uint8Array) => {
      ground.said += String(part);
      return true;
    };
    vi.spyOn(process.stdout, 'write').mockImplementation(listen);
    vi.spyOn(process.stderr, 'write').mockImplementation(listen);
    await fill?.(ground.database);
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    await drop();
  });
  return ground;
}
