/** What a driver calls for its device, and what the device's engine does. */
import { assertUnreachable } from '../../base/assertUnreachable.ts';
import { call, emit, setDevice, takeWriteId, type Draft } from '../draft.ts';
import { transfer } from '../hardware/device.ts';
import { noteLeak } from '../kernel/attachment.ts';
import { done } from '../kernel/refuse.ts';
import { debugRelease } from '../kernel/dmaDebug/allocations.ts';
import { deviceName } from '../kernel/named.ts';
import { isCoherentDevice } from '../kernel/segments.ts';
import type { DeviceAction, DriverAction } from '../operation.ts';
import type { OperationResult } from '../result.ts';
import type { DmaMapping } from '../state.ts';
import { allocCoherent, freeCoherent, mapSingle, syncSingle, unmapSingle } from './dmaApi.ts';
import { get, importFd, performOnBuffer } from './importer.ts';
import { findDevice, findDeviceMapping, scriptError } from './lookup.ts';

/** Performs a driver's or a device's action; `cpu` runs the driver. */
export function performDevice(
  draft: Draft,
  name: string,
  cpu: number,
  action: DriverAction | DeviceAction,
): OperationResult {
  const device = findDevice(draft, name);
  if (device < 0) return scriptError(`no device named ${name}`);
  const isEngine = action.do === 'dmaRead' || action.do === 'dmaWrite';
  if (!isEngine && draft.state.devices[device]?.oopsed) return goneDriver(draft, device);
  switch (action.do) {
    case 'import':
      return importFd(draft, device, cpu, action.fd);
    case 'get':
      return get(draft, device, action.fd);
    case 'release':
    case 'put':
    case 'attach':
    case 'detach':
    case 'map':
    case 'unmap':
    case 'syncSgtable':
      return performOnBuffer(draft, device, cpu, action);
    case 'mapSingle':
      return mapSingle(draft, device, cpu, action);
    case 'unmapSingle':
      return unmapSingle(draft, device, cpu, action);
    case 'syncSingle':
      return syncSingle(draft, device, cpu, action);
    case 'allocCoherent':
      return allocCoherent(draft, device, action);
    case 'freeCoherent':
      return freeCoherent(draft, device, cpu, action);
    case 'unbind':
      return unbind(draft, device);
    case 'dmaRead':
    case 'dmaWrite':
      return dma(draft, device, action);
    default:
      return assertUnreachable(action);
  }
}

/** The thread that ran a device's driver died in an oops: nobody is left to call anything. */
export function goneDriver(draft: Draft, device: number): OperationResult {
  const reason = `the thread that ran the driver of ${deviceName(draft, device)} is gone`;
  emit(draft, 'refused', { label: reason, facts: { reason } });
  return { kind: 'oops', reason };
}

/** The driver leaves its device; what it has left mapped or attached is a leak. */
function unbind(draft: Draft, device: number): OperationResult {
  return call(draft, `device_release_driver(${deviceName(draft, device)})`, () => {
    for (const mapping of draft.state.mappings) {
      if (mapping.device !== device || !mapping.live) continue;
      noteLeak(draft, mapping, mapping.kind === 'coherent' ? 'allocation' : 'mapping');
    }
    for (const attachment of draft.state.attachments) {
      if (attachment.device === device && attachment.mapping === null)
        noteLeak(draft, attachment, 'attachment');
    }
    emit(draft, 'call', { label: `device_unbind_cleanup(${deviceName(draft, device)})` });
    setDevice(draft, device, { unbound: true });
    debugRelease(draft, device);
    return done;
  });
}

/** Of several mappings of one attachment the engine is given the oldest that allows what it does. */
function mappingFor(draft: Draft, device: number, action: DeviceAction): DmaMapping | undefined {
  const found = findDeviceMapping(draft, device, action.at.base);
  if (!found?.live || found.name !== null) return found;
  const against = action.do === 'dmaRead' ? 'FROM_DEVICE' : 'TO_DEVICE';
  const others = draft.state.mappings.filter(
    (m) => m.live && m.name === null && m.device === device && m.buffer === found.buffer,
  );
  return others.find(({ direction }) => direction !== against) ?? found;
}

function dma(draft: Draft, device: number, action: DeviceAction): OperationResult {
  const mapping = mappingFor(draft, device, action);
  if (!mapping)
    return scriptError(
      `${deviceName(draft, device)} has no mapping ${action.at.base ? `of ${action.at.base}` : ''}`.trim(),
    );
  const start = mapping.start + action.at.offset;
  if (action.at.offset < 0 || action.length < 1) return scriptError('there is nothing to access');
  const snoop = action.snoop ?? isCoherentDevice(draft, device);
  const write =
    action.do === 'dmaWrite' ? { value: action.value, writeId: takeWriteId(draft) } : null;
  return transfer(draft, { mapping: mapping.id, start, length: action.length, write, snoop });
}
