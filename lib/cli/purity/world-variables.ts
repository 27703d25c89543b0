import { VARIABLES_OF_ASPECTS } from './aspect';
import { ALL_VARIABLES, type Observation } from './observation';
import type { World } from './world';

type Variables = Readonly<Record<string, string | undefined>>;

/** What Node, its loaders and the shell need to run the app, whatever the app reads. */
const NEEDED = [
  'PATH',
  'TMPDIR',
  'XDG_CACHE_HOME',
  'NODE_OPTIONS',
  'NODE_PATH',
  'NODE_EXTRA_CA_CERTS',
  'NODE_COMPILE_CACHE',
  'NODE_DISABLE_COMPILE_CACHE',
  'LD_LIBRARY_PATH',
];

/** Value of a variable that was not set. */
const ELSEWHERE = 'elsewhere';

/** What a world's variables are made from. */
export interface VariableFacts {
  readonly env: Variables;
  /** What the app did in the world as it is. */
  readonly observations: readonly Observation[];
  /** A folder that is empty. */
  readonly home: string;
  /** Whether the program finds what it runs in the home folder of its user. */
  readonly needsHome: boolean;
}

/** The environment of a run in a world. */
export function worldVariables({ aspects, variables }: World, facts: VariableFacts): Variables {
  const { env, home, needsHome } = facts;
  return {
    ...(aspects.has('environment') ? otherEnvironment(facts) : env),
    ...(aspects.has('zone') ? { TZ: otherZone(env) } : {}),
    ...(aspects.has('locale') ? otherLocale(env) : {}),
    ...(aspects.has('user') ? { USER: 'somebody', LOGNAME: 'somebody' } : {}),
    ...(aspects.has('user') && !needsHome ? { HOME: home } : {}),
    ...variables,
  };
}

/** Variables that the app reads and that can be otherwise, each with what it then is. */
export function otherVariables({
  env,
  observations,
}: Pick<VariableFacts, 'env' | 'observations'>): Variables {
  const read = observations.filter(({ kind }) => kind === 'environment');
  const names = read.flatMap(({ what }) => (what === ALL_VARIABLES ? Object.keys(env) : [what]));
  return Object.fromEntries(
    [...new Set(names)]
      .filter((name) => !isKept(name))
      .map((name) => [name, env[name] === undefined ? ELSEWHERE : undefined]),
  );
}

/** Only what is needed, what the app misses here, and one that it cannot know. */
function otherEnvironment(facts: VariableFacts): Variables {
  const kept = Object.entries(facts.env).filter(([name]) => isKept(name));
  return { ...Object.fromEntries(kept), ...otherVariables(facts), ANOTHER_VARIABLE: ELSEWHERE };
}

function isKept(name: string): boolean {
  return NEEDED.includes(name) || VARIABLES_OF_ASPECTS.includes(name);
}

function otherZone({ TZ }: Variables): string {
  return TZ === 'Pacific/Kiritimati' ? 'UTC' : 'Pacific/Kiritimati';
}

/** A language whose letters have other pairs of cases, and whose dates another form. */
function otherLocale({ LC_ALL, LANG }: Variables): Variables {
  const locale = (LC_ALL || LANG || '').startsWith('tr') ? 'de_DE.UTF-8' : 'tr_TR.UTF-8';
  return { LANG: locale, LC_ALL: locale };
}
