/** Performs the actions of `vocabulary/importers.ts`. */
import { assertUnreachable } from '../../base/assertUnreachable.ts';
import { call, type Draft } from '../draft.ts';
import { attachmentsOf } from '../kernel/attachment.ts';
import { isMapped } from '../kernel/attachmentState.ts';
import { moveBuffer } from '../kernel/constraints/storage.ts';
import { done, refuse } from '../kernel/refuse.ts';
import { findMapping } from '../kernel/extents.ts';
import { deviceName } from '../kernel/named.ts';
import { noteOwner } from '../kernel/noteOwner.ts';
import { getSg, pin, putSg, unmapSg, unpin } from '../kernel/splitApi.ts';
import { dmaSync } from '../kernel/streaming.ts';
import type { Agent } from '../operation.ts';
import type { OperationResult } from '../result.ts';
import type { Attachment } from '../state.ts';
import type { ImporterAction } from '../vocabulary/importers.ts';
import { goneDriver } from './driver.ts';
import { lookBehind, mapAndLook } from './importer.ts';
import { findBuffer, findDevice, scriptError } from './lookup.ts';

/** Performs one; `agent` does it. */
export function performImporter(
  draft: Draft,
  agent: Agent,
  action: ImporterAction,
): OperationResult {
  const buffer = findBuffer(draft, action.buffer);
  if (buffer < 0) return scriptError(`no buffer named ${action.buffer}`);
  const cpu = 'cpu' in agent ? agent.cpu : 0;
  if (action.do === 'moveBuffer') return moveBuffer(draft, buffer, cpu);
  if (agent.kind !== 'device') return scriptError(`${agent.kind} does not do ${action.do}`);
  const device = findDevice(draft, agent.device);
  if (device < 0) return scriptError(`no device named ${agent.device}`);
  if (draft.state.devices[device]?.oopsed) return goneDriver(draft, device);
  const attachment = attachmentFor(draft, device, buffer, action);
  if (!attachment) return refuse(draft, 'EINVAL', 'not attached');
  return performOn(draft, attachment, action, cpu);
}

type OnAttachment = Exclude<ImporterAction, { do: 'moveBuffer' }>;

/** States of an attachment for which each call is meant. */
const meantFor: Readonly<Record<OnAttachment['do'], readonly string[]>> = {
  getSg: ['attached'],
  putSg: ['split.listed'],
  mapSg: ['split.listed'],
  unmapSg: ['split.mapped'],
  syncSg: ['split.mapped'],
  pinBuffer: ['attached', 'mapped'],
  unpinBuffer: ['pinned.idle', 'pinned.mapped'],
};

/** The attachment that a call is about: one for which it is meant, else the last. */
function attachmentFor(
  draft: Draft,
  device: number,
  buffer: number,
  action: OnAttachment,
): Attachment | undefined {
  const own = attachmentsOf(draft, device, buffer);
  return own.find(({ state }) => meantFor[action.do].includes(state)) ?? own.at(-1);
}

function performOn(
  draft: Draft,
  attachment: Attachment,
  action: OnAttachment,
  cpu: number,
): OperationResult {
  switch (action.do) {
    case 'getSg':
      return getSg(draft, attachment);
    case 'putSg':
      return putSg(draft, attachment);
    case 'mapSg':
      return mapAndLook(draft, attachment, action.direction, cpu, 'split');
    case 'unmapSg':
      return unmapSg(draft, attachment, action.direction, cpu);
    case 'syncSg':
      return syncSg(draft, attachment, action, cpu);
    case 'pinBuffer':
      return pin(draft, attachment);
    case 'unpinBuffer':
      return unpin(draft, attachment);
    default:
      return assertUnreachable(action);
  }
}

/** dma_buf_sync_sg_for_cpu and dma_buf_sync_sg_for_device. */
function syncSg(
  draft: Draft,
  attachment: Attachment,
  { to, direction }: Extract<ImporterAction, { do: 'syncSg' }>,
  cpu: number,
): OperationResult {
  const { device, buffer } = attachment;
  const label = `dma_buf_sync_sg_for_${to}(${deviceName(draft, device)}, ${direction})`;
  return call(draft, label, () => {
    const { mapping: id } = attachment;
    const mapping = id === null ? undefined : findMapping(draft, id);
    if (!mapping || !isMapped(attachment)) return refuse(draft, 'EINVAL', 'the list is not mapped');
    const looked = lookBehind(draft, device, buffer);
    if (looked) return looked;
    const { start, length } = mapping;
    dmaSync(draft, mapping.id, { to, start, length, direction, cpu, defect: null });
    noteOwner(draft, mapping, to);
    return done;
  });
}
