// Enforces the import rule of .dependency-rooms.cjs, and what the domain and the workflows may take from outside.
const rooms = require('./.dependency-rooms.cjs');

const inside = (room) => `^${room}/`;
const everyRoom = Object.keys(rooms);

const roomRules = everyRoom.flatMap((room) => {
  const { values, types = [] } = rooms[room];
  const allowed = [room, ...values];
  const allowedPaths = allowed.map((r) => (r.includes('messages') ? `^${r}\\.ts$` : inside(r)));
  const typePaths = types.map(inside);
  return [
    {
      name: `${room}-imports`,
      comment: `${room} may import ${values.join(', ') || 'nothing of ours'}`,
      severity: 'error',
      from: { path: inside(room) },
      to: {
        path: [...everyRoom.map(inside), '^test/'],
        pathNot: [...allowedPaths, ...typePaths],
      },
    },
    ...(types.length === 0
      ? []
      : [
          {
            name: `${room}-types-only`,
            comment: `${room} may import only types from ${types.join(', ')}`,
            severity: 'error',
            from: { path: inside(room) },
            to: { path: typePaths, dependencyTypesNot: ['type-only', 'type-import'] },
          },
        ]),
  ];
});

// Also what no package.json of ours names, and is there only because another package needs it.
const outside = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown', 'core'];
const npm = (names) => names.map((n) => `^node_modules/${n}/`);
module.exports = {
  forbidden: [
    ...roomRules,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'domain-outside',
      comment: 'domain: zod, @noble/hashes and decimal.js only, so that workflows run it',
      severity: 'error',
      from: { path: '^domain/' },
      to: {
        dependencyTypes: outside,
        pathNot: npm(['zod', '@noble/hashes', 'decimal\\.js']),
      },
    },
    {
      name: 'workflows-outside',
      severity: 'error',
      from: { path: '^workflows/' },
      to: {
        dependencyTypes: outside,
        pathNot: npm([
          '@temporalio/workflow',
          '@temporalio/common',
          'zod',
          '@noble/hashes',
          'decimal\\.js',
        ]),
      },
    },
    {
      name: 'nothing-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.tieout|artifacts)/' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
