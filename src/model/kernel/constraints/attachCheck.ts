/**
 * What an exporter looks at when a device attaches, and how it gets by where its storage does not suit
 * [drivers/dma-buf/dma-buf.c: dma_buf_attach fails with EBUSY].
 */
import { call, emit, type Draft } from '../../draft.ts';
import type { OperationResult } from '../../result.ts';
import { refuse } from '../refuse.ts';
import { bufferName, bufferSize, deviceName, exporterName } from '../named.ts';
import { canReach } from '../segments.ts';
import { dmaMap, dmaUnmap } from '../streaming.ts';
import { findMapping } from '../extents.ts';
import { isImpossible, whyUnfit } from './demands.ts';
import { commonList, listFor, separateList } from './lists.ts';
import { isUnallocated, suitableFrames } from './storage.ts';

/** Looks at a device that attaches. Returns a refusal; null where it may. */
export function checkAttach(
  draft: Draft,
  device: number,
  buffer: number,
  cpu: number,
): OperationResult | null {
  const { attachCheck = 'reach', unfit } = draft.state.setup.buffers[buffer] ?? {};
  if (attachCheck === 'none') return null;
  const isPlain = attachCheck === 'reach' && !unfit;
  const reach = isPlain ? problemOf(draft, device, buffer, attachCheck, cpu) : null;
  // Most exporters do no more than this, in dma_buf_attach's own context.
  if (isPlain) return reach === null ? null : refuse(draft, 'EBUSY', reach);
  return call(draft, `${exporterName(draft, buffer)}_attach(${bufferName(draft, buffer)})`, () => {
    const problem = problemOf(draft, device, buffer, attachCheck, cpu);
    const bounces = unfit === 'bounce' && draft.state.slots.length > 0;
    const isCut = unfit === 'separate' && isHelpedByOwnList(draft, device, buffer);
    const remedy = problem === null ? null : bounces ? 'bounce' : isCut ? 'separate' : null;
    emit(draft, 'attach.check', {
      label: problem ?? `the storage suits ${deviceName(draft, device)}`,
      from: { kind: 'memory' },
      to: { kind: 'device', device },
      facts: { check: attachCheck, suits: problem === null, remedy: remedy ?? 'none' },
    });
    return problem === null || remedy ? null : refuse(draft, 'EBUSY', problem);
  });
}

type Looks = 'reach' | 'limits' | 'union' | 'test-map';

function problemOf(
  draft: Draft,
  device: number,
  buffer: number,
  looks: Looks,
  cpu: number,
): string | null {
  const size = bufferSize(draft, buffer);
  if (looks === 'limits' && isImpossible(draft, device, size))
    return `${deviceName(draft, device)} takes fewer bytes in all its segments than the ${size} of the buffer`;
  if (isUnallocated(draft, buffer)) {
    const others = draft.state.attachments.flatMap((a) => (a.buffer === buffer ? [a.device] : []));
    return suitableFrames(draft, buffer, [...others, device])
      ? null
      : `no storage suits ${deviceName(draft, device)} and all others that are attached`;
  }
  if (looks === 'union') return whyUnfit(draft, device, commonList(draft, buffer));
  if (looks === 'test-map') return testMap(draft, device, buffer, cpu);
  return commonList(draft, buffer).some((entry) => !canReach(draft, device, entry))
    ? `${deviceName(draft, device)} does not reach the storage`
    : null;
}

function isHelpedByOwnList(draft: Draft, device: number, buffer: number): boolean {
  return whyUnfit(draft, device, separateList(draft, device, buffer)) === null;
}

/** Maps for the device and unmaps again, without maintenance. Returns what is wrong. */
function testMap(draft: Draft, device: number, buffer: number, cpu: number): string | null {
  const entries = listFor(draft, device, buffer);
  const length = bufferSize(draft, buffer);
  // Of the device's own earlier mappings nothing is forgotten: this one never had a name or a place.
  const before = draft.state.mappings;
  const mapped = dmaMap(draft, {
    ...{ name: null, kind: 'sg', device, buffer, start: 0, length, cpu, entries },
    ...{ direction: 'BIDIRECTIONAL', isOwned: false, skipCpuSync: true },
  });
  if ('errno' in mapped) return `${mapped.reason} (test mapping)`;
  const list = findMapping(draft, mapped.id)?.segments ?? [];
  dmaUnmap(draft, mapped.id, { length, direction: 'TO_DEVICE', skipCpuSync: true, cpu });
  draft.state.mappings = before;
  return list.length === 0 ? 'nothing was mapped' : whyUnfit(draft, device, entries);
}
