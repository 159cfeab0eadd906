/** The events of the machines, as words. What each means is said in the machine's own file. */

export const ownershipEvents = [
  'map',
  'mapUnsynced',
  'cpuRead',
  'cpuWrite',
  'deviceRead',
  'deviceWrite',
  'otherDeviceWrite',
  'handOver',
  'handOverEmpty',
  'handBack',
  'handBackEmpty',
  'unmap',
  'unmapEmpty',
  'unmapUnsynced',
  'forceCpu',
  'forceDevice',
  'forceUnmap',
] as const;
export type OwnershipEvent = (typeof ownershipEvents)[number];

export const attachmentEvents = [
  'attach',
  'map',
  'mapAgain',
  'mapSecond',
  'unmapOne',
  'unmap',
  'detach',
  'moveNotify',
  'pin',
  'unpin',
  'getSg',
  'putSg',
  'mapSg',
  'unmapSg',
] as const;
export type AttachmentEvent = (typeof attachmentEvents)[number];

export const pteEvents = [
  'access',
  'insertReadOnly',
  'insertWritable',
  'refuse',
  'clear',
  'flushLocal',
  'noOthers',
  'sendIpi',
  'ack',
  'lastAck',
  'done',
  'copy',
  'allowWriting',
  'forbidWriting',
  'forbidAll',
] as const;
export type PteEvent = (typeof pteEvents)[number];

export const iommuMappingEvents = ['map', 'clear', 'defer', 'flush'] as const;
export type IommuMappingEvent = (typeof iommuMappingEvents)[number];

export const accessWindowEvents = [
  'beginRead',
  'beginWrite',
  'beginReadWrite',
  'wait',
  'giveUp',
  'end',
] as const;
export type AccessWindowEvent = (typeof accessWindowEvents)[number];

export const dmaTransferEvents = [
  'start',
  'translatedSnoop',
  'translatedDirect',
  'fault',
  'snooped',
  'next',
  'complete',
] as const;
export type DmaTransferEvent = (typeof dmaTransferEvents)[number];

export const fenceEvents = ['watch', 'signal', 'fail'] as const;
export type FenceEvent = (typeof fenceEvents)[number];
