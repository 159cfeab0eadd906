/** The fix for memory of dma_alloc_coherent that is mapped by the streaming API: words alone. */
import type { DmaMapping, State } from '../state.ts';
import type { Fix } from '../violation.ts';

/**
 * For whatever the streaming API complains about in coherent memory: no sync helps, because nobody else who
 * uses that memory will ever do one. The mapping is the mistake, and what would replace it is another
 * allocation, so there is nothing to put around an operation.
 */
export const fixStreamed: Fix = {
  text: 'Leave out the streaming mapping instead of adding a sync: coherent memory has no owner who could hand it over. What several devices share is allocated for that, as pages or by dma_alloc_noncontiguous(), and mapped for each of them.',
  before: [],
  after: [],
  settings: [],
};

/** Whether what a mapping maps was allocated by dma_alloc_coherent. */
export function isCoherent(state: State, { buffer }: DmaMapping): boolean {
  return (state.buffers[buffer]?.coherentFor ?? null) !== null;
}
