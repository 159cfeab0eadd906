/** The built-in scenarios as read, by thread: what `list`, `matrix --all` and docs/scenarios.md go through. */
import { platforms } from '../model/platforms/platforms.ts';
import { scenarios } from '../scenarios/catalogue.ts';
import { byGroup } from '../scenarios/groups.ts';
import type { Scenario } from '../script/ast.ts';
import { parseScenario } from '../script/parse.ts';
import { replayScenario, type Replay } from '../history/replay.ts';

export interface BuiltIn {
  readonly id: string;
  /** Heading under which it is listed. */
  readonly group: string;
  /** Null where its text has a mistake, which its tests report. */
  readonly scenario: Scenario | null;
}

/** All of them, grouped in the order of the threads. */
export function builtInsByGroup(): readonly {
  readonly group: string;
  readonly entries: readonly BuiltIn[];
}[] {
  return byGroup(
    scenarios.map(({ id, group, text }) => ({ id, group, scenario: parseScenario(text).scenario })),
  );
}

/** A scenario on every platform, in their order. */
export function onEveryPlatform(scenario: Scenario): readonly Replay[] {
  return platforms.map(({ id }) => replayScenario(scenario, id));
}
