/** Every instance of a machine in a state: what the machine panel can show, and what may happen to each. */
import type { MachineId } from '../microEvent.ts';
import type { DmaMapping, State } from '../state.ts';
import {
  accessWindowId,
  attachmentId,
  dmaId,
  fenceId,
  iommuId,
  ownershipId,
  pteId,
} from './instanceIds.ts';
import { tellingExtent } from './instanceState.ts';
import { machines, whyNot } from './machines.ts';
import { eventsFrom } from './table.ts';

/** A machine of one object: where it stands, and what may happen next. */
export interface MachineInstance {
  readonly machine: MachineId;
  /** Stable id, as in `Transition.instance`. */
  readonly instance: string;
  /** What it is the machine of, for people: `frame page 0 · gpu`. */
  readonly label: string;
  /** Its state, with dots for nesting. */
  readonly state: string;
  /** Whether somebody touched the bytes who did not own them; always false but for ownership. */
  readonly contested: boolean;
  /** Events that are legal now. */
  readonly possible: readonly string[];
  /** Events that are not, and why, in words. */
  readonly impossible: readonly { readonly event: string; readonly why: string }[];
}

/** All instances, by machine in the order ownership, attachment, PTE, IOMMU mapping, DMA transfer, window, fence. */
export function machineInstances(state: State): MachineInstance[] {
  return [
    ...ownershipInstances(state),
    ...attachmentInstances(state),
    ...pteInstances(state),
    ...iommuInstances(state),
    ...state.setup.devices.map(({ name }, device) =>
      instance(
        'dmaTransfer',
        dmaId(name),
        `${name}’s engine`,
        state.devices[device]?.transfer ?? 'idle',
      ),
    ),
    ...state.accessWindows.map((window) => {
      const name = bufferName(state, window.buffer);
      const id = accessWindowId(window.who, name);
      return instance('accessWindow', id, `${window.who} at ${name}`, window.state);
    }),
    ...state.fences.map(({ id, name, state: now }) =>
      instance('fence', fenceId(id), `fence of ${name}`, now),
    ),
  ];
}

function instance(
  machine: MachineId,
  id: string,
  label: string,
  state: string,
  contested = false,
): MachineInstance {
  const { table, words } = machines[machine];
  const possible = eventsFrom(table, state).filter(
    (event) => !words.events[event]?.afterBrokenRule,
  );
  const impossible = table.events.flatMap((event) => {
    const why = words.events[event]?.afterBrokenRule ? null : whyNot(machine, state, event);
    return why === null ? [] : [{ event, why }];
  });
  return { machine, instance: id, label, state, contested, possible, impossible };
}

function ownershipInstances(state: State): MachineInstance[] {
  const { pageSize } = state.setup.platform;
  return state.mappings
    .filter((mapping) => mapping.live && mapping.extents.length > 0)
    .flatMap((mapping) =>
      pagesOf(mapping, pageSize).map((page) => {
        const telling = tellingExtent(mapping, page, pageSize);
        const label = `${bufferName(state, mapping.buffer)} page ${page} · ${mapping.name ?? deviceName(state, mapping.device)}`;
        return instance(
          'ownership',
          ownershipId(mapping.id, page),
          label,
          telling?.state ?? 'unmapped',
          telling?.contested ?? false,
        );
      }),
    );
}

function pagesOf(mapping: DmaMapping, pageSize: number): readonly number[] {
  const first = Math.floor(mapping.start / pageSize);
  const end = Math.ceil((mapping.start + mapping.length) / pageSize);
  return Array.from({ length: Math.max(0, end - first) }, (_, i) => first + i);
}

function attachmentInstances(state: State): MachineInstance[] {
  return state.attachments.map((attachment) =>
    instance(
      'attachment',
      attachmentId(attachment.id),
      `${deviceName(state, attachment.device)} to ${bufferName(state, attachment.buffer)}`,
      attachment.state,
    ),
  );
}

function pteInstances(state: State): MachineInstance[] {
  return state.vmas.flatMap((vma) =>
    vma.ptes.map((pte, page) =>
      instance('pte', pteId(vma.id, page), `${vma.process}’s ${vma.name} page ${page}`, pte.state),
    ),
  );
}

function iommuInstances(state: State): MachineInstance[] {
  return state.devices.flatMap((device, index) =>
    device.iommu.map((pte) =>
      instance(
        'iommuMapping',
        iommuId(deviceName(state, index), pte.iova),
        `${deviceName(state, index)} iova 0x${pte.iova.toString(16)}`,
        pte.state,
      ),
    ),
  );
}

function deviceName(state: State, device: number): string {
  return state.setup.devices[device]?.name ?? `device ${device}`;
}

function bufferName(state: State, buffer: number): string {
  return state.setup.buffers[buffer]?.name ?? `buffer ${buffer}`;
}
