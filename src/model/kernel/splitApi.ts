/**
 * The split calls that Russell King proposed on 17 June 2013 in place of map and unmap: the list is got without a
 * mapping and without a direction, and mapped, synced and unmapped by the DMA API when the DMA happens. And pins.
 */
import { call, emit, setAttachment, type Draft } from '../draft.ts';
import type { Direction } from '../operation.ts';
import type { OperationResult } from '../result.ts';
import type { Attachment } from '../state.ts';
import { raise } from '../violations/raise.ts';
import { findAttachment, sendAttachment } from './attachmentState.ts';
import { buildList } from './constraints/lists.ts';
import { injectedRefusal } from './dmaBuf.ts';
import { done, refuse } from './refuse.ts';
import { mapList, unmapEntries } from './exporterOps.ts';
import { findMapping } from './extents.ts';
import { bufferSize, deviceName } from './named.ts';

/** dma_buf_get_sg. */
export function getSg(draft: Draft, attachment: Attachment): OperationResult {
  return call(draft, `dma_buf_get_sg(${deviceName(draft, attachment.device)})`, () => {
    if (attachment.state !== 'attached') return refuse(draft, 'EBUSY', 'the attachment is in use');
    const refused = injectedRefusal(draft, attachment.buffer, 'map_dma_buf');
    if (refused) return refused;
    sendAttachment(draft, attachment, 'getSg');
    buildList(draft, attachment);
    return done;
  });
}

/** dma_buf_put_sg. */
export function putSg(draft: Draft, attachment: Attachment): OperationResult {
  const { id, device, buffer } = attachment;
  return call(draft, `dma_buf_put_sg(${deviceName(draft, device)})`, () => {
    if (attachment.state === 'split.mapped') return refuse(draft, 'EBUSY', 'the list is mapped');
    if (attachment.state !== 'split.listed') return refuse(draft, 'EINVAL', 'it has no list');
    sendAttachment(draft, attachment, 'putSg');
    setAttachment(draft, id, { sgTable: [] });
    emit(draft, 'sgt.free', {
      label: `sg_table of ${deviceName(draft, device)} freed`,
      from: { kind: 'device', device },
      to: { kind: 'memory' },
      range: { buffer, start: 0, length: bufferSize(draft, buffer) },
    });
    return done;
  });
}

/** dma_buf_map_sg. */
export function mapSg(
  draft: Draft,
  attachment: Attachment,
  direction: Direction,
  cpu: number,
): OperationResult {
  return call(
    draft,
    `dma_buf_map_sg(${deviceName(draft, attachment.device)}, ${direction})`,
    () => {
      if (attachment.state === 'split.mapped')
        return refuse(draft, 'EBUSY', 'the list is mapped already');
      if (attachment.state !== 'split.listed')
        return refuse(draft, 'EINVAL', 'it has no list: get_sg comes first');
      return mapList(draft, attachment, direction, cpu);
    },
  );
}

/** dma_buf_unmap_sg. */
export function unmapSg(
  draft: Draft,
  attachment: Attachment,
  direction: Direction | null,
  cpu: number,
): OperationResult {
  const { device, buffer } = attachment;
  return call(draft, `dma_buf_unmap_sg(${deviceName(draft, device)})`, () => {
    const { mapping: id } = attachment;
    const mapping = id === null ? undefined : findMapping(draft, id);
    if (!mapping || attachment.state !== 'split.mapped') {
      raise(draft, {
        rule: 'unmap-twice',
        bytes: { buffer, start: 0, length: bufferSize(draft, buffer) },
        outcome: 'the list is not mapped',
      });
      return refuse(draft, 'EINVAL', 'the list is not mapped');
    }
    unmapEntries(draft, attachment, mapping, direction ?? mapping.direction, cpu);
    return done;
  });
}

/** dma_buf_pin: the exporter may not move the buffer until unpin. */
export function pin(draft: Draft, attachment: Attachment): OperationResult {
  const { device, buffer } = attachment;
  return call(draft, `dma_buf_pin(${deviceName(draft, device)})`, () => {
    const refused = injectedRefusal(draft, buffer, 'pin');
    if (refused) return refused;
    if (!sendAttachment(draft, attachment, 'pin'))
      return refuse(draft, 'EBUSY', `it is ${attachment.state.replace('.', ', ')}`);
    emit(draft, 'pin', {
      label: `${deviceName(draft, device)} holds the buffer where it is`,
      from: { kind: 'device', device },
      to: { kind: 'memory' },
      range: { buffer, start: 0, length: bufferSize(draft, buffer) },
    });
    return done;
  });
}

/** dma_buf_unpin. */
export function unpin(draft: Draft, attachment: Attachment): OperationResult {
  const { id, device, buffer } = attachment;
  return call(draft, `dma_buf_unpin(${deviceName(draft, device)})`, () => {
    const current = findAttachment(draft, id) ?? attachment;
    if (!sendAttachment(draft, current, 'unpin'))
      return refuse(draft, 'EINVAL', 'it is not pinned');
    emit(draft, 'unpin', {
      label: `${deviceName(draft, device)} lets the buffer move`,
      from: { kind: 'device', device },
      to: { kind: 'memory' },
      range: { buffer, start: 0, length: bufferSize(draft, buffer) },
    });
    return done;
  });
}
