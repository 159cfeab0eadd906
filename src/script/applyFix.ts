/**
 * The scenario with a violation's smallest fix in it: operations put around the offending one, settings of
 * declarations changed. What was expected from there on told of the mistake, so it is left out.
 */
import type { Operation } from '../model/operation.ts';
import type { Fix, FixSetting } from '../model/violation.ts';
import type { Scenario, ScenarioStep } from './ast.ts';
import { bufferSettings } from './bufferSettings.ts';
import { deviceSettings } from './deviceSettings.ts';
import type { Setting } from './setting.ts';

/** Puts `fix` around the step with this index, from 0. A step that is not there leaves the steps alone. */
export function applyFix(scenario: Scenario, stepIndex: number, fix: Fix): Scenario {
  const steps = scenario.steps.flatMap((step, index) => {
    if (index < stepIndex) return [step];
    const forgotten = withoutExpects(step);
    if (index > stepIndex) return [forgotten];
    return [...fix.before.map(stepOf), forgotten, ...fix.after.map(stepOf)];
  });
  return fix.settings.reduce(withSetting, { ...scenario, steps });
}

function stepOf(operation: Operation): ScenarioStep {
  return { operation, expects: [], notes: [], meanwhile: [], line: 0 };
}

function withoutExpects(step: ScenarioStep): ScenarioStep {
  const meanwhile = step.meanwhile.map((inner) => ({ ...inner, step: withoutExpects(inner.step) }));
  return { ...step, expects: [], meanwhile };
}

function withSetting(scenario: Scenario, setting: FixSetting): Scenario {
  const change = <T extends { readonly name: string }>(
    items: readonly T[],
    settings: readonly Setting<T>[],
  ): readonly T[] =>
    items.map((item) => (item.name === setting.name ? withValue(item, settings, setting) : item));
  return setting.declaration === 'buffer'
    ? { ...scenario, buffers: change(scenario.buffers, bufferSettings) }
    : { ...scenario, devices: change(scenario.devices, deviceSettings) };
}

function withValue<T>(item: T, settings: readonly Setting<T>[], { key, value }: FixSetting): T {
  const read = settings.find(({ word }) => word === key)?.read(value);
  return read === undefined || typeof read === 'string' ? item : { ...item, ...read };
}
