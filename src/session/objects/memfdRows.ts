/** memfds, and how their pages stand to the udmabufs made of them. */
import type { Memfd, State } from '../../model/state.ts';
import { bufferNameIn, counted, row, type ObjectRow, type ObjectSection } from './objectRow.ts';

const sealNames: readonly (readonly [number, string])[] = [
  [1, 'SEAL'],
  [2, 'SHRINK'],
  [4, 'GROW'],
  [8, 'WRITE'],
  [16, 'FUTURE_WRITE'],
  [32, 'EXEC'],
];

/** All memfds in one section; none where there is none. */
export function memfdSections(state: State): readonly ObjectSection[] {
  if (state.memfds.length === 0) return [];
  const rows = state.memfds.flatMap((memfd, i) => memfdRows(state, memfd, i));
  return [{ key: 'memfds', title: 'memfds', note: 'files of anonymous memory', rows }];
}

function memfdRows(state: State, memfd: Memfd, index: number): readonly ObjectRow[] {
  const { name, size, seals, frames, pinnedBy } = memfd;
  const pages = frames.filter((frame) => frame !== null).length;
  const set = sealNames.filter(([bit]) => (seals & bit) !== 0).map(([, seal]) => seal);
  return [
    row(`memfd ${index}`, name, [
      `${size} bytes`,
      `${pages} of ${counted(frames.length, 'page')} allocated`,
      set.length > 0 && `sealed: ${set.join(', ')}`,
    ]),
    ...pinnedBy.map((buffer) => {
      const parted = partedPages(state, memfd, buffer);
      return row(
        `memfd ${index} ${buffer}`,
        'pinned by',
        [bufferNameIn(state, buffer), parted > 0 && `${counted(parted, 'page')} parted by a hole`],
        { inner: true, tone: parted > 0 ? 'bad' : 'plain' },
      );
    }),
  ];
}

/** Pages of a udmabuf that are in none of its memfds any more. */
function partedPages(state: State, memfd: Memfd, buffer: number): number {
  const all = new Set(
    state.memfds
      .filter(({ pinnedBy }) => pinnedBy.includes(buffer))
      .flatMap(({ frames }) => frames),
  );
  const own = state.buffers[buffer]?.frames ?? [];
  return memfd.frames.includes(null) || own.some((frame) => !all.has(frame))
    ? own.filter((frame) => !all.has(frame)).length
    : 0;
}
