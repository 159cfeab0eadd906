/**
 * The smallest change of a script that removes a violation: operations to put around the offending one, or
 * a setting of a declaration to change. Worked out from the state, not from the scenario, and offered only
 * where the ownership machine allows every call in it: a fix that breaks a rule is none.
 */
import { profileOf } from '../kernel/exporters/profiles.ts';
import { keepsMapping } from '../kernel/importerPolicy.ts';
import type { OwnershipEvent } from '../machines/events.ts';
import { ownershipNext } from '../machines/machines.ts';
import type { ByteRange } from '../microEvent.ts';
import type { Agent, Direction, DriverAction, Operation } from '../operation.ts';
import type { DmaMapping, State } from '../state.ts';
import type { Fix, FixSetting, RuleId } from '../violation.ts';
import { fixStreamed, isCoherent } from './fixStreamed.ts';

const syncRead = 1;
const syncReadWrite = 3;
const syncEnd = 4;

function fixOf(
  text: string,
  before: readonly (Operation | null)[],
  after: readonly (Operation | null)[] = [],
  settings: readonly FixSetting[] = [],
): Fix | null {
  const isDone = (operation: Operation | null): operation is Operation => operation !== null;
  if (!before.every(isDone) || !after.every(isDone)) return null;
  return { text, before, after, settings };
}

function driver(state: State, { device }: DmaMapping, action: DriverAction): Operation {
  const name = state.setup.devices[device]?.name ?? '';
  return { agent: { kind: 'device', device: name, cpu: 0 }, action };
}

const bufferName = (state: State, mapping: DmaMapping): string =>
  state.setup.buffers[mapping.buffer]?.name ?? '';

const syncEvents: Readonly<Record<'cpu' | 'device', Record<'full' | 'empty', OwnershipEvent>>> = {
  cpu: { full: 'handBack', empty: 'handBackEmpty' },
  device: { full: 'handOver', empty: 'handOverEmpty' },
};

/** Whether every byte of a mapping in a range may take an event. */
function accepts(mapping: DmaMapping, { start, length }: Range, event: OwnershipEvent): boolean {
  return mapping.extents.every(
    (extent) =>
      extent.end <= start ||
      extent.start >= start + length ||
      ownershipNext(extent.state, event) !== null,
  );
}

type Range = Pick<ByteRange, 'start' | 'length'>;

/** Whole lines around a range, as far as they are mapped: syncing less would split a line. */
function linesOf(state: State, mapping: DmaMapping, { start, length }: Range): Range {
  const { lineSize } = state.setup.platform;
  const first = Math.max(mapping.start, start - (start % lineSize));
  const last = Math.ceil((start + length) / lineSize) * lineSize;
  return { start: first, length: Math.min(mapping.start + mapping.length, last) - first };
}

/** A sync of a mapping: of a range where it is a single one, else of all; null where it breaks a rule. */
function sync(
  state: State,
  mapping: DmaMapping,
  to: 'cpu' | 'device',
  direction: Direction,
  range: Range,
): Operation | null {
  const isEmpty = direction === (to === 'cpu' ? 'TO_DEVICE' : 'FROM_DEVICE');
  const event = syncEvents[to][isEmpty ? 'empty' : 'full'];
  const lines = mapping.name === null ? mapping : linesOf(state, mapping, range);
  if (!accepts(mapping, lines, event)) return null;
  if (mapping.name === null) {
    const buffer = bufferName(state, mapping);
    return driver(state, mapping, { do: 'syncSgtable', buffer, to, direction });
  }
  const at = { base: mapping.name, offset: lines.start - mapping.start };
  return driver(state, mapping, { do: 'syncSingle', to, at, length: lines.length, direction });
}

/** Live mappings of a range in which a device owns some byte in a state that starts so. */
function mappingsIn(state: State, range: ByteRange, stateStart: string): readonly DmaMapping[] {
  return state.mappings.filter(
    (mapping) =>
      mapping.live &&
      mapping.buffer === range.buffer &&
      mapping.extents.some(
        (extent) =>
          extent.start < range.start + range.length &&
          extent.end > range.start &&
          extent.state.startsWith(stateStart),
      ),
  );
}

/** For a CPU access to what a device owns. */
export function fixCpuAccess(
  state: State,
  mapping: DmaMapping,
  actor: Agent,
  range: ByteRange,
  isWrite: boolean,
): Fix | null {
  if (isCoherent(state, mapping)) return fixStreamed;
  const owners = mappingsIn(state, range, 'device');
  const isUser = actor.kind === 'thread' && actor.process !== 'kernel';
  if (mapping.kind === 'sg' && isUser && owners.length === 1)
    return fixUserAccess(state, mapping, actor, isWrite);
  // Whoever wrote gives back first; who is behind has nothing to bring, and must be told what is new.
  const isBehind = (owner: DmaMapping) => mappingsIn(state, range, 'device.behind').includes(owner);
  const ordered = owners.toSorted((a, b) => Number(isBehind(a)) - Number(isBehind(b)));
  return fixOf(
    owners.length > 1
      ? 'Let every device hand the buffer back before the access, and hand it over to each again after it.'
      : 'Take the buffer back with a sync for CPU before the access, and hand it over again after it.',
    ordered.map((owner) =>
      sync(state, owner, 'cpu', isBehind(owner) ? 'TO_DEVICE' : owner.direction, range),
    ),
    ordered.map((owner) => {
      const carries = isWrite || isBehind(owner);
      const direction =
        carries && owner.direction === 'FROM_DEVICE' ? 'BIDIRECTIONAL' : owner.direction;
      return handOverAgain(state, owner, direction, range);
    }),
  );
}

/** The hand-over after a hand-back: always legal, whatever the mapping's state is now. */
function handOverAgain(
  state: State,
  mapping: DmaMapping,
  direction: Direction,
  range: Range,
): Operation | null {
  return sync(state, { ...mapping, extents: [] }, 'device', direction, range);
}

function fixUserAccess(
  state: State,
  mapping: DmaMapping,
  actor: Agent,
  isWrite: boolean,
): Fix | null {
  const name = bufferName(state, mapping);
  const policy = state.setup.buffers[mapping.buffer]?.mmap;
  if (policy === 'shootdown') return fixAfterShootdown(state, mapping);
  const process = actor.kind === 'thread' ? actor.process : '';
  const fds = state.processes.find((candidate) => candidate.name === process)?.fds ?? [];
  const fd = fds.find((candidate) => candidate.buffer === mapping.buffer)?.name;
  const access = isWrite ? syncReadWrite : syncRead;
  if (fd === undefined || !accepts(mapping, mapping, 'handBack')) return null;
  if (policy === 'lock') return fixWithLock(actor, fd, isWrite);
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

function fixWithLock(agent: Agent, fd: string, isWrite: boolean): Fix | null {
  return fixOf(
    `Lock the buffer for ${isWrite ? 'writing' : 'reading'} before the access and unlock it after.`,
    [{ agent, action: { do: 'lock', fd, isWrite } }],
    [{ agent, action: { do: 'unlock', fd } }],
  );
}

function fixAfterShootdown(state: State, mapping: DmaMapping): Fix | null {
  const buffer = bufferName(state, mapping);
  const device = state.setup.devices[mapping.device];
  const settings: readonly FixSetting[] =
    device && keepsMapping(device.importer)
      ? [{ declaration: 'device', name: device.name, key: 'importer', value: 'map-per-dma' }]
      : [];
  return fixOf(
    `Let ${device?.name ?? 'the device'} unmap when its job is done, and map again for the next.`,
    [driver(state, mapping, { do: 'unmap', buffer, direction: null })],
    [driver(state, mapping, { do: 'map', buffer, direction: mapping.direction })],
    settings,
  );
}

/** For a device that works on what the CPU owns. Of a job that was queued before nobody can say where it will run. */
export function fixDeviceAccess(state: State, mapping: DmaMapping, range: ByteRange): Fix | null {
  if (state.races?.running) return null;
  if (isCoherent(state, mapping)) return fixStreamed;
  const first =
    sync(state, mapping, 'device', mapping.direction, range) ??
    sync(state, mapping, 'device', carrying(mapping, 'FROM_DEVICE'), range);
  const isLeftToImporter =
    mapping.kind === 'sg' &&
    mapping.name === null &&
    profileOf(state.setup, mapping.buffer).mapSkipsCpuSync;
  if (!isLeftToImporter)
    return fixOf('Hand the buffer over with a sync for device first.', [first]);
  // The exporter maps and unmaps without a sync: what the device wrote must be given back too.
  return fixOf(
    'Let the importer sync for the device before the access and for the CPU after it: this exporter does neither.',
    [first],
    [sync(state, { ...mapping, extents: [] }, 'cpu', carrying(mapping, 'TO_DEVICE'), range)],
  );
}

/** For a device that works on what another device has written since. */
export function fixNotSerialized(state: State, mapping: DmaMapping, range: ByteRange): Fix | null {
  if (isCoherent(state, mapping)) return fixStreamed;
  return fixOf(
    'Give what the other device wrote back to the CPU with a sync, then hand it over with another.',
    serialized(state, mapping, range),
  );
}

/** Writers of a range give it back, then the mapping gets it. */
function serialized(state: State, mapping: DmaMapping, range: ByteRange): (Operation | null)[] {
  const writers = mappingsIn(state, range, 'device.ahead').filter(({ id }) => id !== mapping.id);
  return [
    ...writers.map((writer) => sync(state, writer, 'cpu', 'FROM_DEVICE', range)),
    sync(state, mapping, 'device', carrying(mapping, 'FROM_DEVICE'), range),
  ];
}

/** For an access against the direction of a mapping: it is mapped anew, where nothing is lost by that. */
export function fixDirection(state: State, mapping: DmaMapping): Fix | null {
  const { name, direction, start, length } = mapping;
  const isKept = keepsMapping(state.setup.devices[mapping.device]?.importer ?? 'map-per-dma');
  const event = direction === 'TO_DEVICE' ? 'unmapEmpty' : 'unmap';
  if ((name === null && isKept) || !accepts(mapping, mapping, event)) return null;
  const buffer = bufferName(state, mapping);
  const anew = 'BIDIRECTIONAL';
  const actions: readonly DriverAction[] =
    name === null
      ? [
          { do: 'unmap', buffer, direction: null },
          { do: 'map', buffer, direction: anew },
        ]
      : [
          { do: 'unmapSingle', mapping: name, length: null, direction: null, skipCpuSync: false },
          {
            ...{ do: 'mapSingle', name, at: { base: buffer, offset: start }, length },
            ...{ direction: anew, skipCpuSync: false },
          },
        ];
  return fixOf(
    'Map BIDIRECTIONAL.',
    actions.map((action) => driver(state, mapping, action)),
  );
}

/** The mapping’s own direction, unless it is one that carries nothing. */
function carrying({ direction }: DmaMapping, carriesNothing: Direction): Direction {
  return direction === carriesNothing ? 'BIDIRECTIONAL' : direction;
}

/** For a hand-over that pushes old bytes, or carries nothing. */
export function fixHandOver(
  state: State,
  mapping: DmaMapping,
  rule: RuleId,
  range: ByteRange,
): Fix | null {
  if (isCoherent(state, mapping)) return fixStreamed;
  return rule === 'hand-over-twice'
    ? fixOf('Take back what the device wrote with a sync for CPU first.', [
        sync(state, mapping, 'cpu', 'FROM_DEVICE', range),
      ])
    : fixOf('Sync with a direction that carries what the CPU wrote.', [
        sync(state, mapping, 'device', carrying(mapping, 'FROM_DEVICE'), range),
      ]);
}

/** For a hand-back that discards what was written since, or brings nothing back. */
export function fixHandBack(
  state: State,
  mapping: DmaMapping,
  rule: RuleId,
  range: ByteRange,
): Fix | null {
  if (isCoherent(state, mapping)) return fixStreamed;
  return rule === 'hand-back-discards'
    ? fixOf(
        'Hand over what was written with a sync for device before the buffer is given back.',
        serialized(state, mapping, range),
      )
    : fixOf('Bring back what the device wrote with a sync for CPU first.', [
        sync(state, mapping, 'cpu', carrying(mapping, 'TO_DEVICE'), range),
      ]);
}
