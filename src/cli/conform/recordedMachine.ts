/** The machines that sequences were recorded on: an x86 whose devices snoop, by what its DMA goes through. */
import type { SwiotlbMode } from '../../model/platform.ts';

/** Name of the environment in a record. */
export type Env = 'direct' | 'swiotlb=force' | 'mixed';
export const envs: readonly [Env, ...Env[]] = ['direct', 'swiotlb=force', 'mixed'];

export const swiotlbOf: Readonly<Record<Env, SwiotlbMode>> = {
  direct: 'off',
  'swiotlb=force': 'force',
  mixed: 'mask',
};

/** The device of `mixed` whose mask does not reach the buffer. */
export const narrowDevice = 1;

/** Bytes of an I/O TLB slot [include/linux/swiotlb.h, IO_TLB_SIZE]. */
export const slotBytes = 2048;
const fewestSlots = 16;

/** Slots of the pool in which `needed` of them are taken at most: a power of two. */
export function poolSlots(needed: number): number {
  return Math.max(fewestSlots, 2 ** Math.ceil(Math.log2(Math.max(1, needed))));
}
