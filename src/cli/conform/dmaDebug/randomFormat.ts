/** Recordings of what CONFIG_DMA_API_DEBUG complains of over the value sequences. */
import { runAll } from '../../../history/history.ts';
import type { KernelVersion } from '../../../model/platform.ts';
import type { Scenario } from '../../../script/ast.ts';
import { inputsOf, setupOf } from '../../../script/setupOf.ts';
import { outcomeOf, type Difference, type RecordFormat } from '../format.ts';
import { readRecord, type ValueRecord } from '../values/record.ts';
import { scenarioOfRecord } from '../values/toScenario.ts';
import { compareMessages, complaintsOf, withoutAddresses } from './messages.ts';
import { readRandomRecord, type OpComplaints, type RandomEnv } from './randomRecord.ts';

/** Micro-events of a sequence: far more than any that was recorded, and no more than fit in memory. */
const mostEvents = 2_000_000;

/** The sequence on a kernel with dma-debug. */
function scenarioOf(sequence: ValueRecord, env: RandomEnv, kernel: KernelVersion): Scenario {
  const scenario = scenarioOfRecord({ ...sequence, env });
  const { id, overrides } = scenario.platform;
  return {
    ...scenario,
    summary: `Replay of what Linux ${kernel} with CONFIG_DMA_API_DEBUG did, environment ${env}.`,
    platform: { id, overrides: { ...overrides, kernel, dmaDebug: true } },
  };
}

/** The recorded module is `dbtruth`, and its devices are numbered; the sequences call them dev0, dev1 … */
function asInSequence(text: string): string {
  return withoutAddresses(text.replace(/^dbtruth dbtruth\.(\d+): /u, 'dev dev.$1: '));
}

function differencesIn(
  sequence: ValueRecord,
  env: RandomEnv,
  complaints: readonly OpComplaints[],
  kernel: KernelVersion,
): readonly Difference[] {
  const scenario = scenarioOf(sequence, env, kernel);
  const { entries } = runAll(setupOf(scenario), inputsOf(scenario), mostEvents);
  const beyond = complaints.filter(({ op }) => op >= sequence.ops.length);
  return [
    ...sequence.ops.flatMap((_, index) => {
      const expected = complaints.flatMap(({ op, text }) => (op === index ? text : []));
      const got = complaintsOf(entries[index]).map(withoutAddresses);
      return compareMessages(`${env} ops[${index}]`, expected.map(asInSequence), got);
    }),
    ...beyond.map(({ op }) => ({
      where: `${env} ops[${op}]`,
      expected: 'an operation',
      got: `the sequence has ${sequence.ops.length}`,
    })),
  ];
}

export const dmaDebugRandomFormat: RecordFormat = {
  name: 'dma-debug over random sequences',
  needsSequences: true,
  recognizes: (reader) => reader.has('complaints') && !reader.has('ops'),
  replay(json, { kernel, sequence }) {
    const read = readRandomRecord(json);
    if (!read.ok) return read;
    const { id, complaints } = read.record;
    const found = readRecord(sequence(id));
    if (!found.ok) return { ok: false, message: `no sequence ${id}: ${found.message}` };
    const { record } = found;
    const envs = [...complaints];
    return {
      ok: true,
      id,
      outcome: outcomeOf(envs.flatMap(([env, all]) => differencesIn(record, env, all, kernel))),
      scenarios: () => envs.map(([env]) => scenarioOf(record, env, kernel)),
    };
  },
};
