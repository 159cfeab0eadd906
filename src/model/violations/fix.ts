/**
 * The smallest change of a script that removes a violation: operations to put around the offending one, or
 * a setting of a declaration to change. Worked out from the state, not from the scenario.
 */
import type { Agent, Direction, DriverAction, Operation } from '../operation.ts';
import type { DmaMapping, State } from '../state.ts';
import type { Fix, FixSetting, RuleId } from '../violation.ts';

const syncRead = 1;
const syncReadWrite = 3;
const syncEnd = 4;

function driver(state: State, mapping: DmaMapping, action: DriverAction): Operation {
  const device = state.setup.devices[mapping.device]?.name ?? '';
  return { agent: { kind: 'device', device, cpu: 0 }, action };
}

const bufferName = (state: State, mapping: DmaMapping): string =>
  state.setup.buffers[mapping.buffer]?.name ?? '';

function sync(
  state: State,
  mapping: DmaMapping,
  to: 'cpu' | 'device',
  direction: Direction,
): Operation {
  if (mapping.name === null) {
    return driver(state, mapping, {
      do: 'syncSgtable',
      buffer: bufferName(state, mapping),
      to,
      direction,
    });
  }
  const at = { base: mapping.name, offset: 0 };
  return driver(state, mapping, { do: 'syncSingle', to, at, length: mapping.length, direction });
}

function fixOf(
  text: string,
  before: readonly Operation[],
  after: readonly Operation[] = [],
  settings: readonly FixSetting[] = [],
): Fix {
  return { text, before, after, settings };
}

/** For a CPU access to what a device owns. */
export function fixCpuAccess(
  state: State,
  mapping: DmaMapping,
  actor: Agent,
  isWrite: boolean,
): Fix {
  const isUser = actor.kind === 'thread' && actor.process !== 'kernel';
  if (mapping.kind === 'sg' && isUser) return fixUserAccess(state, mapping, actor, isWrite);
  const direction = isWrite ? 'BIDIRECTIONAL' : mapping.direction;
  return fixOf(
    'Take the buffer back with a sync for CPU before the access, and hand it over again after it.',
    [sync(state, mapping, 'cpu', mapping.direction)],
    [sync(state, mapping, 'device', direction)],
  );
}

function fixUserAccess(state: State, mapping: DmaMapping, actor: Agent, isWrite: boolean): Fix {
  const name = bufferName(state, mapping);
  const device = state.setup.devices[mapping.device];
  const policy = state.setup.buffers[mapping.buffer]?.mmap;
  if (policy === 'shootdown') {
    const settings: readonly FixSetting[] =
      device && device.importer !== 'map-per-dma'
        ? [{ declaration: 'device', name: device.name, key: 'importer', value: 'map-per-dma' }]
        : [];
    return fixOf(
      `Let ${device?.name ?? 'the device'} unmap when its job is done, and map again for the next.`,
      [driver(state, mapping, { do: 'unmap', buffer: name, direction: null })],
      [driver(state, mapping, { do: 'map', buffer: name, direction: mapping.direction })],
      settings,
    );
  }
  const process = actor.kind === 'thread' ? actor.process : '';
  const fds = state.processes.find((candidate) => candidate.name === process)?.fds ?? [];
  const fd = fds.find((candidate) => candidate.buffer === mapping.buffer)?.name ?? 'fd';
  const access = isWrite ? syncReadWrite : syncRead;
  const settings: readonly FixSetting[] =
    policy === 'sync-ioctl'
      ? []
      : [{ declaration: 'buffer', name, key: 'mmap', value: 'sync-ioctl' }];
  const words = isWrite ? 'READ|WRITE' : 'READ';
  return fixOf(
    `Put DMA_BUF_IOCTL_SYNC START ${words} before the access and END ${words} after it${
      settings.length > 0 ? ', with an exporter that acts on them' : ''
    }.`,
    [{ agent: actor, action: { do: 'sync', fd, flags: access } }],
    [{ agent: actor, action: { do: 'sync', fd, flags: syncEnd + access } }],
    settings,
  );
}

/** For a device that works on what the CPU owns, or on what another device has written since. */
export function fixDeviceAccess(state: State, mapping: DmaMapping): Fix {
  return fixOf('Hand the buffer over with a sync for device first.', [
    sync(
      state,
      mapping,
      'device',
      mapping.direction === 'FROM_DEVICE' ? 'BIDIRECTIONAL' : mapping.direction,
    ),
  ]);
}

/** For an access against the direction of a mapping. */
export function fixDirection(state: State, mapping: DmaMapping): Fix {
  if (mapping.name === null) {
    const name = bufferName(state, mapping);
    return fixOf('Map BIDIRECTIONAL.', [
      driver(state, mapping, { do: 'unmap', buffer: name, direction: null }),
      driver(state, mapping, { do: 'map', buffer: name, direction: 'BIDIRECTIONAL' }),
    ]);
  }
  return fixOf('Map BIDIRECTIONAL.', []);
}

/** For a hand-over that pushes old bytes, or carries nothing. */
export function fixHandOver(state: State, mapping: DmaMapping, rule: RuleId): Fix {
  if (rule === 'hand-over-twice') {
    return fixOf('Take back what the device wrote with a sync for CPU first.', [
      sync(state, mapping, 'cpu', mapping.direction),
    ]);
  }
  return fixOf('Sync with a direction that carries what the CPU wrote.', [
    sync(state, mapping, 'device', 'BIDIRECTIONAL'),
  ]);
}

/** For a hand-back that discards what was written since, or brings nothing back. */
export function fixHandBack(state: State, mapping: DmaMapping, rule: RuleId): Fix {
  if (rule === 'hand-back-discards') {
    return fixOf(
      'Hand over what was written with a sync for device before the buffer is given back.',
      [sync(state, mapping, 'device', 'BIDIRECTIONAL')],
    );
  }
  return fixOf('Bring back what the device wrote with a sync for CPU first.', [
    sync(state, mapping, 'cpu', 'BIDIRECTIONAL'),
  ]);
}
