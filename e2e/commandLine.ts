/** What the command line says of a scenario: the other way through the same simulator. */
import { execFileSync } from 'node:child_process';

export interface Counts {
  readonly operations: number;
  readonly luck: number;
  readonly harm: number;
}

/** Operations and violations of a built-in scenario on a platform, by `bufscope run --json`. */
export function countsOf(scenario: string, platform: string): Counts {
  const end = bufscope('run', scenario, '--platform', platform, '--json').at(-1);
  const operations = numberIn(end, 'operations');
  const violations = valueIn(end, 'violations');
  return { operations, luck: numberIn(violations, 'luck'), harm: numberIn(violations, 'harm') };
}

/** Ids of the built-in scenarios by their headings, by `bufscope list --json`. */
export function scenariosByGroup(): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const line of bufscope('list', '--json')) {
    if (valueIn(line, 'type') !== 'scenario') continue;
    const group = String(valueIn(line, 'group'));
    groups.set(group, [...(groups.get(group) ?? []), String(valueIn(line, 'id'))]);
  }
  return groups;
}

/** What a command prints. */
export function printed(...words: readonly string[]): string {
  const program = `${import.meta.dirname}/../dist-cli/bufscope.js`;
  return execFileSync('node', [program, ...words], { encoding: 'utf8' });
}

/** The lines that a command prints with --json. */
function bufscope(...words: readonly string[]): readonly unknown[] {
  return printed(...words)
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
}

function valueIn(object: unknown, key: string): unknown {
  if (typeof object !== 'object' || object === null) throw new Error(`no object with ${key}`);
  return new Map(Object.entries(object)).get(key);
}

function numberIn(object: unknown, key: string): number {
  const value = valueIn(object, key);
  if (typeof value !== 'number') throw new Error(`${key} is no number`);
  return value;
}
