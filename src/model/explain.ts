/**
 * This step in plain words: a function of the micro-event and the state, never of the scenario. The rule
 * and its source stand beside the words where the event rests on one.
 */
import { dmaApiWords } from './explain/dmaApi.ts';
import { exporterWords } from './explain/exporters.ts';
import { fenceWords } from './explain/fences.ts';
import { fileWords } from './explain/files.ts';
import { importerWords } from './explain/importers.ts';
import { mmWords } from './explain/mm.ts';
import type { Words } from './explain/words.ts';
import { explainCall } from './explainCalls.ts';
import type { MicroEvent, MicroEventKind } from './microEvent.ts';
import { placeOfNewest } from './placeOfNewest.ts';
import type { State } from './state.ts';

/** A micro-event in plain words. */
export interface Explanation {
  /** What happens and why, in one to three sentences. */
  readonly text: string;
  /** The rule or mechanism behind it; empty where there is none to name. */
  readonly rule: string;
  /** Where that is written; empty where there is none. */
  readonly source: string;
}

type Facts = MicroEvent['facts'];

const text = (facts: Facts, name: string): string => String(facts[name] ?? '');
const isTrue = (facts: Facts, name: string): boolean => facts[name] === true;

function lineOf({ range, facts }: MicroEvent, state: State): string {
  const line = range ? `line ${Math.floor(range.start / state.setup.platform.lineSize)}` : null;
  if (facts['slot'] === undefined) return line ?? 'the line';
  return line === null ? 'a line of a freed bounce slot' : `the bounce slot's ${line}`;
}

function bytesOf({ range }: MicroEvent): string {
  if (!range) return 'the bytes';
  return range.length === 1
    ? `byte ${range.start}`
    : `bytes ${range.start} to ${range.start + range.length - 1}`;
}

function deviceOf({ from, to }: MicroEvent, state: State): string {
  const place = [from, to].find((candidate) => candidate && 'device' in candidate);
  return place && 'device' in place
    ? (state.setup.devices[place.device]?.name ?? 'the device')
    : 'the device';
}

/** For a read that was stale: where the newest is, and why it was not seen. */
function missed(event: MicroEvent, state: State): string {
  const stale = event.violations.find((violation) => violation.rule === 'stale-read');
  if (!stale?.bytes) return '';
  const place = placeOfNewest(state, stale.bytes.buffer, stale.bytes.start);
  return place === '' ? ' What should be there is nowhere any more.' : ` The newest is ${place}.`;
}

const writeBackReasons: Readonly<Record<string, string>> = {
  snooped: 'Another agent asks for it, and this cache has the newest copy.',
  evicted: 'The hardware needs the place, or simply chose to; a line is written back whole.',
  'set full': 'Its set is full, and it was used least recently; a line is written back whole.',
  'handed to the device':
    'The device sees memory only, so what the CPU wrote must get there before the device starts.',
  'given back to the CPU':
    'The line is only partly covered by the range, so it is cleaned before it is dropped.',
  'by hand': 'The code asked for it.',
  'back in the CPU domain': 'The page comes back to the CPU, and the line is only partly in it.',
  'becomes uncached': 'The memory becomes uncached, so that no cache may keep any of it.',
  'its mapping goes':
    'The cache tags it by the address of a mapping whose page table entry is about to go.',
  'another process runs':
    'The cache tags it by an address of another process, where something else may lie for this one.',
};

const fillReasons: Readonly<Record<string, string>> = {
  load: 'The CPU loads from it and has no copy.',
  store: 'A store changes only a part of the line, so the rest must be fetched first.',
  prefetch:
    'Nobody asked: the CPU speculates that it will be needed. It may do that at any moment, to any cached page.',
};

const table: Readonly<Record<MicroEventKind, Words>> = {
  ...mmWords,
  ...fileWords,
  ...fenceWords,
  ...dmaApiWords,
  ...exporterWords,
  ...importerWords,
  call: {
    text: ({ agent, label, facts }) =>
      facts['reason'] === undefined
        ? (explainCall(label)?.text ?? `${agent} is in ${label}.`)
        : `${agent} makes no call: ${text(facts, 'reason')}.`,
  },
  'fd.open': {
    text: ({ facts }) =>
      `The process gets descriptor ${text(facts, 'fd')} for the dma_buf: a file that can be passed to other processes and drivers.`,
    source: 'drivers/dma-buf/dma-buf.c, dma_buf_fd',
  },
  'fd.close': {
    text: ({ facts }) =>
      `Descriptor ${text(facts, 'fd')} is closed. The buffer stays as long as anything else refers to it.`,
  },
  'ref.get': {
    text: ({ label }) => `One more user of the dma_buf. ${label}.`,
    rule: 'The object lives while a descriptor, a mapping or an importer refers to it.',
    source: 'drivers/dma-buf/dma-buf.c, get_dma_buf',
  },
  'ref.put': {
    text: ({ label, facts }) =>
      facts['references'] === 0
        ? 'The last reference is gone: the exporter will release the storage.'
        : `One user less. ${label}.`,
    source: 'drivers/dma-buf/dma-buf.c, dma_buf_put',
  },
  release: {
    text: ({ label }) => `${label}: it runs once, when nothing refers to the object any more.`,
    source: 'drivers/dma-buf/dma-buf.c, dma_buf_release',
  },
  attach: {
    text: (event, state) =>
      `${deviceOf(event, state)} is known to the exporter now, which can choose storage that it reaches. Nothing is mapped yet.`,
    source: 'drivers/dma-buf/dma-buf.c, dma_buf_attach',
  },
  detach: {
    text: (event, state) =>
      `${deviceOf(event, state)} has told the exporter that it is done with the buffer for good.`,
    source: 'drivers/dma-buf/dma-buf.c, dma_buf_detach',
  },
  'sgt.build': {
    text: ({ label, facts }) =>
      facts['entries'] === undefined
        ? 'The buffer is mapped for this device already: the same addresses are handed out again, and nothing is synced.'
        : `The exporter lists the pages of the buffer: ${label}. Pages that lie together become one entry.`,
    source: 'include/linux/scatterlist.h, struct sg_table',
  },
  'sgt.free': {
    text: (event, state) =>
      event.to?.kind === 'kernel'
        ? 'The driver has unmapped, but the mapping is kept for its next map: nothing is carried, and the addresses stay good until it detaches.'
        : `${deviceOf(event, state)} has given the buffer back and may not use its addresses any more. Where no other device has it mapped, it is the CPU's.`,
  },
  'owner.change': {
    text: (event, state) => {
      const device = deviceOf(event, state);
      if (event.facts['owner'] === 'nobody')
        return `${device} and the CPU may both touch the buffer at any time: it is coherent by itself, or should be, and has no owner.`;
      return event.facts['owner'] === 'device'
        ? `From here on ${device} owns ${bytesOf(event)}. The CPU may neither read nor write them until they are handed back.`
        : `From here on the CPU owns ${bytesOf(event)}; ${device} may not touch them until they are handed over again.`;
    },
    rule: 'A streaming mapping belongs to the device from map (or sync for device) until unmap (or sync for CPU).',
    source: 'Documentation/core-api/dma-api.rst',
  },
  refused: {
    text: ({ facts, label }) =>
      facts['errno']
        ? `The kernel refuses with ${text(facts, 'errno')}: ${text(facts, 'reason')}.`
        : `${label.charAt(0).toUpperCase()}${label.slice(1)}.`,
  },
  printk: {
    text: ({ facts }) =>
      `The kernel logs a line, which a developer finds with dmesg.${facts['why'] === undefined ? '' : ` ${text(facts, 'why')}`}`,
    source: 'kernel/printk/printk.c',
  },
  signal: {
    text: ({ facts }) => `The thread gets ${text(facts, 'signal')}: ${text(facts, 'reason')}.`,
  },
  'vma.map': {
    text: ({ facts }) =>
      `The process has a range of addresses for the buffer, of type ${text(facts, 'type')}. ${
        facts['type'] === 'WB'
          ? 'Its accesses go through the cache.'
          : 'Its accesses go past the cache.'
      }`,
    source: 'drivers/dma-buf/dma-buf.c, dma_buf_mmap_internal',
  },
  'vma.unmap': {
    text: () => 'The addresses mean nothing any more; the mapping drops its reference.',
  },
  'pte.fault': {
    text: ({ facts }) =>
      `CPU ${text(facts, 'cpu')} wants to ${isTrue(facts, 'write') ? 'write' : 'read'} the page and finds no translation. The exporter's fault handler decides what happens.`,
    source: 'mm/memory.c, do_fault',
  },
  'pte.insert': {
    text: ({ facts }) =>
      `Page ${text(facts, 'page')} of the mapping now has a translation, ${isTrue(facts, 'writable') ? 'writable' : 'read-only'}. From here on no access to it asks the kernel.`,
    source: 'mm/memory.c, vmf_insert_pfn, remap_pfn_range',
  },
  'pte.clear': {
    text: () =>
      'The translation is taken out of the page table: an access without a TLB entry faults from here on. CPUs that have it in their TLB do not know yet.',
    rule: 'A cleared entry ends nothing before every TLB has forgotten it.',
    source:
      'Daniel Vetter, "[PATCH] dma-buf: mmap support", 24 April 2012; mm/memory.c, unmap_mapping_range',
  },
  'tlb.fill': {
    text: ({ facts }) =>
      `CPU ${text(facts, 'cpu')} walks the page table and keeps the translation in its TLB.`,
  },
  'tlb.flush': {
    text: ({ facts }) =>
      `CPU ${text(facts, 'cpu')} forgets the translation. Any other CPU that has it still does.`,
    source: 'arch/x86/mm/tlb.c, flush_tlb_mm_range',
  },
  'ipi.send': {
    text: ({ facts }) =>
      `CPU ${text(facts, 'other')} has run this process and may hold the translation, so it is interrupted. Until it acknowledges, a thread there still reads and writes through its TLB.`,
    rule: 'Only the acknowledgement ends the old translation, not the cleared PTE.',
    source: 'mm/mmu_gather.c, tlb_flush_mmu',
  },
  'ipi.ack': {
    text: ({ facts }) => `CPU ${text(facts, 'cpu')} has flushed its TLB and says so.`,
    source: 'arch/x86/mm/tlb.c, flush_tlb_func',
  },
  'shootdown.done': {
    text: () =>
      'No CPU reaches the pages without a fault any more. Only now are they out of the hands of the process.',
  },
  'cpu.load': {
    text: (event, state) =>
      `CPU ${text(event.facts, 'cpu')} gets ${text(event.facts, 'got')} from ${
        event.facts['type'] === 'WB'
          ? 'its cache, and does not look further'
          : 'memory, past the cache'
      }.${missed(event, state)}`,
  },
  'cpu.store': {
    text: (event) =>
      event.facts['type'] === 'WB'
        ? `CPU ${text(event.facts, 'cpu')} stores ${bytesOf(event)} in its cache. What is new is there and nowhere else; memory still has what is old.`
        : `CPU ${text(event.facts, 'cpu')} stores ${bytesOf(event)} in memory, past the cache.`,
  },
  'cache.fill': {
    text: (event, state) =>
      `CPU ${text(event.facts, 'cpu')} takes a copy of ${lineOf(event, state)} from ${
        event.from?.kind === 'cache' ? `the cache of CPU ${event.from.cpu}` : 'memory'
      }. ${fillReasons[text(event.facts, 'reason')] ?? ''}`,
  },
  'cache.upgrade': {
    text: (event, state) =>
      `CPU ${text(event.facts, 'cpu')} is about to write ${lineOf(event, state)}, so the copies of other CPUs are invalidated. CPUs are always coherent with each other.`,
    source: 'MESI protocol',
  },
  'cache.writeback': {
    text: (event, state) =>
      `CPU ${text(event.facts, 'cpu')} writes its dirty copy of ${lineOf(event, state)} to memory. ${
        writeBackReasons[text(event.facts, 'reason')] ??
        'A device asks for it, and its transaction snoops.'
      }`,
  },
  'cache.drop': {
    text: (event, state) => {
      const which = `CPU ${text(event.facts, 'cpu')} drops its ${isTrue(event.facts, 'dirty') ? 'dirty ' : ''}copy of ${lineOf(event, state)}.`;
      const isSnooped = text(event.facts, 'reason').startsWith('snooped');
      if (isSnooped)
        return `${which} The device is about to write it, so that no cache keeps old bytes.`;
      return isTrue(event.facts, 'dirty')
        ? `${which} What only this copy held is lost.`
        : `${which} The next load fetches it from memory, where a device may have written.`;
    },
  },
  'wc.store': {
    text: ({ facts }) =>
      `The store waits in the write-combining buffer of CPU ${text(facts, 'cpu')}; memory has not got it yet.`,
    source: 'Documentation/driver-api/device-io.rst',
  },
  'wc.drain': {
    text: ({ facts }) =>
      `The write-combining buffer of CPU ${text(facts, 'cpu')} goes to memory: ${text(facts, 'reason')}.`,
  },
  barrier: {
    text: () =>
      'Every store before the barrier has left the write-combining buffer. What is in a cache stays there: CPUs see it, and so do devices that snoop.',
    source: 'Documentation/memory-barriers.txt',
  },
  'dma.start': {
    text: (event, state) =>
      `${deviceOf(event, state)} starts to ${isTrue(event.facts, 'write') ? 'write' : 'read'} ${bytesOf(event)}. Its transactions ${
        isTrue(event.facts, 'snoop') ? 'look into the CPU caches' : 'see memory only'
      }.`,
  },
  'dma.snoop': {
    text: () =>
      'The interconnect asks the CPU caches before memory: a dirty copy is written back first, and a write makes every copy go. So the device misses nothing.',
  },
  'dma.read': {
    text: (event, state) =>
      `${deviceOf(event, state)} reads ${bytesOf(event)} from ${event.from?.kind === 'slot' ? 'its bounce slot, a copy made earlier' : 'memory'}.`,
  },
  'dma.write': {
    text: (event, state) =>
      `${deviceOf(event, state)} writes ${bytesOf(event)} to ${
        event.to?.kind === 'slot' ? 'its bounce slot; the buffer itself does not change' : 'memory'
      }.${isTrue(event.facts, 'snoop') || event.to?.kind === 'slot' ? '' : ' No CPU cache hears of it.'}`,
  },
  'dma.done': {
    text: (event, state) => {
      const got = text(event.facts, 'got');
      if (got === '')
        return `${deviceOf(event, state)} has written all its bytes: the transfer is complete.`;
      return `${deviceOf(event, state)} has read ${got}.${missed(event, state)}`;
    },
  },
  'dma.fault': {
    text: ({ facts, to }) =>
      to?.kind === 'iommu'
        ? `The IOMMU blocks the access: ${text(facts, 'reason')}. From here on nothing is read or written.`
        : `The access leads nowhere: ${text(facts, 'reason')}. Nothing is read or written.`,
    source: 'drivers/iommu',
  },
  doorbell: {
    text: (event, state) =>
      `The CPU tells ${deviceOf(event, state)} to start; the write pushes earlier stores out before it.`,
  },
  'iommu.map': {
    text: ({ label }) => `The IOMMU learns a translation, for this device alone: ${label}.`,
    source: 'drivers/iommu/dma-iommu.c, iommu_dma_map_phys',
  },
  'iommu.unmap': {
    text: () => 'The translation is taken out of the I/O page table. The IOTLB may still hold it.',
    source: 'drivers/iommu/dma-iommu.c, __iommu_dma_unmap',
  },
  'iotlb.fill': {
    text: () => 'The IOMMU walks its page table and keeps the translation in the IOTLB.',
  },
  'iotlb.flush': {
    text: () => 'The IOTLB forgets: from here on the device does not reach the page.',
  },
  'bounce.alloc': {
    text: ({ label }) => `The device does not get the buffer itself but a copy of it. ${label}.`,
    source: 'kernel/dma/swiotlb.c, swiotlb_tbl_map_single',
  },
  'bounce.copy': {
    text: (event) =>
      event.to?.kind === 'slot'
        ? `The CPU copies ${bytesOf(event)} into the bounce slot. From here on there are two copies, and nothing keeps them equal.`
        : `The CPU copies ${bytesOf(event)} from the bounce slot back into the buffer, over what is there.`,
    source: 'kernel/dma/swiotlb.c, swiotlb_bounce',
  },
  'bounce.free': {
    text: () =>
      'The slots go back to the pool. What the device may still write there never reaches the buffer.',
  },
};

/** This micro-event in words. `state` is the state after it. */
export function explainEvent(state: State, event: MicroEvent): Explanation {
  const words = table[event.kind];
  return {
    text: words.text(event, state).trim(),
    rule: words.rule ?? '',
    source: (event.kind === 'call' ? explainCall(event.label)?.source : words.source) ?? '',
  };
}
