// Loads each mapping file it is given as a worker does and says what came of it, one JSON line a file.
import { ConfigurationError } from '../../config/configuration-error.ts';
import { loadMappings } from '../../config/mapping-file.ts';

for (const path of process.argv.slice(2)) {
  let answer: unknown;
  try {
    const [mapping, ...more] = await loadMappings(path);
    answer = more.length === 0 ? { mapping } : { mapping, more };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    answer = { message: error.message, problems: error.problems };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
