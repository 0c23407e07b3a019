// The lint rules: type-checked throughout, no floating promises and exhaustive switches everywhere, tests included.
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const nodeBuiltinsBanned = {
  patterns: [
    { group: ['node:*'], message: 'Workflows and the domain run inside the workflow sandbox.' },
  ],
};

export default tseslint.config(
  { ignores: ['node_modules/**', '.tieout/**', 'artifacts/**', 'db/migrations/**'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/require-await': 'off',
      'no-restricted-properties': [
        'error',
        {
          object: 'Number',
          property: 'parseFloat',
          message: 'Money is a decimal string: use domain/money.',
        },
      ],
      'no-restricted-globals': [
        'error',
        { name: 'parseFloat', message: 'Money is a decimal string: use domain/money.' },
      ],
      eqeqeq: ['error', 'always'],
      'no-console': 'error',
    },
  },
  {
    // The environment is read once, in config/; a process's own entry file may hand it over.
    files: [
      'domain/**',
      'db/**',
      'activities/**',
      'workflows/**',
      'connectors/**',
      'relay/**',
      'api/**',
      'codec/**',
    ],
    rules: {
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'Read the environment in config/ and pass it in.',
        },
        {
          object: 'Number',
          property: 'parseFloat',
          message: 'Money is a decimal string: use domain/money.',
        },
      ],
    },
  },
  {
    files: ['domain/**/*.ts', 'workflows/**/*.ts'],
    rules: {
      'no-restricted-imports': ['error', nodeBuiltinsBanned],
      'no-restricted-globals': [
        'error',
        { name: 'Temporal', message: 'Not deterministic inside workflows.' },
        { name: 'Intl', message: 'Depends on the machine: format outside the domain.' },
        { name: 'parseFloat', message: 'Money is a decimal string: use domain/money.' },
      ],
    },
  },
  {
    files: ['domain/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='Date'][property.name='now']",
          message: 'The domain has no clock.',
        },
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'The domain has no clock.',
        },
        {
          selector: "MemberExpression[object.name='Math'][property.name='random']",
          message: 'The domain has no randomness.',
        },
        {
          selector: "MemberExpression[property.name='toFixed']",
          message: 'Money is exact: use domain/money.',
        },
      ],
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs', '**/*.js'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        fetch: 'readonly',
        AbortSignal: 'readonly',
        Buffer: 'readonly',
        module: 'writable',
        require: 'readonly',
        __dirname: 'readonly',
      },
    },
  },
);
