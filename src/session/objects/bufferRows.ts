/** A buffer and what hangs on it: the dma_buf, attachments with their lists, mappings, windows of access. */
import {
  accessWindowId,
  attachmentId,
  fenceId,
  ownershipId,
} from '../../model/machines/instanceIds.ts';
import type {
  AccessWindow,
  Attachment,
  Buffer,
  DmaMapping,
  DmaSegment,
  SgEntry,
  State,
} from '../../model/state.ts';
import {
  bufferNameIn,
  counted,
  deviceNameIn,
  hexFact,
  machineOf,
  row,
  type Fact,
  type ObjectRow,
  type ObjectSection,
} from './objectRow.ts';
import { fenceFact } from './fenceRows.ts';
import { vmaRow } from './processRows.ts';

/** All that hangs on one buffer. */
export function bufferSection(state: State, index: number): ObjectSection {
  const buffer = state.buffers[index];
  const setup = state.setup.buffers[index];
  const memory = setup?.memory === undefined ? '' : `, ${setup.memory} memory without struct page`;
  return {
    key: `buffer ${index}`,
    title: bufferNameIn(state, index),
    note: `${setup?.exporter ?? ''}, mmap ${setup?.mmap ?? ''}${memory}`,
    rows: buffer
      ? [
          dmaBufRow(buffer),
          ...storageRows(buffer),
          ...state.attachments
            .filter((attachment) => attachment.buffer === index)
            .flatMap((attachment) => attachmentRows(state, attachment)),
          ...state.mappings
            .filter(({ buffer: of, live, name }) => of === index && live && name !== null)
            .flatMap((mapping) => mappingRows(state, mapping, false)),
          ...resvRows(state, buffer),
          ...state.accessWindows
            .filter((window) => window.buffer === index && window.state !== 'closed')
            .map((window) => windowRow(state, window)),
          ...state.vmaps
            .filter((vmap) => vmap.buffer === index && vmap.live)
            .map(({ name }) => row(`vmap ${name}`, `vmap ${name}`, ['in the kernel’s addresses'])),
          ...state.vmas
            .filter((vma) => vma.buffer === index)
            .map((vma) => vmaRow(state, vma, vma.process)),
        ]
      : [],
  };
}

function dmaBufRow({ dmaBuf, released }: Buffer): ObjectRow {
  if (!dmaBuf) return row('dma_buf', 'dma_buf', [released > 0 ? 'released' : 'not exported']);
  const { size, name, references, importers, kernelReferences } = dmaBuf;
  return row('dma_buf', 'dma_buf', [
    `${size} bytes`,
    name !== '' && `called “${name}”`,
    counted(references, 'reference'),
    importers.length > 0 && `${importers.length} held by importers`,
    kernelReferences > 0 && `${kernelReferences} held by the exporter`,
  ]);
}

function storageRows({ injected, bogusPage, allocated }: Buffer): readonly ObjectRow[] {
  const errors = (injected ?? []).map(({ callback, errno }) =>
    row(`inject ${callback}`, callback, [`returns −${errno} from now on`], {
      inner: true,
      tone: 'bad',
    }),
  );
  const late = allocated ? [row('allocated', 'storage', ['chosen at the first map'])] : [];
  const bogus =
    bogusPage === undefined
      ? []
      : [row('bogus', 'struct page', ['one in its list does not exist'], { tone: 'bad' })];
  return [...late, ...bogus, ...errors];
}

const pageWords: Readonly<Record<NonNullable<SgEntry['page']>, string>> = {
  bogus: 'page links lead to no struct page',
  none: 'page links are NULL',
  mangled: 'page links are mangled (CONFIG_DMABUF_DEBUG)',
};

/** An attachment, and the lists of its sg_table: what the CPU sees, and what the device was given. */
function attachmentRows(state: State, attachment: Attachment): readonly ObjectRow[] {
  const { id, device, sgTable, mapping, earlier } = attachment;
  const policy = state.setup.devices[device]?.importer ?? '';
  const own = new Set([mapping, ...(earlier ?? [])]);
  const mappings = state.mappings.filter((each) => each.live && own.has(each.id));
  const selection = machineOf('attachment', attachmentId(id));
  const about = `${deviceNameIn(state, device)} (${policy}): ${attachment.state}`;
  return [
    row(`attachment ${id}`, 'attachment', [about], { selection }),
    ...(sgTable.length > 0 ? [cpuListRow(attachment)] : []),
    ...mappings.flatMap((each) => mappingRows(state, each, true)),
  ];
}

function cpuListRow({ id, sgTable }: Attachment): ObjectRow {
  const page = sgTable.find((entry) => entry.page !== undefined)?.page ?? null;
  return row(
    `attachment ${id} list`,
    'CPU list',
    [
      counted(sgTable.length, 'entry', 'entries'),
      ...sgTable.flatMap(({ address, length }): Fact[] => [hexFact(address), `+${length}`]),
      page && pageWords[page],
    ],
    { inner: true, tone: page === null ? 'plain' : 'bad' },
  );
}

function segmentFacts(segments: readonly DmaSegment[]): readonly Fact[] {
  return segments.flatMap(({ dmaAddress, length, slot }): Fact[] => [
    hexFact(dmaAddress),
    `+${length}${slot === null ? '' : ` in slot ${slot}`}`,
  ]);
}

function mappingRows(state: State, mapping: DmaMapping, inner: boolean): readonly ObjectRow[] {
  const { id, name, kind, direction, segments, start, taken } = mapping;
  const page = Math.floor(start / state.setup.platform.pageSize);
  const main = row(
    `mapping ${id}`,
    name ?? 'DMA list',
    [
      inner ? null : deviceNameIn(state, mapping.device),
      kind === 'coherent' ? 'coherent' : direction,
      segments.length !== 1 && counted(segments.length, 'entry', 'entries'),
      ...segmentFacts(segments),
      mapping.moved === true && 'the buffer has moved: this leads to where it was',
      mapping.adopted === true && 'made for another device, or by hand',
      mapping.bounced === true && 'bounced by the exporter',
      mapping.unmaintained === true && 'caches left to the mapping before it',
    ],
    {
      selection: kind === 'coherent' ? null : machineOf('ownership', ownershipId(id, page)),
      inner,
      tone: mapping.moved ? 'bad' : 'plain',
    },
  );
  if (!taken) return [main];
  const instead = ['from the CPU list, in place of the DMA list', ...segmentFacts(taken)];
  return [main, row(`mapping ${id} taken`, 'taken', instead, { inner: true, tone: 'bad' })];
}

/** The fences of its dma_resv, with who must wait for each. */
function resvRows(state: State, { resv }: Buffer): readonly ObjectRow[] {
  return (resv ?? []).map(({ fence, usage }, i) =>
    row(`resv ${i}`, i === 0 ? 'dma_resv' : '', [usage, fenceFact(state, fence)], {
      selection: machineOf('fence', fenceId(fence)),
    }),
  );
}

const windowWords: Readonly<Record<AccessWindow['state'], string>> = {
  closed: 'closed',
  waiting: 'waits for it',
  'open.read': 'reads',
  'open.write': 'writes',
  'open.readWrite': 'reads and writes',
};

function windowRow(state: State, { who, buffer, isLock, ...window }: AccessWindow): ObjectRow {
  const id = accessWindowId(who, bufferNameIn(state, buffer));
  return row(`window ${who}`, isLock ? 'lock' : 'access', [`${who} ${windowWords[window.state]}`], {
    selection: machineOf('accessWindow', id),
  });
}
