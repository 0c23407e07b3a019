// Makes the Temporal SDK download its server program into the folder named by the first argument, in a process of its
// own so that a hanging download can be ended. Exit 0 = the program lies there.
const [, , downloadDir] = process.argv;
const { TestWorkflowEnvironment } = await import('@temporalio/testing');
const environment = await TestWorkflowEnvironment.createLocal({
  server: { executable: { type: 'cached-download', downloadDir, ttl: '3650d' } },
});
await environment.teardown();
