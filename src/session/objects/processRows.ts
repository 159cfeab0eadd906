/** Processes: their descriptors with the files behind them, and mappings that are of no buffer. */
import { pteId } from '../../model/machines/instanceIds.ts';
import type { FileDescriptor, OpenFile, State, Vma } from '../../model/state.ts';
import {
  bufferNameIn,
  counted,
  hexFact,
  machineOf,
  row,
  type ObjectRow,
  type ObjectSection,
} from './objectRow.ts';

/** One section a process that has something. */
export function processSections(state: State): readonly ObjectSection[] {
  return state.processes.flatMap(({ name, cpus, fds }) => {
    const own = state.vmas.filter((vma) => vma.process === name && vma.buffer < 0);
    if (fds.length + own.length === 0) return [];
    const on =
      cpus.length === 0 ? '' : `, has run on ${cpus.map((cpu) => `CPU ${cpu}`).join(', ')}`;
    return [
      {
        key: `process ${name}`,
        title: name,
        note: `process${on}`,
        rows: [
          ...fds.map((fd) => descriptorRow(state, name, fd)),
          ...own.map((vma) => vmaRow(state, vma, state.memfds[vma.memfd ?? -1]?.name ?? '')),
        ],
      },
    ];
  });
}

const kindNames: Readonly<Record<OpenFile['kind'], string>> = {
  'dma-buf': 'dma-buf',
  memfd: 'memfd',
  sync_file: 'sync_file',
  sw_sync: 'sw_sync timeline',
  heap: 'dma heap',
};

const accessModes = ['read-only', 'write-only', 'read-write'] as const;
const nonBlocking = 0o4000;

function descriptorRow(state: State, process: string, fd: FileDescriptor): ObjectRow {
  const file = state.files.find(({ id }) => id === fd.file);
  const shared = state.processes.reduce(
    (sum, each) => sum + each.fds.filter((other) => other.file === fd.file).length,
    0,
  );
  return row(`fd ${process} ${fd.number}`, `fd ${fd.number}`, [
    fd.name,
    `${file ? kindNames[file.kind] : 'file'} ${objectName(state, file)}`.trim(),
    file ? (accessModes[file.flags & 3] ?? '') : fd.readOnly && 'read-only',
    file !== undefined && (file.flags & nonBlocking) !== 0 && 'O_NONBLOCK',
    fd.closeOnExec && 'close-on-exec',
    shared > 1 && `file shared by ${shared} descriptors`,
    file !== undefined && file.position > 0 && `at byte ${file.position}`,
  ]);
}

/** What a file is of, by name. */
function objectName(state: State, file: OpenFile | undefined): string {
  if (!file || file.object < 0) return '';
  switch (file.kind) {
    case 'dma-buf':
      return bufferNameIn(state, file.object);
    case 'memfd':
      return state.memfds[file.object]?.name ?? '';
    case 'sync_file':
      return state.syncFiles.find(({ id }) => id === file.object)?.name ?? '';
    case 'sw_sync':
      return state.timelines.find(({ id }) => id === file.object)?.name ?? '';
    default:
      return '';
  }
}

/** `rw-`, as /proc/PID/maps has it. */
function protection({ readable, writable, executable }: Vma): string {
  return `${readable ? 'r' : '-'}${writable ? 'w' : '-'}${executable ? 'x' : '-'}`;
}

/** A mapping of a process; `whose` is who it belongs to, or what it is. */
export function vmaRow(state: State, vma: Vma, whose: string): ObjectRow {
  const { pageSize } = state.setup.platform;
  const copies = vma.ptes.filter(({ copy }) => copy !== undefined).length;
  const present = vma.ptes.filter((pte) => pte.state.startsWith('present')).length;
  return row(
    `vma ${vma.id}`,
    `vma ${vma.name}`,
    [
      whose,
      hexFact(vma.address),
      `+${vma.ptes.length * pageSize}`,
      vma.pageOffset > 0 && `from page ${vma.pageOffset}`,
      { code: protection(vma) },
      vma.private ? 'MAP_PRIVATE' : 'MAP_SHARED',
      vma.type,
      `${present} of ${counted(vma.ptes.length, 'page')} present`,
      copies > 0 && counted(copies, 'private copy', 'private copies'),
      ...vma.advice,
    ],
    { selection: machineOf('pte', pteId(vma.id, 0)) },
  );
}
