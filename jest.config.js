/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  moduleNameMapper: {
    '^buildkit-cdk$': '<rootDir>/constructs/index.ts',
    '^buildkit-cdk/llb$': '<rootDir>/lib/llb/index.ts',
    '^buildkit-cdk/props$': '<rootDir>/lib/props/index.ts',
    '^buildkit-cdk/client$': '<rootDir>/lib/client/index.ts',
    '^buildkit-cdk/client/grpc-js$': '<rootDir>/lib/client/grpc-js/index.ts',
    '^buildkit-cdk/testing$': '<rootDir>/constructs/testing/index.ts',
    '^buildkit-cdk/build$': '<rootDir>/lib/build/index.ts',
  },
  modulePathIgnorePatterns: [
    '<rootDir>/dist/',
    '<rootDir>/.engine/',
    '<rootDir>/.demo/',
    '<rootDir>/.family/',
  ],
  setupFiles: ['<rootDir>/test/support/property-seed.ts'],
  maxWorkers: 2,
  // A slow machine under load is no failure.
  testTimeout: 30_000,
};
