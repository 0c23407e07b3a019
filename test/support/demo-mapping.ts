// The demo's mapping as it is used: what its file leaves out has its usual value.
import { mappingSchema } from '../../domain/mapping/mapping.ts';
import { config } from '../../tieout.config.ts';

export const demoMapping = mappingSchema.parse(config);
