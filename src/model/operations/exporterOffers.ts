/** What exporters' policies add to the menus: prepare and finish, locks, and the kernel's own mappings. */
import { realProfile } from '../kernel/exporters/profiles.ts';
import type { Action } from '../operation.ts';
import type { MmapPolicy } from '../setup.ts';
import type { State } from '../state.ts';

const policyOf = (state: State, buffer: number): MmapPolicy | undefined =>
  state.setup.buffers[buffer]?.mmap;

const isOpen = (state: State, who: string, buffer: number): boolean =>
  state.accessWindows.some((window) => window.who === who && window.buffer === buffer);

/** Of a process with a descriptor of a buffer: the one that opens, or the one that closes. */
export function descriptorOffers(
  state: State,
  process: string,
  fd: string,
  buffer: number,
): readonly Action[] {
  const opened = isOpen(state, process, buffer);
  switch (policyOf(state, buffer)) {
    case 'prepare-finish':
    case 'split-window':
      return opened
        ? [{ do: 'finish', fd }]
        : [false, true].map((isWrite): Action => ({ do: 'prepare', fd, isWrite }));
    case 'lock':
      return opened
        ? [{ do: 'unlock', fd }]
        : [false, true].map((isWrite): Action => ({ do: 'lock', fd, isWrite }));
    default:
      return [];
  }
}

/** Of a driver that uses a buffer. */
export function lockOffers(state: State, device: string, buffer: number): readonly Action[] {
  const setup = state.setup.buffers[buffer];
  if (setup?.mmap !== 'lock') return [];
  return isOpen(state, device, buffer)
    ? [{ do: 'unlockBuffer', buffer: setup.name }]
    : [false, true].map((isWrite): Action => ({ do: 'lockBuffer', buffer: setup.name, isWrite }));
}

/** Of kernel code, with a name that is free. */
export function rareKernelOffers(state: State, name: string): readonly Action[] {
  const { kernel } = state.setup.platform;
  const shared = state.setup.buffers.filter((_, buffer) => state.buffers[buffer]?.dmaBuf);
  const perBuffer = shared.flatMap(({ name: buffer, exporter }): readonly Action[] => [
    { do: 'beginCpuAccess', buffer, direction: 'FROM_DEVICE' },
    { do: 'endCpuAccess', buffer, direction: 'FROM_DEVICE' },
    ...(realProfile(exporter, kernel)?.hasVmap === false
      ? []
      : [{ do: 'vmap', name, buffer } as const]),
  ]);
  const unmaps = state.vmaps
    .filter(({ live }) => live)
    .map((vmap): Action => ({ do: 'vunmap', vmap: vmap.name }));
  return [...perBuffer, ...unmaps];
}
