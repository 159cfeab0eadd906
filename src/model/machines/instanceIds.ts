/** Ids of the machines' instances, the same in `Transition.instance` and in `machineInstances`. */

/** Of a page (of the buffer, from 0) under a mapping. */
export function ownershipId(mapping: number, page: number): string {
  return `ownership/${mapping}:${page}`;
}

export function attachmentId(attachment: number): string {
  return `attachment/${attachment}`;
}

/** Of a page of a VMA, counted from the VMA's own start. */
export function pteId(vma: number, page: number): string {
  return `pte/${vma}:${page}`;
}

/** Of an I/O page of a device, by its name; `iova` in bytes, written in hexadecimal. */
export function iommuId(device: string, iova: number): string {
  return `iommu/${device}:0x${iova.toString(16)}`;
}

/** Of the DMA engine of a device, by its name. */
export function dmaId(device: string): string {
  return `dma/${device}`;
}

/** Of somebody's window of access to a buffer: a process, `kernel` or a device, and the buffer, by name. */
export function accessWindowId(who: string, buffer: string): string {
  return `window/${who}:${buffer}`;
}

/** Of a fence. */
export function fenceId(fence: number): string {
  return `fence/${fence}`;
}
