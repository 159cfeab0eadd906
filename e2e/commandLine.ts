/** What the command line says of a scenario: the other way through the same simulator. */
import { execFileSync } from 'node:child_process';

export interface Counts {
  readonly operations: number;
  readonly luck: number;
  readonly harm: number;
}

/** Operations and violations of a built-in scenario on a platform, by `bufscope run --json`. */
export function countsOf(scenario: string, platform: string): Counts {
  const program = `${import.meta.dirname}/../dist-cli/bufscope.js`;
  const output = execFileSync(
    'node',
    [program, 'run', scenario, '--platform', platform, '--json'],
    {
      encoding: 'utf8',
    },
  );
  const end: unknown = JSON.parse(output.trim().split('\n').at(-1) ?? 'null');
  const operations = numberIn(end, 'operations');
  const violations = valueIn(end, 'violations');
  return { operations, luck: numberIn(violations, 'luck'), harm: numberIn(violations, 'harm') };
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
