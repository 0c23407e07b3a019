// Encodes failure messages and stack traces too, so that no vendor's sentence stands in a plaintext history.
import { DefaultFailureConverter } from '@temporalio/common';

export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
