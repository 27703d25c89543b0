/** Where a test has its own files, in the sandbox and never in the image. */
export const TEST_FOLDER = '/run/buildkit-cdk/test';

/** The program that runs a test. */
export const TEST = `${TEST_FOLDER}/program/test`;

/** The program that asks questions. */
export const TEST_PROBE = `${TEST_FOLDER}/probe/probe`;

/** What is tested. */
export const TEST_PLAN = `${TEST_FOLDER}/plan/test.json`;

/** A folder for what a test makes: nothing, and that is kept. */
export const TEST_OUTPUT = `${TEST_FOLDER}/output`;
