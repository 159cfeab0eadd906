/** Everything that the objects panel lists of a state: buffers, processes, fences, memfds, DMA-API debug. */
import type { State } from '../../model/state.ts';
import { bufferSection } from './bufferRows.ts';
import { debugSections } from './debugRows.ts';
import { fenceSections } from './fenceRows.ts';
import { memfdSections } from './memfdRows.ts';
import type { ObjectSection } from './objectRow.ts';
import { processSections } from './processRows.ts';

export function objectSections(state: State): readonly ObjectSection[] {
  return [
    ...state.buffers.map((_, index) => bufferSection(state, index)),
    ...processSections(state),
    ...fenceSections(state),
    ...memfdSections(state),
    ...debugSections(state),
  ];
}
