/** Stored pictures of rooms made by hand: what a process has of its own, lists without pages, jobs, aliases. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  handFrame,
  handLine,
  handMade,
  handPte,
  handVma,
  idleCpu,
  virtuallyTagged,
} from '../../../test/handMade.ts';
import type { DmaMapping, State } from '../../model/state.ts';
import { roomScene } from '../../scene/roomScene.ts';
import { createRoomView, type RoomView } from './createRoomView.ts';

const mapping: DmaMapping = {
  id: 4,
  name: null,
  kind: 'sg',
  device: 0,
  buffer: 0,
  start: 0,
  length: 1024,
  direction: 'TO_DEVICE',
  segments: [{ start: 0, length: 1024, dmaAddress: 0x2000, slot: null }],
  live: true,
  changing: false,
  extents: [{ start: 0, end: 1024, state: 'device.same', contested: false }],
};
const attachment = { id: 2, device: 0, buffer: 0, mapping: 4 } as const;
const whole = { start: 0, length: 1024, address: 0x2000 };

const aliased = { address: 0x10 * 512, state: 'M' } as const;

function withoutStructPage(): State {
  const state = handMade({
    attachments: [{ ...attachment, state: 'mapped', sgTable: [{ ...whole, page: 'bogus' }] }],
    mappings: [mapping],
  });
  const buffers = state.setup.buffers.map((buffer) => ({ ...buffer, memory: 'device' as const }));
  return { ...state, setup: { ...state.setup, buffers } };
}

function withJob(): State {
  const [buffer] = handMade({}).buffers;
  if (!buffer) throw new Error('the sample has a buffer');
  return handMade({
    mappings: [mapping],
    buffers: [{ ...buffer, resv: [{ fence: 9, usage: 'WRITE' }] }],
    fences: [
      { id: 9, name: 'j1', source: { kind: 'job', device: 0 }, seqno: 1, state: 'pending.quiet' },
    ],
    jobs: [
      {
        name: 'j1',
        device: 0,
        fence: 9,
        mapping: 4,
        buffer: 0,
        start: 0,
        length: 512,
        value: 65,
        waits: [],
      },
    ],
  });
}

const memfd = { name: 'm', size: 1024, seals: 2, frames: [2, 1], pinnedBy: [0] };

const rooms: readonly (readonly [string, State])[] = [
  [
    'private-copy',
    handMade({
      vmas: [handVma(1, 'p', [handPte(2, 'own'), handPte(1)], { private: true })],
    }),
  ],
  [
    'split-window',
    handMade({ vmas: [handVma(1, 'p', [handPte(0), handPte(1), handPte(0), handPte(null)])] }),
  ],
  [
    'punched-hole',
    handMade({
      memfds: [memfd],
      vmas: [
        handVma(1, 'p', [handPte(0), handPte(1)]),
        handVma(2, 'mp', [handPte(2), handPte(1)], { buffer: -1, memfd: 0 }),
      ],
    }),
  ],
  ['no-struct-page', withoutStructPage()],
  [
    'moved',
    handMade({
      frames: [handFrame(0x50, ''), handFrame(0x51, ''), handFrame(0x99, '')],
      attachments: [{ ...attachment, state: 'moved', sgTable: [whole] }],
      mappings: [{ ...mapping, moved: true }],
    }),
  ],
  ['job', withJob()],
  [
    'aliases',
    virtuallyTagged({
      cpus: [
        {
          ...idleCpu,
          sets: [
            [
              { ...aliased, data: handLine('') },
              { ...aliased, tag: 1, data: handLine('C') },
            ],
          ],
        },
      ],
      vmas: [handVma(1, 'p', [handPte(0), handPte(1)])],
    }),
  ],
];

let element: HTMLElement;
let view: RoomView;

beforeEach(() => {
  element = document.createElement('div');
  document.body.append(element);
  view = createRoomView(element, {
    onSelect: () => undefined,
    onCellMenu: () => undefined,
    width: 760,
  });
});

afterEach(() => {
  view.destroy();
  element.remove();
});

it.each(rooms)('looks as stored: %s', async (name, state) => {
  view.update(roomScene(state));
  const parts = [...element.querySelectorAll('.room-scroll > svg')].map((svg) => svg.outerHTML);
  const text = `<svg xmlns="http://www.w3.org/2000/svg">${parts.join('')}</svg>`;
  await expect(`${text.replace(/></gu, '>\n<')}\n`).toMatchFileSnapshot(
    `__snapshots__/${name}.svg`,
  );
});
