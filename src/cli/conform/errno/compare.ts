/** Replays a case and compares every result with what the kernel gave. */
import { runAll, type Entry } from '../../../history/history.ts';
import type { StepInput } from '../../../model/operation.ts';
import { setupOf } from '../../../script/setupOf.ts';
import type { Difference } from '../format.ts';
import type { Done, Planned } from './planned.ts';
import type { ErrnoRecord, Given } from './record.ts';
import type { Conversion } from './toScenario.ts';

/** Everything in which the model differs from the recording. */
export function differencesOf(
  record: ErrnoRecord,
  { scenario, planned }: Conversion,
): readonly Difference[] {
  const inputs: StepInput[] = scenario.steps.map(({ operation }) => ({ operation, meanwhile: [] }));
  const { entries } = runAll(setupOf(scenario), inputs);
  let next = 0;
  return record.steps.flatMap(({ given }, index) => {
    const plan = planned[index];
    if (!plan) return [];
    const own = entries.slice(next, next + plan.operations.length);
    next += plan.operations.length;
    return compareStep(`steps[${index}]`, given, plan, { entries: own, last: entries[next - 1] });
  });
}

function compareStep(where: string, given: Given, plan: Planned, done: Done): Difference[] {
  const info = given.info === null ? null : normalInfo(given.info);
  const faults = done.entries.reduce((sum, { result }) => sum + faultsOf(result), 0);
  return [
    ...compare(`${where}.ret`, given.ret, plan.ret(done)),
    ...(info === null ? [] : compare(`${where}.info`, info, plan.info(done) ?? 'nothing')),
    ...(given.minflt === null
      ? []
      : compare(`${where}.minflt`, String(given.minflt), String(faults))),
    ...(given.siCode === null
      ? []
      : compare(`${where}.si_code`, String(given.siCode), signalCode(done.entries))),
    ...compare(`${where}.kmsg`, given.kmsg.map(normalWarning).join('; '), warnings(done.entries)),
  ];
}

function compare(where: string, expected: string, got: string): Difference[] {
  return expected === got ? [] : [{ where, expected, got }];
}

const faultsOf = (result: Entry['result']): number =>
  result.kind === 'ok' || result.kind === 'bytes' ? result.faults : 0;

function signalCode(entries: readonly Entry[]): string {
  const result = entries.at(-1)?.result;
  if (result?.kind !== 'signal') return 'no signal';
  return 'code' in result ? String(result.code) : 'none';
}

/** Without what differs from boot to boot: inode and mount numbers. The lab's module has a name of its own. */
function normalInfo(info: string): string {
  return info
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '' && !/^(?:ino|mnt_id):/u.test(part))
    .map((part) => (part === 'exp_name: dbtruth' ? 'exp_name: ours' : part))
    .join(';');
}

/** File and function of a warning, without line, offset, CPU and task. */
function normalWarning(message: string): string {
  const found = /^WARNING: ([^\s:]+)(?::\d+)? at (\w+)/u.exec(message);
  return found ? `WARNING: ${found[1]} at ${found[2]}` : message;
}

function warnings(entries: readonly Entry[]): string {
  return entries
    .flatMap(({ events }) => events)
    .filter(({ kind, label }) => kind === 'printk' && label.startsWith('WARNING:'))
    .map(({ label }) => normalWarning(label))
    .join('; ');
}
