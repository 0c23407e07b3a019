// Loads each mapping file it is given as a worker does and says what came of it, one JSON line a file.
import { ConfigurationError } from '../../config/configuration-error.ts';
import { loadMappingFile } from '../../config/mapping-file.ts';

for (const path of process.argv.slice(2)) {
  let answer: unknown;
  try {
    answer = { mapping: await loadMappingFile(path) };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    answer = { message: error.message, problems: error.problems };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
