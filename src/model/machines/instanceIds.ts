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

/** Of an I/O page of a device (its index); `iova` in bytes, written in hexadecimal. */
export function iommuId(device: number, iova: number): string {
  return `iommu/${device}:${iova.toString(16)}`;
}

/** Of a device's (index) DMA engine. */
export function dmaId(device: number): string {
  return `dma/${device}`;
}
