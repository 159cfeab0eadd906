/** The built-in scenarios, in the order in which they are best met. */
import { bidirectionalLosesWrite } from './bidirectionalLosesWrite.ts';
import { bounceInGraphics } from './bounceInGraphics.ts';
import { cachedCannotMove } from './cachedCannotMove.ts';
import { cameraWithoutStart } from './cameraWithoutStart.ts';
import { coherentButBounced } from './coherentButBounced.ts';
import { coherentMapping } from './coherentMapping.ts';
import { coherentStreamed } from './coherentStreamed.ts';
import { decodedFrames } from './decodedFrames.ts';
import { dmaDebugComplains } from './dmaDebugComplains.ts';
import { dmaOnly } from './dmaOnly.ts';
import { dmaOnlyOtherIommu } from './dmaOnlyOtherIommu.ts';
import { dmabufSyncLock } from './dmabufSyncLock.ts';
import { explicitSyncFile } from './explicitSyncFile.ts';
import { failEarly } from './failEarly.ts';
import { faultRaceFence } from './faultRaceFence.ts';
import { flushOnce } from './flushOnce.ts';
import { forkAndPrivate } from './forkAndPrivate.ts';
import { greenFrame } from './greenFrame.ts';
import { holePunch } from './holePunch.ts';
import { implicitFence } from './implicitFence.ts';
import { ionMigration } from './ionMigration.ts';
import { latePickyAttacher } from './latePickyAttacher.ts';
import { mapAtImport } from './mapAtImport.ts';
import { missedClean } from './missedClean.ts';
import { missedInvalidate } from './missedInvalidate.ts';
import { mmapBounds } from './mmapBounds.ts';
import { moveNotify } from './moveNotify.ts';
import { noWaitAtFault } from './noWaitAtFault.ts';
import { nopageAttribute } from './nopageAttribute.ts';
import { pageStealing } from './pageStealing.ts';
import { pagelessOops } from './pagelessOops.ts';
import { pickiestAllocates } from './pickiestAllocates.ts';
import { prefetch } from './prefetch.ts';
import { prepareFinish } from './prepareFinish.ts';
import { queueDequeue } from './queueDequeue.ts';
import { raceWithoutFence } from './raceWithoutFence.ts';
import { segmentLimits } from './segmentLimits.ts';
import { sharedInodeZap } from './sharedInodeZap.ts';
import { sharedLine } from './sharedLine.ts';
import { shootdown } from './shootdown.ts';
import { snoopAndNosnoop } from './snoopAndNosnoop.ts';
import { splitApi } from './splitApi.ts';
import { splitWindow } from './splitWindow.ts';
import { streamingOnly } from './streamingOnly.ts';
import { swNode } from './swNode.ts';
import { syncBeforeWait } from './syncBeforeWait.ts';
import { syncFileRoundTrip } from './syncFileRoundTrip.ts';
import { syncFlags } from './syncFlags.ts';
import { syncIoctl } from './syncIoctl.ts';
import { syncWriteOnly } from './syncWriteOnly.ts';
import { systemHeap } from './systemHeap.ts';
import { systemHeapZap } from './systemHeapZap.ts';
import { testMapping } from './testMapping.ts';
import { twoIommus } from './twoIommus.ts';
import { twoMappersBounced } from './twoMappersBounced.ts';
import { twoMappersSerialized } from './twoMappersSerialized.ts';
import { udmabuf } from './udmabuf.ts';
import { udmabufBounced } from './udmabufBounced.ts';
import { vgemOffset } from './vgemOffset.ts';
import { vivtAlias } from './vivtAlias.ts';
import { vmapInKernel } from './vmapInKernel.ts';
import { wrongCoherent } from './wrongCoherent.ts';

/** A built-in scenario. */
export interface CatalogueEntry {
  /** Stable id, as written in links and on the command line. */
  readonly id: string;
  /** Heading under which it is listed. */
  readonly group: string;
  /** Scenario text in the language of docs/script.md. */
  readonly text: string;
}

/** The built-in scenarios, in the order in which they are best met. */
export const scenarios: readonly CatalogueEntry[] = [
  { id: 'missed-clean', group: 'First steps', text: missedClean },
  { id: 'missed-invalidate', group: 'First steps', text: missedInvalidate },
  { id: 'prefetch', group: 'First steps', text: prefetch },
  { id: 'shared-line', group: 'First steps', text: sharedLine },
  { id: 'two-mappers-bounced', group: '2011: the first proposal', text: twoMappersBounced },
  { id: 'two-mappers-serialized', group: '2011: the first proposal', text: twoMappersSerialized },
  { id: 'streaming-only', group: '2011: the first proposal', text: streamingOnly },
  { id: 'coherent-but-bounced', group: '2011: the first proposal', text: coherentButBounced },
  { id: 'coherent-mapping', group: '2012: mmap support', text: coherentMapping },
  { id: 'shootdown', group: '2012: mmap support', text: shootdown },
  { id: 'no-wait-at-fault', group: '2012: mmap support', text: noWaitAtFault },
  { id: 'fault-race-fence', group: '2012: mmap support', text: faultRaceFence },
  { id: 'sw-node', group: '2012: mmap support', text: swNode },
  { id: 'mmap-bounds', group: '2012: mmap support', text: mmapBounds },
  { id: 'shared-inode-zap', group: '2012: mmap support', text: sharedInodeZap },
  { id: 'prepare-finish', group: '2012: mmap support', text: prepareFinish },
  { id: 'split-window', group: '2012: mmap support', text: splitWindow },
  { id: 'ion-migration', group: '2012: mmap support', text: ionMigration },
  { id: 'vivt-alias', group: '2012: mmap support', text: vivtAlias },
  { id: 'map-at-import', group: '2013: dmabuf-sync and the DMA API', text: mapAtImport },
  { id: 'split-api', group: '2013: dmabuf-sync and the DMA API', text: splitApi },
  { id: 'dmabuf-sync-lock', group: '2013: dmabuf-sync and the DMA API', text: dmabufSyncLock },
  { id: 'test-mapping', group: '2015: constraints of devices', text: testMapping },
  { id: 'segment-limits', group: '2015: constraints of devices', text: segmentLimits },
  { id: 'late-picky-attacher', group: '2015: constraints of devices', text: latePickyAttacher },
  { id: 'pickiest-allocates', group: '2015: constraints of devices', text: pickiestAllocates },
  { id: 'two-iommus', group: '2015: constraints of devices', text: twoIommus },
  { id: 'page-stealing', group: '2015: constraints of devices', text: pageStealing },
  { id: 'cached-cannot-move', group: '2015: constraints of devices', text: cachedCannotMove },
  { id: 'move-notify', group: '2015: constraints of devices', text: moveNotify },
  { id: 'flush-once', group: '2015: constraints of devices', text: flushOnce },
  { id: 'snoop-and-nosnoop', group: '2015: constraints of devices', text: snoopAndNosnoop },
  { id: 'bounce-in-graphics', group: '2015: constraints of devices', text: bounceInGraphics },
  { id: 'pageless-oops', group: '2017: memory without struct page', text: pagelessOops },
  { id: 'dma-only', group: '2017: memory without struct page', text: dmaOnly },
  {
    id: 'dma-only-other-iommu',
    group: '2017: memory without struct page',
    text: dmaOnlyOtherIommu,
  },
  { id: 'nopage-attribute', group: '2017: memory without struct page', text: nopageAttribute },
  { id: 'fail-early', group: '2017: memory without struct page', text: failEarly },
  { id: 'coherent-streamed', group: '2017: memory without struct page', text: coherentStreamed },
  { id: 'queue-dequeue', group: '2017: memory without struct page', text: queueDequeue },
  { id: 'sync-ioctl', group: 'Today', text: syncIoctl },
  { id: 'system-heap', group: 'Today', text: systemHeap },
  { id: 'sync-flags', group: 'Today', text: syncFlags },
  { id: 'sync-write-only', group: 'Today', text: syncWriteOnly },
  { id: 'vmap-in-kernel', group: 'Today', text: vmapInKernel },
  { id: 'implicit-fence', group: 'Today', text: implicitFence },
  { id: 'sync-before-wait', group: 'Today', text: syncBeforeWait },
  { id: 'race-without-fence', group: 'Today', text: raceWithoutFence },
  { id: 'explicit-sync-file', group: 'Today', text: explicitSyncFile },
  { id: 'sync-file-round-trip', group: 'Today', text: syncFileRoundTrip },
  { id: 'bidirectional-loses-write', group: 'Today', text: bidirectionalLosesWrite },
  { id: 'udmabuf', group: 'Today', text: udmabuf },
  { id: 'udmabuf-bounced', group: 'Today', text: udmabufBounced },
  { id: 'hole-punch', group: 'Today', text: holePunch },
  { id: 'system-heap-zap', group: 'Today', text: systemHeapZap },
  { id: 'vgem-offset', group: 'Today', text: vgemOffset },
  { id: 'fork-and-private', group: 'Today', text: forkAndPrivate },
  { id: 'dma-debug-complains', group: 'Today', text: dmaDebugComplains },
  { id: 'camera-without-start', group: 'From the field', text: cameraWithoutStart },
  { id: 'green-frame', group: 'From the field', text: greenFrame },
  { id: 'wrong-coherent', group: 'From the field', text: wrongCoherent },
  { id: 'decoded-frames', group: 'From the field', text: decodedFrames },
];

/** The built-in scenario with this id; undefined where there is none. */
export function findScenario(id: string): CatalogueEntry | undefined {
  return scenarios.find((entry) => entry.id === id);
}
