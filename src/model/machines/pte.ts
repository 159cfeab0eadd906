/**
 * The page table entry of one page of a VMA, with the shootdown that takes it away again: page fault
 * and insertion (mm/memory.c: do_fault, vmf_insert_pfn, wp_page_reuse), unmap_mapping_range with the
 * flush of every TLB that may hold it (arch/x86/mm/tlb.c: flush_tlb_mm_range, on_each_cpu).
 * During a shootdown the entry is already gone, so another access may fault and get a new one.
 * mprotect changes the rights of an entry that stays (mm/mprotect.c: change_pte_range); a write to a private
 * mapping replaces the page by a copy (mm/memory.c: wp_page_copy).
 */
import type { PteEvent } from './events.ts';
import type { PteState } from './states.ts';
import type { MachineWords } from './words.ts';
import { setup } from './xstate.ts';

const noFault = 'No fault is being handled.';
const noShootdown = 'No shootdown is under way.';
const gone = 'There is no entry.';

export const pteWords: MachineWords<PteState, PteEvent> = {
  title: 'Page table entry',
  doc: 'Whether a process reaches a page of the buffer without a fault, and the shootdown that ends it.',
  groups: { present: 'present', shootdown: 'shootdown' },
  states: {
    absent: { title: 'absent', doc: 'No translation: the next access faults.' },
    faulting: {
      title: 'faulting',
      doc: 'An access trapped; the exporter’s fault handler decides.',
    },
    'present.readOnly': {
      title: 'read-only',
      doc: 'Reads go through; a write is a SIGSEGV.',
      refuses: { access: 'The entry is there: no read faults.' },
    },
    'present.writable': {
      title: 'writable',
      doc: 'Reads and writes go through without the kernel.',
      refuses: { access: 'The entry is there: no access faults.' },
    },
    'present.noAccess': {
      title: 'no access',
      doc: 'The entry keeps its page, but the VMA allows no access: any is a SIGSEGV.',
      refuses: {
        access: 'An access is refused before the entry is looked at.',
        copy: 'No write gets as far as the entry.',
      },
    },
    'shootdown.cleared': {
      title: 'cleared',
      doc: 'The entry is gone from the page table, but TLBs may still hold it.',
      refuses: {
        sendIpi: 'The own TLB is flushed first.',
        done: 'TLBs may still hold the entry.',
      },
    },
    'shootdown.localFlushed': {
      title: 'flushed here',
      doc: 'The CPU that shoots has flushed its own TLB; others may still hold the entry.',
      refuses: { done: 'Other CPUs’ TLBs may still hold the entry.' },
    },
    'shootdown.ipiPending': {
      title: 'IPI pending',
      doc: 'Other CPUs were told to flush; until each has, it still reads and writes through its TLB.',
      refuses: { done: 'A CPU has not acknowledged: its TLB still holds the entry.' },
    },
    'shootdown.acknowledged': { title: 'all acked', doc: 'No TLB holds the entry any more.' },
  },
  events: {
    access: {
      title: 'access',
      doc: 'A thread touches the page and traps: there is no entry.',
      needs: 'The entry is there.',
    },
    insertReadOnly: {
      title: 'insert, ro',
      doc: 'The fault handler, or mmap itself, inserts a read-only entry.',
      needs: noFault,
    },
    insertWritable: {
      title: 'insert, rw',
      doc: 'The fault handler, or mmap itself, inserts a writable entry.',
      needs: noFault,
    },
    refuse: { title: 'refuse', doc: 'The fault handler returns VM_FAULT_SIGBUS.', needs: noFault },
    clear: {
      title: 'zap',
      doc: 'unmap_mapping_range() or munmap() clears the entry.',
      needs: gone,
    },
    flushLocal: {
      title: 'flush own TLB',
      doc: 'The CPU that cleared the entry flushes its own TLB.',
      needs: noShootdown,
    },
    noOthers: {
      title: 'no other CPU',
      doc: 'No other CPU has run the process: nobody else needs to flush.',
      needs: noShootdown,
    },
    sendIpi: {
      title: 'IPI',
      doc: 'Every other CPU that ran the process is interrupted to flush.',
      needs: noShootdown,
    },
    ack: {
      title: 'ack',
      doc: 'A CPU has flushed; others have not yet.',
      needs: 'No IPI is pending.',
    },
    lastAck: { title: 'last ack', doc: 'The last CPU has flushed.', needs: 'No IPI is pending.' },
    done: { title: 'done', doc: 'unmap_mapping_range() returns.', needs: noShootdown },
    copy: {
      title: 'copy on write',
      doc: 'A write to a private mapping: a copy takes the place of the page.',
      needs: 'Only a read-only entry that is there is replaced by a copy.',
    },
    allowWriting: {
      title: 'allow writing',
      doc: 'mprotect() lets the process write, or nobody else uses its copy any more.',
      needs: 'There is no entry without the right to write.',
    },
    forbidWriting: {
      title: 'read-only',
      doc: 'mprotect() leaves reading only, or a fork lends the copy to a child.',
      needs: 'There is no entry with other rights.',
    },
    forbidAll: {
      title: 'forbid',
      doc: 'mprotect(PROT_NONE): the entry stays, and no access is allowed.',
      needs: 'There is no entry that allows an access.',
    },
  },
};

const types: { events?: { type: PteEvent } } = {};

export const pteMachine = /* @__PURE__ */ setup({ types }).createMachine({
  id: 'pte',
  meta: pteWords,
  initial: 'absent',
  states: {
    absent: {
      meta: pteWords.states.absent,
      on: {
        access: { target: 'faulting' },
        // remap_pfn_range() at mmap time, without a fault.
        insertReadOnly: { target: 'present.readOnly' },
        insertWritable: { target: 'present.writable' },
      },
    },
    faulting: {
      meta: pteWords.states.faulting,
      on: {
        // A second thread traps on the same page.
        access: { target: 'faulting' },
        insertReadOnly: { target: 'present.readOnly' },
        insertWritable: { target: 'present.writable' },
        refuse: { target: 'absent' },
      },
    },
    present: {
      initial: 'readOnly',
      on: { clear: { target: 'shootdown' } },
      states: {
        readOnly: {
          meta: pteWords.states['present.readOnly'],
          on: {
            copy: { target: 'writable' },
            allowWriting: { target: 'writable' },
            forbidAll: { target: 'noAccess' },
          },
        },
        writable: {
          meta: pteWords.states['present.writable'],
          on: { forbidWriting: { target: 'readOnly' }, forbidAll: { target: 'noAccess' } },
        },
        noAccess: {
          meta: pteWords.states['present.noAccess'],
          on: { allowWriting: { target: 'writable' }, forbidWriting: { target: 'readOnly' } },
        },
      },
    },
    shootdown: {
      initial: 'cleared',
      on: { access: { target: 'faulting' } },
      states: {
        cleared: {
          meta: pteWords.states['shootdown.cleared'],
          on: { flushLocal: { target: 'localFlushed' } },
        },
        localFlushed: {
          meta: pteWords.states['shootdown.localFlushed'],
          on: { sendIpi: { target: 'ipiPending' }, noOthers: { target: 'acknowledged' } },
        },
        ipiPending: {
          meta: pteWords.states['shootdown.ipiPending'],
          on: { ack: { target: 'ipiPending' }, lastAck: { target: 'acknowledged' } },
        },
        acknowledged: {
          meta: pteWords.states['shootdown.acknowledged'],
          on: { done: { target: '#pte.absent' } },
        },
      },
    },
  },
});
