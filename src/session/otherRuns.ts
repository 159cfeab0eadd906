/**
 * Runs of the scenario that is shown, done otherwise: on another platform, with other settings, along
 * another branch. The last run of each kind is kept, so that one that goes on begins where it stood.
 */
import { appendAll, createHistory, type History } from '../history/history.ts';
import { truncate } from '../history/points.ts';
import type { StepInput } from '../model/operation.ts';
import type { Scenario } from '../script/ast.ts';
import { changeSetting, type SettingChange } from '../script/changeSetting.ts';
import { setupFor } from './runs.ts';

/** What is run. Settings that cannot be changed so are left as they are. */
export interface RunSpec {
  readonly scenario: Scenario;
  readonly settings: readonly SettingChange[];
  readonly platform: string;
  readonly dmaDebug: boolean | null;
  readonly inputs: readonly StepInput[];
}

/** How far a run is, and what is still to be done. */
export interface StartedRun {
  readonly history: History;
  readonly rest: readonly StepInput[];
}

const kept = new WeakMap<Scenario, Map<string, History>>();
const mostKept = 32;

function keyOf({ settings, platform, dmaDebug }: RunSpec): string {
  return JSON.stringify([platform, dmaDebug, settings]);
}

/** The scenario with its settings changed. */
export function changedScenario({ scenario, settings }: RunSpec): Scenario {
  return settings.reduce((changed, setting) => {
    const next = changeSetting(changed, setting);
    return typeof next === 'string' ? changed : next;
  }, scenario);
}

/** The part of a run that is done already. */
export function startRun(spec: RunSpec): StartedRun {
  const known = kept.get(spec.scenario)?.get(keyOf(spec));
  const { scenario, platform, dmaDebug, inputs } = spec;
  if (!known) {
    const changed = spec.settings.length === 0 ? scenario : changedScenario(spec);
    return { history: createHistory(setupFor(changed, platform, dmaDebug)), rest: inputs };
  }
  let shared = 0;
  while (shared < inputs.length && known.entries[shared]?.input === inputs[shared]) shared++;
  return { history: truncate(known, shared), rest: inputs.slice(shared) };
}

/** A run by `count` more of its operations. */
export function continueRun({ history, rest }: StartedRun, count: number): StartedRun {
  return { history: appendAll(history, rest.slice(0, count)), rest: rest.slice(count) };
}

/** Keeps a run for the next time that it is asked for. */
export function keepRun(spec: RunSpec, history: History): void {
  const runs = kept.get(spec.scenario) ?? new Map<string, History>();
  kept.set(spec.scenario, runs);
  const key = keyOf(spec);
  runs.delete(key);
  runs.set(key, history);
  const [oldest] = runs.keys();
  if (runs.size > mostKept && oldest !== undefined) runs.delete(oldest);
}

/** All of a run, at once. */
export function runOtherwise(spec: RunSpec): History {
  const { history, rest } = startRun(spec);
  const whole = appendAll(history, rest);
  keepRun(spec, whole);
  return whole;
}
