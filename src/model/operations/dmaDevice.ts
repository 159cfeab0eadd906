/** What a driver says and asks of its device: dma_parms, dma_mapping_error, binding [include/linux/dma-mapping.h]. */
import { call, emit, setDevice, type Draft } from '../draft.ts';
import { mappingError } from '../kernel/dmaDebug/checkUnmap.ts';
import { debugMappingError } from '../kernel/dmaDebug/hooks.ts';
import { done, refuse } from '../kernel/refuse.ts';
import { deviceName } from '../kernel/named.ts';
import type { OperationResult } from '../result.ts';
import { findNamedMapping, scriptError } from './lookup.ts';

/** dma_mapping_error: whether a map had failed. */
export function checkMapping(draft: Draft, device: number, name: string): OperationResult {
  const mapping = findNamedMapping(draft, name, device);
  if (!mapping) return scriptError(`no mapping named ${name}`);
  return call(draft, `dma_mapping_error(${name})`, () => {
    const address = mapping.segments[0]?.dmaAddress;
    debugMappingError(draft, device, address ?? mappingError);
    return address === undefined ? refuse(draft, 'ENOMEM', 'the map had failed') : done;
  });
}

/** dma_set_max_seg_size. */
export function setMaxSegSize(draft: Draft, device: number, size: number): OperationResult {
  return call(draft, `dma_set_max_seg_size(${deviceName(draft, device)}, ${size})`, () => {
    setDevice(draft, device, { maxSegSize: size });
    return tell(draft, device, 'length', size);
  });
}

/** dma_set_seg_boundary, whose mask is one less than the size given here. */
export function setSegBoundary(draft: Draft, device: number, size: number): OperationResult {
  if (!Number.isInteger(Math.log2(size))) return scriptError('a boundary is a power of two');
  const mask = `0x${(size - 1).toString(16)}`;
  return call(draft, `dma_set_seg_boundary(${deviceName(draft, device)}, ${mask})`, () => {
    setDevice(draft, device, { segBoundary: size });
    return tell(draft, device, 'boundary', size);
  });
}

function tell(draft: Draft, device: number, what: string, size: number): OperationResult {
  emit(draft, 'dma.parms', {
    label: `segments of ${deviceName(draft, device)}: ${what === 'length' ? 'at most' : 'none across'} ${size} bytes`,
    from: { kind: 'kernel' },
    to: { kind: 'device', device },
    facts: { what, size },
  });
  return done;
}

/** device_attach: a driver is bound again. Returns 1, which says that it was. */
export function bind(draft: Draft, device: number): OperationResult {
  return call(draft, `device_attach(${deviceName(draft, device)})`, () => {
    if (!draft.state.devices[device]?.unbound) return { kind: 'ok', value: 1, faults: 0 };
    draft.state.devices = draft.state.devices.map((old, index) => {
      if (index !== device) return old;
      const { unbound: _, ...bound } = old;
      return bound;
    });
    emit(draft, 'call', { label: `driver_probe_device(${deviceName(draft, device)})` });
    return { kind: 'ok', value: 1, faults: 0 };
  });
}
