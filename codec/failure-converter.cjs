// Encodes failure messages and stack traces too, so that no vendor's sentence stands in a plaintext history.
// CommonJS, because the SDK loads it by path, in the worker and inside the workflow bundle.
const { DefaultFailureConverter } = require('@temporalio/common');

exports.failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
