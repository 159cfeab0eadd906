/**
 * unmap_mapping_range: an exporter takes pages of a buffer away from every process that maps them
 * [mm/memory.c: unmap_mapping_range, unmap_mapping_range_tree].
 */
import { call, type Draft } from '../draft.ts';
import type { Vma } from '../state.ts';
import { presentPages, shootDown } from './mm/shootdown.ts';
import { fileOffsetOf } from './mm/vmas.ts';

/**
 * unmap_mapping_range over pages [first, end) of a buffer: clears the PTEs of every VMA that maps them, and
 * flushes every TLB that may hold them. `cpu` is where it runs; private copies go too unless they are spared.
 */
export function unmapMappingRange(
  draft: Draft,
  cpu: number,
  buffer: number,
  first: number,
  end: number,
  sparesCopies = false,
): void {
  call(draft, `unmap_mapping_range(pages ${first} to ${end - 1})`, () => {
    const found = draft.state.vmas.filter((vma) => isInAddressSpace(draft, vma, buffer));
    for (const vma of found) {
      const offset = fileOffsetOf(vma);
      shootDown(draft, cpu, vma, presentPages(vma, first - offset, end - offset, sparesCopies));
    }
  });
}

/**
 * Whether the kernel finds a VMA through the address space that the exporter of a buffer zaps. Before v5.3 all
 * dma-buf files had one inode, and so one address space, unless an exporter put a file of its own into the VMA
 * [fs/anon_inodes.c, drivers/dma-buf/dma-buf.c: dma_buf_fs_init_context came with v5.3].
 */
function isInAddressSpace(draft: Draft, vma: Vma, buffer: number): boolean {
  const { platform, buffers } = draft.state.setup;
  if (vma.buffer < 0) return false;
  if (platform.kernel !== '5.2') return vma.buffer === buffer;
  const zaps = buffers[buffer]?.inode;
  const lies = buffers[vma.buffer]?.inode;
  if (zaps === undefined) return vma.buffer === buffer;
  return zaps === 'shared' && lies !== undefined;
}
