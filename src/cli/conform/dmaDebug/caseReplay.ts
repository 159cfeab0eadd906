/** Replays a dma-debug case and compares what every call returned, told and logged. */
import { runAll, type Entry } from '../../../history/history.ts';
import type { KernelVersion } from '../../../model/platform.ts';
import type { OperationResult } from '../../../model/result.ts';
import type { DmaMapping } from '../../../model/state.ts';
import { inputsOf, setupOf } from '../../../script/setupOf.ts';
import type { Difference } from '../format.ts';
import type { CaseRecord, CaseStep } from './caseRecord.ts';
import { isKnownEnv, scenarioOfCase, stepsOfCase } from './caseScenario.ts';
import {
  compareMessages,
  complaintsOf,
  otherMessagesOf,
  withoutAddresses,
  withoutBuild,
} from './messages.ts';

/** Micro-events of a case: far more than any that was recorded, and no more than fit in memory. */
const mostEvents = 100_000;

/** Everything in which the model differs from the recording; empty where it agrees. */
export function replayCase(record: CaseRecord, kernel: KernelVersion): readonly Difference[] {
  if (!isKnownEnv(record.env))
    return [{ where: 'env', expected: record.env, got: 'no such environment' }];
  const scenario = scenarioOfCase(record, kernel);
  const { entries } = runAll(setupOf(scenario), inputsOf(scenario), mostEvents);
  const steps = stepsOfCase(record);
  const entryOf = (index: number): Entry | undefined =>
    entries[steps.findIndex(({ of }) => of === index)];
  const isComplaining = entries.some((entry) => complaintsOf(entry).length > 0);
  return [
    ...steps.flatMap(({ of }, i) => (of === null ? mustWork(entries[i], i) : [])),
    ...record.steps.flatMap((step, index) =>
      isReplayed(step)
        ? differencesOfStep(step, `steps[${index}]`, entryOf(index))
        : mustBeQuiet(step, `steps[${index}]`),
    ),
    ...compare('complains', String(record.complains), String(isComplaining)),
  ];
}

const isReplayed = ({ does }: CaseStep): boolean =>
  does.call !== 'alloc' && does.call !== 'nothing';

function compare(where: string, expected: string, got: string): readonly Difference[] {
  return expected === got ? [] : [{ where, expected, got }];
}

/** What is done before a recorded step must work without a word, or the replay is none. */
function mustWork(entry: Entry | undefined, index: number): readonly Difference[] {
  const got = entry ? describe(entry.result) : 'nothing';
  return [
    ...compare(`step ${index} before`, '0', got),
    ...compareMessages(`step ${index} before`, [], complaintsOf(entry)),
  ];
}

/** A step that the replay does together with another cannot have failed or drawn anything. */
function mustBeQuiet(step: CaseStep, where: string): readonly Difference[] {
  const { complaints, otherMessages } = step;
  return [
    ...compare(`${where}.ret`, step.ret ?? '0', '0'),
    ...compareMessages(where, [...complaints, ...otherMessages], []),
  ];
}

function differencesOfStep(
  step: CaseStep,
  where: string,
  entry: Entry | undefined,
): readonly Difference[] {
  const expected = step.complaints.map(withoutAddresses);
  const got = complaintsOf(entry).map(withoutAddresses);
  return [
    ...compareRet(step, where, entry),
    ...compareInfo(step, where, entry),
    ...compareMessages(`${where}.complaints`, expected, got),
    ...compareOthers(step, where, entry),
  ];
}

/** Calls whose recorded return value is a number of their own. */
const returnsNumber: ReadonlySet<string> = new Set(['bind']);

function compareRet(
  step: CaseStep,
  where: string,
  entry: Entry | undefined,
): readonly Difference[] {
  const result = entry?.result;
  if (!result) return compare(`${where}.ret`, step.ret ?? '0', 'nothing');
  const isNumber = result.kind === 'ok' && returnsNumber.has(step.does.call);
  const got = isNumber ? String(result.value) : describe(result);
  return compare(`${where}.ret`, step.ret ?? '0', got);
}

function describe(result: OperationResult): string {
  if (result.kind === 'ok') return '0';
  if (result.kind === 'errno') return `-${result.errno}`;
  return result.kind === 'scriptError' ? `refused: ${result.message}` : result.kind;
}

function compareInfo(
  step: CaseStep,
  where: string,
  entry: Entry | undefined,
): readonly Difference[] {
  if (step.info === null) return [];
  return compare(`${where}.info`, step.info, entry ? infoOf(step, entry) : 'nothing');
}

/** What the lab told of a map. */
function infoOf({ does }: CaseStep, { result, state }: Entry): string {
  if (result.kind !== 'ok') return 'mapping_error';
  if (does.call === 'mapSg') return `mapped_nents=${result.value}`;
  if (does.call === 'mapAttachment') {
    const mapping = state.mappings.findLast((m) => m.name === null && m.live && !isMisc(m));
    const list = state.attachments.findLast((a) => a.mapping === mapping?.id)?.sgTable;
    return `nents=${mapping?.segments.length ?? 0} orig_nents=${list?.length ?? 0}`;
  }
  const name = does.call === 'map' ? `m${does.m}` : '';
  const made = state.mappings.findLast((m) => m.name === name && m.live);
  return made?.segments.some(({ slot }) => slot !== null) ? 'bounced' : 'direct';

  function isMisc({ device }: DmaMapping): boolean {
    return state.setup.devices[device]?.miscOf !== undefined;
  }
}

/** Warnings that a kernel gives once: in a boot that several cases shared, only the first drew them. */
const onceOnly: readonly RegExp[] = [
  /Buffer overflow detected/u,
  /^WARNING: kernel\/dma\/swiotlb\.c at swiotlb_bounce$/u,
  /rejecting DMA map of vmalloc memory/u,
  /^WARNING: include\/linux\/dma-mapping\.h at dma_map_single_attrs$/u,
];

function compareOthers(
  { otherMessages }: CaseStep,
  where: string,
  entry: Entry | undefined,
): readonly Difference[] {
  const expected = otherMessages.map(withoutBuild);
  const all = otherMessagesOf(entry).map(withoutBuild);
  const isShared = (text: string): boolean => onceOnly.some((pattern) => pattern.test(text));
  const got = expected.length === 0 ? all.filter((text) => !isShared(text)) : all;
  return compareMessages(`${where}.other_kmsg`, expected, got);
}
