// Temporal's own messages; the package is CommonJS and gives them by its default export.
import proto from '@temporalio/proto';

export const { temporal } = proto;
