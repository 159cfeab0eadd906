/**
 * How the kernel names a device in its log: driver, bus or class, then the device [drivers/base/core.c,
 * dev_driver_string, dev_name].
 */
import type { Draft } from '../draft.ts';

/** Slot of the first device on the PCI bus: below it sit the host bridge and what every machine has. */
const firstPciSlot = 3;

/** `gpu gpu.0`, `edu 0000:00:03.0`, `misc udmabuf`; without a driver the bus stands in its place. */
export function deviceIdentity(draft: Draft, device: number): string {
  const setup = draft.state.setup.devices[device];
  if (!setup) return 'NULL NULL';
  if (setup.miscOf !== undefined) return `misc ${setup.miscOf}`;
  const isBound = !draft.state.devices[device]?.unbound;
  if (setup.bus === 'pci') {
    const slot = (firstPciSlot + device).toString(16).padStart(2, '0');
    return `${isBound ? setup.name : 'pci'} 0000:00:${slot}.0`;
  }
  const [, stem = '', number = ''] = /^(.*?)[-.]?(\d*)$/.exec(setup.name) ?? [];
  const driver = stem === '' ? setup.name : stem;
  return `${isBound ? driver : 'platform'} ${driver}.${number === '' ? 0 : Number(number)}`;
}
