import type { ObservationKind } from './observation';

/** One thing that another world has otherwise. */
export interface Aspect {
  readonly name: string;
  /** After "by" in a message. */
  readonly says: string;
  /** What an app does that depends on it. */
  readonly kinds: readonly ObservationKind[];
  /** Variables of the environment that tell it. */
  readonly variables: readonly string[];
}

const table = <const T extends readonly Aspect[]>(aspects: T): T => aspects;

/** All that `synth verify` changes, in the order in which it is tried alone. */
export const ASPECTS = table([
  { name: 'clock', says: 'the clock', kinds: ['clock'], variables: [] },
  { name: 'zone', says: 'the time zone', kinds: ['zone'], variables: ['TZ'] },
  {
    name: 'locale',
    says: 'the language of the user',
    kinds: ['locale'],
    variables: ['LANG', 'LANGUAGE', 'LC_ALL'],
  },
  {
    name: 'user',
    says: 'the user',
    kinds: ['user'],
    variables: ['HOME', 'USER', 'LOGNAME', 'USERNAME'],
  },
  { name: 'machine', says: 'the machine', kinds: ['machine'], variables: [] },
  { name: 'folder', says: 'the working folder', kinds: ['folder'], variables: ['PWD', 'OLDPWD'] },
  { name: 'environment', says: 'the environment', kinds: ['environment'], variables: [] },
  { name: 'random', says: 'random numbers', kinds: ['chance'], variables: [] },
  { name: 'order', says: 'the order of files in a folder', kinds: ['order'], variables: [] },
]);

/** Name of an {@link Aspect}. */
export type AspectName = (typeof ASPECTS)[number]['name'];

/** Variables that belong to an aspect other than the environment. */
export const VARIABLES_OF_ASPECTS: readonly string[] = ASPECTS.flatMap(
  ({ variables }) => variables,
);
