/** What the objects panel says of states made by hand. */
import { describe, expect, it } from 'vitest';
import { stateWith } from '../../../test/sampleState.ts';
import type { DmaMapping, State } from '../../model/state.ts';
import type { ObjectRow } from './objectRow.ts';
import { objectSections } from './objectSections.ts';

const mapping: DmaMapping = {
  id: 4,
  name: null,
  kind: 'sg',
  device: 0,
  buffer: 0,
  start: 0,
  length: 1024,
  direction: 'TO_DEVICE',
  segments: [{ start: 0, length: 1024, dmaAddress: 0xf000, slot: null }],
  live: true,
  changing: false,
  extents: [],
};

const words = ({ what, facts }: ObjectRow) =>
  `${what}: ${facts.map((fact) => (typeof fact === 'string' ? fact : fact.code)).join(' | ')}`;

/** All rows in words, by the title of their section. */
function said(state: Partial<State>): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    objectSections(stateWith(state)).map(({ title, rows }) => [title, rows.map(words)]),
  );
}

describe('a buffer', () => {
  it('says that it is not exported, and what is known of a dma_buf', () => {
    expect(said({})['frame']).toEqual(['dma_buf: not exported']);
    const dmaBuf = {
      references: 3,
      importers: [0],
      kernelReferences: 1,
      file: 1,
      size: 4096,
      name: 'scanout',
    };
    const [buffer] = stateWith({}).buffers;
    if (!buffer) throw new Error('the sample has a buffer');
    expect(said({ buffers: [{ ...buffer, dmaBuf }] })['frame']).toEqual([
      'dma_buf: 4096 bytes | called “scanout” | 3 references | 1 held by importers | 1 held by the exporter',
    ]);
  });

  it('has the two lists of an attachment, which differ once pages are merged', () => {
    const sgTable = [
      { start: 0, length: 512, address: 0x1000 },
      { start: 512, length: 512, address: 0x3000 },
    ];
    const attachments = [
      { id: 2, device: 0, buffer: 0, state: 'mapped', sgTable, mapping: 4 } as const,
    ];
    expect(said({ attachments, mappings: [mapping] })['frame']).toEqual([
      'dma_buf: not exported',
      expect.stringMatching(/^attachment: gpu \(.*\): mapped$/),
      'CPU list: 2 entries | 0x1000 | +512 | 0x3000 | +512',
      'DMA list: TO_DEVICE | 0xf000 | +1024',
    ]);
  });

  it('marks lists without pages, stolen addresses, and mappings of a buffer that has moved', () => {
    const sgTable = [{ start: 0, length: 1024, address: 0x1000, page: 'bogus' } as const];
    const attachments = [
      { id: 2, device: 0, buffer: 0, state: 'moved', sgTable, mapping: 4 } as const,
    ];
    const stolen = { ...mapping, moved: true as const, taken: mapping.segments };
    const [section] = objectSections(stateWith({ attachments, mappings: [stolen] }));
    expect(section?.rows.map(({ what, tone }) => [what, tone])).toEqual([
      ['dma_buf', 'plain'],
      ['attachment', 'plain'],
      ['CPU list', 'bad'],
      ['DMA list', 'bad'],
      ['taken', 'bad'],
    ]);
  });

  it('has its fences with their usage, and windows of access', () => {
    const [buffer] = stateWith({}).buffers;
    if (!buffer) throw new Error('the sample has a buffer');
    const state = stateWith({
      buffers: [{ ...buffer, resv: [{ fence: 9, usage: 'WRITE' }] }],
      fences: [
        {
          id: 9,
          name: 'j1',
          source: { kind: 'job', device: 0 },
          seqno: 1,
          state: 'pending.watched',
        },
      ],
      accessWindows: [
        { who: 'app', buffer: 0, isLock: true, isWrite: true, cpu: 0, state: 'waiting' },
        { who: 'gpu', buffer: 0, isLock: false, isWrite: true, cpu: 0, state: 'closed' },
      ],
    });
    const [section] = objectSections(state);
    expect(section?.rows.map(words)).toEqual([
      'dma_buf: not exported',
      'dma_resv: WRITE | j1, pending, waited for',
      'lock: app waits for it',
    ]);
  });
});

describe('a process', () => {
  it('lists descriptors with their files, flags, and who shares them', () => {
    const fd = { name: 'fd', number: 3, file: 1, buffer: 0, readOnly: false, closeOnExec: true };
    const files = [{ id: 1, kind: 'dma-buf', object: 0, flags: 0o4002, position: 512 } as const];
    const processes = [
      { name: 'app', cpus: [0, 1], fds: [fd] },
      { name: 'viewer', cpus: [], fds: [{ ...fd, number: 7, name: 'other', closeOnExec: false }] },
    ];
    expect(said({ files, processes })).toMatchObject({
      app: [
        'fd 3: fd | dma-buf frame | read-write | O_NONBLOCK | close-on-exec | file shared by 2 descriptors | at byte 512',
      ],
      viewer: [
        'fd 7: other | dma-buf frame | read-write | O_NONBLOCK | file shared by 2 descriptors | at byte 512',
      ],
    });
  });
});

describe('memfds', () => {
  it('say how much of them is there, how they are sealed, and what a hole has parted', () => {
    const memfd = { name: 'm', size: 1024, seals: 2, frames: [0, null], pinnedBy: [0] };
    expect(said({ memfds: [memfd] })['memfds']).toEqual([
      'm: 1024 bytes | 1 of 2 pages allocated | sealed: SHRINK',
      'pinned by: frame | 1 page parted by a hole',
    ]);
  });
});

describe('fences', () => {
  it('have jobs with what they wait for, timelines, and sync_files', () => {
    const fence = (id: number, name: string, state: 'pending.quiet' | 'signaled.ok') =>
      ({ id, name, source: { kind: 'job', device: 0 }, seqno: id, state }) as const;
    const state: Partial<State> = {
      fences: [fence(1, 'j1', 'pending.quiet'), fence(2, 'j2', 'pending.quiet')],
      jobs: [
        {
          name: 'j2',
          device: 1,
          fence: 2,
          mapping: 4,
          buffer: 0,
          start: 0,
          length: 64,
          value: 65,
          waits: [1],
        },
      ],
      timelines: [{ id: 3, name: 't', value: 2 }],
      syncFiles: [{ id: 5, name: 's', fences: [1] }],
    };
    expect(said(state)['Fences']).toEqual([
      'j2: npu writes frame | bytes 0 to 63 | pending | after j1',
      't: sw_sync timeline | at 2',
      's: sync_file | 1 fence | j1, pending',
    ]);
  });
});

describe('DMA-API debug', () => {
  it('has an entry a mapping, what was not checked, and lines in which several begin', () => {
    const entry = {
      type: 'phy',
      device: 0,
      dmaAddress: 0xf000,
      physical: 0x1000,
      size: 64,
      direction: 'TO_DEVICE',
      callEntries: 0,
      mappedEntries: 0,
      attrs: 0,
      mapError: 'notChecked',
      bytes: { buffer: 0, start: 128 },
    } as const;
    const list = {
      ...entry,
      type: 'sg',
      physical: 0xf000,
      callEntries: 3,
      mappedEntries: 1,
      mapError: 'notApplicable',
      bytes: null,
    } as const;
    const dmaDebug = { entries: [entry, list], lines: [{ line: 0x1000, overlaps: 1 }] };
    expect(said({ dmaDebug })['DMA-API debug']).toEqual([
      'phy: gpu | 0xf000 | +64 | 0x1000 | TO_DEVICE | frame from byte 128 | dma_mapping_error() not called yet',
      'sg: gpu | 0xf000 | +64 | TO_DEVICE | 3 entries, mapped as 1',
      'line: 0x1000 | 2 mappings begin',
    ]);
    expect(said({ dmaDebug: { entries: [], lines: [] } })['DMA-API debug']).toEqual([
      'entries: none: nothing is mapped',
    ]);
    expect(said({})['DMA-API debug']).toBeUndefined();
  });
});
