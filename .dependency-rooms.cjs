// The import rule between rooms (docs/understand/architecture.md): each room lists what it may import by value.
// `types` are rooms it may import types from only. Everything not listed is refused.
module.exports = {
  domain: { values: [] },
  codec: { values: [] },
  config: { values: ['domain'] },
  db: { values: ['domain'] },
  'connectors/http': { values: [] },
  'connectors/procore': { values: ['domain', 'connectors/http'] },
  'connectors/xero': { values: ['domain', 'connectors/http'] },
  activities: { values: ['domain', 'db', 'connectors'] },
  workflows: { values: ['domain'], types: ['activities'] },
  relay: { values: ['domain', 'db', 'workflows/messages'] },
  api: { values: ['domain', 'db', 'config', 'connectors', 'codec'] },
  workers: {
    values: [
      'domain',
      'codec',
      'config',
      'db',
      'connectors',
      'activities',
      'workflows',
      'relay',
      'api',
    ],
  },
  cli: {
    values: [
      'domain',
      'codec',
      'config',
      'db',
      'connectors',
      'activities',
      'workflows',
      'relay',
      'api',
      'workers',
    ],
  },
  sandbox: { values: [] },
};
