/** What a driver calls for its device, and what the device's engine does. */
import { assertUnreachable } from '../../base/assertUnreachable.ts';
import { call, emit, setBuffer, takeId, takeWriteId, type Draft } from '../draft.ts';
import { transfer } from '../hardware/device.ts';
import { iommuMap } from '../hardware/iommu.ts';
import {
  attach,
  attachmentsOf,
  bufferSize,
  detach,
  done,
  getReference,
  mapAttachment,
  noteLeak,
  putReference,
  refuse,
  unmapAttachment,
} from '../kernel/dmaBuf.ts';
import { maintain } from '../kernel/maintenance.ts';
import {
  contiguousRuns,
  dmaMap,
  dmaSync,
  dmaUnmap,
  isCoherentDevice,
} from '../kernel/streaming.ts';
import type { DeviceAction, Direction, DriverAction } from '../operation.ts';
import type { OperationResult } from '../result.ts';
import type { DmaMapping } from '../state.ts';
import { raise } from '../violations/raise.ts';
import {
  findAnyFd,
  findBuffer,
  findDevice,
  findDeviceMapping,
  findNamedMapping,
  scriptError,
} from './lookup.ts';

/** Performs a driver's or a device's action; `cpu` runs the driver. */
export function performDevice(
  draft: Draft,
  name: string,
  cpu: number,
  action: DriverAction | DeviceAction,
): OperationResult {
  const device = findDevice(draft, name);
  if (device < 0) return scriptError(`no device named ${name}`);
  switch (action.do) {
    case 'import':
    case 'get':
      return importFd(draft, device, cpu, action.fd, action.do === 'import');
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
      return allocCoherent(draft, device, action.name, action.buffer);
    case 'freeCoherent':
      return freeCoherent(draft, device, cpu, action.mapping);
    case 'unbind':
      return unbind(draft, device);
    case 'dmaRead':
    case 'dmaWrite':
      return dma(draft, device, action);
    default:
      return assertUnreachable(action);
  }
}

function importFd(
  draft: Draft,
  device: number,
  cpu: number,
  fdName: string,
  isPrime: boolean,
): OperationResult {
  const fd = findAnyFd(draft, fdName);
  const deviceSetup = draft.state.setup.devices[device];
  return call(draft, `dma_buf_get(${fdName})`, () => {
    if (!fd) return refuse(draft, 'EBADF', `${fdName} is not open`);
    getReference(draft, fd.buffer, device);
    if (!isPrime) return done;
    const attached = attach(draft, device, fd.buffer);
    if (attached.kind !== 'ok') {
      putReference(draft, fd.buffer, device);
      return attached;
    }
    if (deviceSetup?.importer !== 'map-at-import') return attached;
    const attachment = attachmentsOf(draft, device, fd.buffer).at(-1);
    return attachment ? mapAttachment(draft, attachment, 'BIDIRECTIONAL', cpu) : attached;
  });
}

type BufferAction = Extract<
  DriverAction,
  { do: 'release' | 'put' | 'attach' | 'detach' | 'map' | 'unmap' | 'syncSgtable' }
>;

function performOnBuffer(
  draft: Draft,
  device: number,
  cpu: number,
  action: BufferAction,
): OperationResult {
  const buffer = findBuffer(draft, action.buffer);
  if (buffer < 0) return scriptError(`no buffer named ${action.buffer}`);
  switch (action.do) {
    case 'release':
      return releaseHandle(draft, device, buffer, cpu);
    case 'put':
      return put(draft, device, buffer);
    case 'attach':
      return attachReferenced(draft, device, buffer);
    case 'detach': {
      const attachment = attachmentsOf(draft, device, buffer)[0];
      return attachment ? detach(draft, attachment, cpu) : refuse(draft, 'EINVAL', 'not attached');
    }
    case 'map':
      return map(draft, device, buffer, action.direction, cpu);
    case 'unmap':
      return unmap(draft, device, buffer, action.direction, cpu);
    case 'syncSgtable':
      return syncSgtable(draft, device, buffer, action, cpu);
    default:
      return assertUnreachable(action);
  }
}

function hasReference(draft: Draft, device: number, buffer: number): boolean {
  return draft.state.buffers[buffer]?.dmaBuf?.importers.includes(device) ?? false;
}

function put(draft: Draft, device: number, buffer: number): OperationResult {
  return call(draft, 'dma_buf_put()', () => {
    if (!hasReference(draft, device, buffer))
      return refuse(draft, 'EINVAL', 'it holds no reference');
    putReference(draft, buffer, device);
    return done;
  });
}

function attachReferenced(draft: Draft, device: number, buffer: number): OperationResult {
  if (hasReference(draft, device, buffer)) return attach(draft, device, buffer);
  return refuse(draft, 'EINVAL', 'it holds no reference to the dma_buf');
}

function releaseHandle(draft: Draft, device: number, buffer: number, cpu: number): OperationResult {
  if (!hasReference(draft, device, buffer))
    return refuse(draft, 'EINVAL', 'it has not imported the buffer');
  return call(draft, 'drm_gem_object_release()', () => {
    for (const attachment of attachmentsOf(draft, device, buffer)) {
      if (attachment.state === 'mapped') unmapAttachment(draft, attachment, null, cpu);
      const left = attachmentsOf(draft, device, buffer).find(({ id }) => id === attachment.id);
      if (left) detach(draft, left, cpu);
    }
    putReference(draft, buffer, device);
    return done;
  });
}

function map(
  draft: Draft,
  device: number,
  buffer: number,
  direction: Direction,
  cpu: number,
): OperationResult {
  const attachments = attachmentsOf(draft, device, buffer);
  const attachment = attachments.find((a) => a.state === 'attached') ?? attachments.at(-1);
  if (!attachment) return refuse(draft, 'EINVAL', 'not attached');
  const policy = draft.state.setup.devices[device]?.importer;
  if (policy === 'map-at-import' && attachment.state === 'mapped') {
    emit(draft, 'call', { label: 'nothing to do: mapped at import' });
    return done;
  }
  return mapAttachment(draft, attachment, direction, cpu);
}

function unmap(
  draft: Draft,
  device: number,
  buffer: number,
  direction: Direction | null,
  cpu: number,
): OperationResult {
  const attachments = attachmentsOf(draft, device, buffer);
  const attachment = attachments.findLast((a) => a.state === 'mapped') ?? attachments[0];
  if (!attachment) return refuse(draft, 'EINVAL', 'not attached');
  const policy = draft.state.setup.devices[device]?.importer;
  if (attachment.state === 'mapped' && policy !== 'map-per-dma') {
    emit(draft, 'call', { label: `nothing to do: ${policy} keeps the mapping` });
    return done;
  }
  return unmapAttachment(draft, attachment, direction, cpu);
}

function syncSgtable(
  draft: Draft,
  device: number,
  buffer: number,
  action: Extract<DriverAction, { do: 'syncSgtable' }>,
  cpu: number,
): OperationResult {
  const mapping = draft.state.mappings.findLast(
    (m) => m.device === device && m.buffer === buffer && m.kind === 'sg',
  );
  if (!mapping) return refuse(draft, 'EINVAL', 'not mapped');
  return call(draft, `dma_sync_sgtable_for_${action.to}(${action.direction})`, () => {
    const { start, length } = mapping;
    dmaSync(draft, mapping.id, { ...action, start, length, cpu, defect: null });
    noteOwner(draft, mapping, action.to);
    return done;
  });
}

function noteOwner(draft: Draft, mapping: DmaMapping, owner: 'cpu' | 'device'): void {
  const name = draft.state.setup.devices[mapping.device]?.name ?? '';
  const device = { kind: 'device' as const, device: mapping.device };
  const memory = { kind: 'memory' as const };
  emit(draft, 'owner.change', {
    label: owner === 'cpu' ? 'handed to the CPU' : `handed to ${name}`,
    from: owner === 'cpu' ? device : memory,
    to: owner === 'cpu' ? memory : device,
    range: { buffer: mapping.buffer, start: mapping.start, length: mapping.length },
    facts: { owner },
  });
}

function mapSingle(
  draft: Draft,
  device: number,
  cpu: number,
  action: Extract<DriverAction, { do: 'mapSingle' }>,
): OperationResult {
  const buffer = findBuffer(draft, action.at.base);
  if (buffer < 0) return scriptError(`no buffer named ${action.at.base}`);
  const { length, direction, skipCpuSync, name } = action;
  const start = action.at.offset;
  if (length < 1 || start + length > bufferSize(draft, buffer))
    return scriptError('the range does not lie in the buffer');
  if (findNamedMapping(draft, name, null)?.live) return scriptError(`${name} is mapped already`);
  const attrs = skipCpuSync ? ', SKIP_CPU_SYNC' : '';
  return call(
    draft,
    `dma_map_single(${action.at.base}+${start}, ${length}, ${direction}${attrs})`,
    () => {
      const kind = 'single' as const;
      const request = {
        name,
        kind,
        device,
        buffer,
        start,
        length,
        direction,
        skipCpuSync,
        isOwned: true,
        cpu,
      };
      const mapped = dmaMap(draft, request);
      if ('errno' in mapped) return refuse(draft, mapped.errno, mapped.reason);
      const mapping = draft.state.mappings.find(({ id }) => id === mapped.id);
      if (mapping) noteOwner(draft, mapping, skipCpuSync ? 'cpu' : 'device');
      return { kind: 'ok', value: mapping?.segments[0]?.dmaAddress ?? null, faults: 0 };
    },
  );
}

function unmapSingle(
  draft: Draft,
  device: number,
  cpu: number,
  action: Extract<DriverAction, { do: 'unmapSingle' }>,
): OperationResult {
  const mapping = findNamedMapping(draft, action.mapping, device);
  if (!mapping || mapping.kind !== 'single')
    return scriptError(`no mapping named ${action.mapping}`);
  const direction = action.direction ?? mapping.direction;
  const length = action.length ?? mapping.length;
  const { skipCpuSync } = action;
  return call(draft, `dma_unmap_single(${action.mapping}, ${length}, ${direction})`, () => {
    if (!mapping.live) {
      const bytes = { buffer: mapping.buffer, start: mapping.start, length: mapping.length };
      raise(draft, {
        rule: 'unmap-twice',
        bytes,
        outcome: `${action.mapping} was unmapped before`,
      });
      emit(draft, 'refused', { label: 'nothing is mapped there' });
      return done;
    }
    dmaUnmap(draft, mapping.id, { length, direction, skipCpuSync, cpu });
    noteOwner(draft, mapping, 'cpu');
    return done;
  });
}

function syncSingle(
  draft: Draft,
  device: number,
  cpu: number,
  action: Extract<DriverAction, { do: 'syncSingle' }>,
): OperationResult {
  const mapping = findNamedMapping(draft, action.at.base, device);
  if (!mapping) return scriptError(`no mapping named ${action.at.base}`);
  const { to, length, direction } = action;
  const start = mapping.start + action.at.offset;
  if (mapping.kind === 'coherent') return scriptError('coherent memory is never synced');
  return call(
    draft,
    `dma_sync_single_for_${to}(${action.at.base}+${action.at.offset}, ${length}, ${direction})`,
    () => {
      dmaSync(draft, mapping.id, { to, start, length, direction, cpu, defect: null });
      if (mapping.live) noteOwner(draft, mapping, to);
      return done;
    },
  );
}

function allocCoherent(
  draft: Draft,
  device: number,
  name: string,
  bufferName: string,
): OperationResult {
  const buffer = findBuffer(draft, bufferName);
  if (buffer < 0) return scriptError(`no buffer named ${bufferName}`);
  if (findNamedMapping(draft, name, null)?.live) return scriptError(`${name} is mapped already`);
  const isInUse = draft.state.mappings.some((m) => m.live && m.buffer === buffer);
  if (isInUse || draft.state.buffers[buffer]?.dmaBuf)
    return scriptError(`${bufferName} is in use already`);
  const length = bufferSize(draft, buffer);
  return call(draft, `dma_alloc_coherent(${bufferName}, ${length} bytes)`, () => {
    const frames = draft.state.buffers[buffer]?.frames ?? [];
    const runs = contiguousRuns(draft, buffer, 0, length);
    if (!isCoherentDevice(draft, device)) {
      for (const run of runs) maintain(draft, run.address, run.length, 'flush', 'becomes uncached');
    }
    const base =
      draft.state.setup.platform.iommu === 'none'
        ? null
        : iommuMap(draft, device, frames, 'BIDIRECTIONAL');
    const segments =
      base === null
        ? runs.map((run) => ({
            start: run.start,
            length: run.length,
            dmaAddress: run.address,
            slot: null,
          }))
        : [{ start: 0, length, dmaAddress: base, slot: null }];
    const mapping: DmaMapping = {
      ...{ id: takeId(draft), name, kind: 'coherent', device, buffer, start: 0, length },
      ...{ direction: 'BIDIRECTIONAL', segments, live: true, changing: false, extents: [] },
    };
    draft.state.mappings = [...draft.state.mappings.filter((m) => m.name !== name), mapping];
    setBuffer(draft, buffer, { coherentFor: device });
    emit(draft, 'owner.change', {
      label: `${bufferName} is coherent for ${draft.state.setup.devices[device]?.name ?? ''}`,
      to: { kind: 'device', device },
      range: { buffer, start: 0, length },
    });
    return { kind: 'ok', value: segments[0]?.dmaAddress ?? null, faults: 0 };
  });
}

function freeCoherent(draft: Draft, device: number, cpu: number, name: string): OperationResult {
  const mapping = findNamedMapping(draft, name, device);
  if (!mapping || mapping.kind !== 'coherent')
    return scriptError(`no coherent allocation named ${name}`);
  return call(draft, `dma_free_coherent(${name})`, () => {
    if (!mapping.live) return refuse(draft, 'EINVAL', `${name} was freed before`);
    dmaUnmap(draft, mapping.id, {
      length: mapping.length,
      direction: 'BIDIRECTIONAL',
      skipCpuSync: true,
      cpu,
    });
    setBuffer(draft, mapping.buffer, { coherentFor: null });
    return done;
  });
}

function unbind(draft: Draft, device: number): OperationResult {
  return call(
    draft,
    `device_release_driver(${draft.state.setup.devices[device]?.name ?? ''})`,
    () => {
      for (const mapping of draft.state.mappings) {
        if (mapping.device === device && mapping.live) noteLeak(draft, mapping);
      }
      emit(draft, 'release', { label: 'driver gone' });
      return done;
    },
  );
}

function dma(draft: Draft, device: number, action: DeviceAction): OperationResult {
  const name = draft.state.setup.devices[device]?.name ?? '';
  const mapping = findDeviceMapping(draft, device, action.at.base);
  if (!mapping)
    return scriptError(
      `${name} has no mapping ${action.at.base ? `of ${action.at.base}` : ''}`.trim(),
    );
  const start = mapping.start + action.at.offset;
  if (start + action.length > mapping.start + mapping.length)
    return scriptError('the access passes the end of the mapping');
  const snoop = action.snoop ?? isCoherentDevice(draft, device);
  const write =
    action.do === 'dmaWrite' ? { value: action.value, writeId: takeWriteId(draft) } : null;
  return transfer(draft, { mapping: mapping.id, start, length: action.length, write, snoop });
}
