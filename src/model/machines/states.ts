/** The states of the machines, as words: leaves of nested states are written with dots. */

export const ownershipStates = [
  'unmapped',
  'device.same',
  'device.ahead',
  'device.behind',
  'cpu.same',
  'cpu.ahead',
] as const;
/** Of a run of bytes between a mapping's device and the CPU; see `ownership.ts`. */
export type OwnershipState = (typeof ownershipStates)[number];

export const attachmentStates = [
  'detached',
  'attached',
  'mapped',
  'moved',
  'pinned.idle',
  'pinned.mapped',
  'split.listed',
  'split.mapped',
] as const;
/** Of a device's attachment to a dma_buf; see `attachment.ts`. */
export type AttachmentState = (typeof attachmentStates)[number];

export const pteStates = [
  'absent',
  'faulting',
  'present.readOnly',
  'present.writable',
  'present.noAccess',
  'shootdown.cleared',
  'shootdown.localFlushed',
  'shootdown.ipiPending',
  'shootdown.acknowledged',
] as const;
/** Of one page of a VMA; see `pte.ts`. */
export type PteState = (typeof pteStates)[number];

export const iommuMappingStates = ['unmapped', 'mapped', 'cleared', 'lazy'] as const;
/** Of one IOVA page; see `iommuMapping.ts`. */
export type IommuMappingState = (typeof iommuMappingStates)[number];

export const accessWindowStates = [
  'closed',
  'waiting',
  'open.read',
  'open.write',
  'open.readWrite',
] as const;
/** Of somebody's window of access to a buffer; see `accessWindow.ts`. */
export type AccessWindowState = (typeof accessWindowStates)[number];

export const dmaTransferStates = [
  'idle',
  'translating',
  'snooping',
  'transferring',
  'faulted',
  'done',
] as const;
/** Of a device's transfer; see `dmaTransfer.ts`. */
export type DmaTransferState = (typeof dmaTransferStates)[number];

export const fenceStates = [
  'pending.quiet',
  'pending.watched',
  'signaled.ok',
  'signaled.error',
] as const;
/** Of a fence; see `fence.ts`. */
export type FenceState = (typeof fenceStates)[number];
