/** Names and sizes of what was declared, by index. */
import type { Draft } from '../draft.ts';

/** Name of a buffer. */
export function bufferName(draft: Draft, buffer: number): string {
  return draft.state.setup.buffers[buffer]?.name ?? '';
}

/** Name of a device. */
export function deviceName(draft: Draft, device: number): string {
  return draft.state.setup.devices[device]?.name ?? '';
}

/** Name of the driver that exports a buffer. */
export function exporterName(draft: Draft, buffer: number): string {
  return draft.state.setup.buffers[buffer]?.exporter ?? 'exporter';
}

/** Bytes of a buffer. */
export function bufferSize(draft: Draft, buffer: number): number {
  return (draft.state.buffers[buffer]?.frames.length ?? 0) * draft.state.setup.platform.pageSize;
}
