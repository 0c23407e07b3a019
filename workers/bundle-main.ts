// Builds the workflow bundle into the folder named by the first argument, in a process of its own that ends with its memory.
import { buildAndKeep } from './workflow-bundle.ts';

await buildAndKeep(process.argv[2] ?? '');
process.exit(0);
