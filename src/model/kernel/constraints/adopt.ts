/**
 * DMA lists that were not made for the device that gets them: one list for all attachments, and entries of memory
 * without struct page whose DMA address the exporter wrote by hand [drivers/gpu/drm/armada/armada_gem.c].
 */
import { call, emit, takeId, type Draft } from '../../draft.ts';
import { isBehindIommu } from '../../hardware/iommu.ts';
import type { Direction } from '../../operation.ts';
import type { OperationResult } from '../../result.ts';
import type { Attachment, DmaMapping, DmaSegment, SgEntry } from '../../state.ts';
import { blameDefect, raise } from '../../violations/raise.ts';
import { addMapping } from '../attachmentState.ts';
import { done } from '../refuse.ts';
import { bufferSize, deviceName, exporterName } from '../named.ts';
import { isCoherentDevice } from '../segments.ts';
import { pagelessRemedy } from '../structPage/pageless.ts';

/** A DMA list, and for whom it was made: a device, or whoever reaches memory by physical address. */
interface Foreign {
  readonly segments: readonly DmaSegment[];
  readonly of: number | null;
  readonly why: string;
}

/** Gives a device a list that stands already. Returns null where it gets one of its own. */
export function adoptList(
  draft: Draft,
  attachment: Attachment,
  entries: readonly SgEntry[],
  direction: Direction,
): OperationResult | null {
  const { device, buffer } = attachment;
  const foreign = writtenByHand(draft, buffer, entries) ?? listOfAnother(draft, attachment);
  if (!foreign) return null;
  if (pagelessRemedy(draft, buffer) !== 'nopage')
    return adopt(draft, attachment, foreign, direction);
  // dma_map_sg finds the attribute: it maintains no cache, and takes the address as it stands.
  return call(draft, `dma_map_sgtable(${deviceName(draft, device)}, ${direction})`, () => {
    raise(draft, {
      rule: 'coherent-memory-streamed',
      bytes: { buffer, start: 0, length: bufferSize(draft, buffer) },
      outcome: 'the streaming API is called, and an attribute makes it do nothing',
    });
    return adopt(draft, attachment, foreign, direction);
  });
}

function adopt(
  draft: Draft,
  attachment: Attachment,
  foreign: Foreign,
  direction: Direction,
): OperationResult {
  const { device, buffer } = attachment;
  const length = bufferSize(draft, buffer);
  noteForeign(draft, device, buffer, foreign);
  const mapping: DmaMapping = {
    ...{ id: takeId(draft), kind: 'sg', name: null, device, buffer, start: 0, length, direction },
    ...{ segments: foreign.segments, live: true, changing: false, extents: [], adopted: true },
  };
  const isReplaced = (old: DmaMapping): boolean =>
    !old.live && old.device === device && old.name === null && old.buffer === buffer;
  draft.state.mappings = [...draft.state.mappings.filter((old) => !isReplaced(old)), mapping];
  addMapping(draft, attachment.id, mapping.id);
  emit(draft, 'sgt.adopt', {
    label: `${deviceName(draft, device)} gets ${foreign.why}`,
    from: { kind: 'memory' },
    to: { kind: 'device', device },
    range: { buffer, start: 0, length },
    facts: { entries: foreign.segments.length },
  });
  return done;
}

/** Entries with DMA address and length only: the exporter writes what its own device uses. */
function writtenByHand(draft: Draft, buffer: number, entries: readonly SgEntry[]): Foreign | null {
  const remedy = pagelessRemedy(draft, buffer);
  if (remedy !== 'dma-only' && remedy !== 'nopage') return null;
  const allocation = draft.state.mappings.find(
    (m) => m.live && m.kind === 'coherent' && m.buffer === buffer,
  );
  const physical = entries.map(({ start, length, address }) => ({
    ...{ start, length, dmaAddress: address, slot: null },
  }));
  const why = `the DMA address that ${exporterName(draft, buffer)} wrote into the entry`;
  return { segments: allocation?.segments ?? physical, of: allocation?.device ?? null, why };
}

/** Where there is one list for all: that of the device which mapped first. */
function listOfAnother(draft: Draft, { device, buffer }: Attachment): Foreign | null {
  if (draft.state.setup.buffers[buffer]?.sgLists !== 'shared') return null;
  const first = draft.state.mappings.find(
    (m) => m.live && !m.adopted && m.buffer === buffer && m.kind === 'sg' && m.name === null,
  );
  if (!first || first.device === device) return null;
  const why = `the DMA list of ${deviceName(draft, first.device)}`;
  return { segments: first.segments, of: first.device, why };
}

function noteForeign(draft: Draft, device: number, buffer: number, foreign: Foreign): void {
  const isTranslated = isBehindIommu(draft.state, device);
  const isTheirs = foreign.of !== null && isBehindIommu(draft.state, foreign.of);
  if (foreign.of === device) return;
  const isMaintained = foreign.of !== null && !isCoherentDevice(draft, foreign.of);
  if (!isMaintained && !isCoherentDevice(draft, device))
    blameDefect(draft, { buffer, start: 0, length: bufferSize(draft, buffer) }, 'list-of-another');
  // By physical address all devices mean the same place.
  if (!isTranslated && !isTheirs && foreign.segments.every(({ slot }) => slot === null)) return;
  raise(draft, {
    rule: 'address-of-another-device',
    bytes: { buffer, start: 0, length: bufferSize(draft, buffer) },
    outcome: `${deviceName(draft, device)} gets ${foreign.why}`,
  });
}
