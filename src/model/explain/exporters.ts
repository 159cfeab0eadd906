/** Words for the micro-events of `vocabulary/exporters.ts`. */
import type { MicroEvent } from '../microEvent.ts';
import type { ExporterEventKind } from '../vocabulary/exporters.ts';
import type { Words } from './words.ts';

const text = ({ facts }: MicroEvent, name: string): string => String(facts[name] ?? '');

const mmapPatch = 'Daniel Vetter, "[PATCH] dma-buf: mmap support", 24 April 2012';
const dmabufSync =
  'Inki Dae, "[RFC PATCH v2] dmabuf-sync: Introduce buffer synchronization framework", 13 June 2013';

export const exporterWords: Readonly<Record<ExporterEventKind, Words>> = {
  'window.open': {
    text: (event) =>
      event.facts['isWrite'] === true
        ? 'What devices have written was fetched, and what the CPU writes from now on is pushed when it finishes.'
        : 'What devices have written was fetched: until finish the CPU may read, and no device may write.',
    rule: 'CPU access stands between prepare and finish.',
    source: mmapPatch,
  },
  'window.close': {
    text: (event) =>
      event.facts['isWrite'] === true
        ? 'What the CPU has written is where devices see it. From here on the buffer is theirs.'
        : 'The CPU has only read, so there is nothing to carry. From here on the buffer is the devices’.',
    source: mmapPatch,
  },
  'lock.wait': {
    text: (event) =>
      `${text(event, 'holder')} is in the way, so ${text(event, 'who')} sleeps in the call. It does nothing else until it is given the lock.`,
    rule: 'Readers share a lock, a writer has it alone, and nobody overtakes who waits.',
    source: dmabufSync,
  },
  'lock.grant': {
    text: (event) =>
      `${text(event, 'who')} may ${event.facts['isWrite'] === true ? 'read and write' : 'read'} the buffer now: what the last owner wrote was brought to where it looks.`,
    source: dmabufSync,
  },
  'lock.drop': {
    text: (event) =>
      `${text(event, 'who')} is done. What it wrote is carried on in the same call, and whoever waits is woken.`,
    source: dmabufSync,
  },
  'heap.choose': {
    text: (event) =>
      `The program’s mask allows it, so the memory comes from the ${text(event, 'heap')} heap. Which devices will come, and what they need, was not asked.`,
    rule: 'Userspace has to know the pickiest device that will ever attach.',
    source: 'drivers/staging/android/ion/ion.c, ion_alloc',
  },
  vmap: {
    text: ({ facts }) =>
      facts['count'] === 1
        ? 'The exporter gives the pages one run of kernel addresses, so that drivers can load and store. Caches are not maintained by this.'
        : `The buffer is mapped already, so its address is handed out again; it is counted ${String(facts['count'])} times now.`,
    source: 'drivers/dma-buf/dma-buf.c, dma_buf_vmap',
  },
  vunmap: {
    text: ({ facts }) =>
      facts['count'] === 0
        ? 'Nobody in the kernel uses the address any more, so the exporter takes it away.'
        : `One user less; the address stays for ${String(facts['count'])} more.`,
    source: 'drivers/dma-buf/dma-buf.c, dma_buf_vunmap',
  },
};
