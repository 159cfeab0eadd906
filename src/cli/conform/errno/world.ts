/**
 * What a case has built up so far, while it is made into a scenario: which slot of the recording is called what,
 * and which buffers there must be.
 */
import { realProfile } from '../../../model/kernel/exporters/profiles.ts';
import type { Agent } from '../../../model/operation.ts';
import type { BufferSetup } from '../../../model/setup.ts';
import { noDescriptor } from '../../../script/words.ts';
import { defaultBuffer } from '../../../script/bufferSettings.ts';
import type { Reader } from '../reader.ts';

export const pageBytes = 4096;
const mostPages = 1024;

/** An allocation of a heap of so many bytes is one piece, of fewer bytes pages of their own. */
const oneChunk = 65536;

/** A file that is none of those that a case is about. */
export const otherFile = 'other';

/** Last descriptor slots of some kind, for arguments in words. */
type Kind = 'dma-buf' | 'sync_file' | 'memfd' | 'heap' | 'timeline';

/** A declared exporter; one that is known has a policy of its own for userspace mappings. */
export function exporterOf(exporter: string): Pick<BufferSetup, 'exporter' | 'mmap'> {
  return { exporter, mmap: realProfile(exporter, '7.3')?.mmap ?? 'sync-ioctl' };
}

export class World {
  /** Declared buffers, in the order in which they are made. */
  readonly buffers: BufferSetup[] = [];
  /** Devices that the case uses, by number. */
  devices = 1;
  /** What the exporter of the lab does at faults: `ours` inserts a PFN, `page` returns a struct page. */
  labExporter = 'ours';
  /** Page offset with which the helper device calls dma_buf_mmap. */
  helperOffset = 0;
  /** Times that the kernel has mapped the buffer. */
  vmaps = 0;
  /** Device of each attachment slot. */
  readonly attached = new Map<number, string>();
  /** Whether the next step is given a file of another kind, which must be opened first. */
  needsOther = false;
  private readonly known = new Map<number, Kind>();
  private closed = noDescriptor;
  private fixedMaps = 0;

  /** Declares a buffer that comes to be by a call which gives it so many bytes. */
  declare(exporter: string, bytes: number): string {
    const name = `b${this.buffers.length}`;
    const pages = Math.min(mostPages, Math.max(1, Math.ceil(bytes / pageBytes)));
    const contiguous = exporter === 'system_heap' && bytes >= oneChunk;
    this.buffers.push({ ...defaultBuffer(name), ...exporterOf(exporter), pages, contiguous });
    return name;
  }

  /** The buffer that was declared last; of the lab where there is none. */
  buffer(): string {
    return this.buffers.at(-1)?.name ?? this.declare(this.labExporter, pageBytes);
  }

  /** Changes the buffer that was declared last. */
  change(change: Partial<BufferSetup>): void {
    const last = this.buffers.pop();
    if (last) this.buffers.push({ ...last, ...change });
  }

  /** Name of the descriptor that a call opens. */
  opens(slot: Reader, kind: Kind): string {
    const number = slot.integer(0, 1023);
    this.known.delete(number);
    this.known.set(number, kind);
    return `fd${number}`;
  }

  /** Name of the descriptor that a call is given. */
  fd(slot: Reader): string {
    if (!slot.isText()) {
      const number = slot.integer(-1, 1 << 30);
      return this.known.has(number) ? `fd${number}` : noDescriptor;
    }
    const text = slot.text();
    switch (text) {
      case 'closed':
        return this.closed;
      case 'sync_file':
      case 'a sync_file':
        return this.last('sync_file');
      case 'memfd':
      case 'a memfd':
      case 'the memfd':
        return this.last('memfd');
      case 'heap':
      case 'a heap':
      case 'the heap':
        return this.last('heap');
      case 'timeline':
      case 'sw_sync':
      case 'a timeline':
        return this.last('timeline');
      case 'dma-buf':
      case 'a dma-buf':
      case 'the dma-buf':
      case 'the dma-buf itself':
      case 'a dma-buf fd':
        return this.last('dma-buf');
      case 'a pipe':
      case 'stdin':
      case '/dev/null':
      case '/dev/zero':
        this.needsOther = true;
        return otherFile;
      default:
        slot.fail(`is "${text.slice(0, 40)}", which is no descriptor that is known`);
        return noDescriptor;
    }
  }

  /** Notes that a descriptor was closed. */
  closes(name: string): void {
    this.closed = name;
  }

  private last(kind: Kind): string {
    const found = [...this.known].findLast(([, known]) => known === kind);
    return found ? `fd${found[0]}` : noDescriptor;
  }

  /** Name of a mapping slot. */
  map(slot: Reader): string {
    return `p${slot.integer(0, 1023)}`;
  }

  /** Name of a mapping that is put over another and has no slot of its own. */
  fixedMap(): string {
    this.fixedMaps += 1;
    return `over${this.fixedMaps}`;
  }

  /** A device of the case. */
  device(number: number): Agent {
    this.devices = Math.max(this.devices, number + 1);
    return { kind: 'device', device: `dev${number}`, cpu: 0 };
  }
}

export const app: Agent = { kind: 'thread', process: 'app', cpu: 0 };
export const kernel: Agent = { kind: 'thread', process: 'kernel', cpu: 0 };
