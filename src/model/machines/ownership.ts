/**
 * Ownership of a run of bytes between ONE mapping's device and the CPU: the rules of the streaming DMA
 * API (Documentation/core-api/dma-api.rst and dma-api-howto.rst; kernel/dma/mapping.c). A buffer mapped
 * for two devices has two of these, and each sees the other device's writes as `otherDeviceWrite`.
 *
 * `same`: both sides would read the same; `ahead`: the owner has written since it got the bytes;
 * `behind`: another device has written since, so that what this device sees is old.
 */
import type { OwnershipEvent } from './events.ts';
import type { OwnershipState } from './states.ts';
import type { MachineWords } from './words.ts';
import { setup } from './xstate.ts';

const cpuOwns = 'The CPU owns these bytes; sync them for the device first.';
const deviceOwns = 'The device owns these bytes; sync them for the CPU first.';
const notMapped = 'They are not mapped for the device.';
const overDevice = 'The device has written; this would push older bytes over what it wrote.';
const overOther =
  'Another device has written since; this would bring old bytes back over newer ones.';
const overCpu =
  'The CPU has written since the hand-back; this would bring old bytes back over newer ones.';
const losesDevice = 'The device has written; without FROM_DEVICE what it wrote does not come back.';

export const ownershipWords: MachineWords<OwnershipState, OwnershipEvent> = {
  title: 'Ownership',
  doc: 'Who may touch these bytes, the CPU or the device that they are mapped for, and who has written.',
  groups: { device: 'device owns', cpu: 'CPU owns' },
  states: {
    unmapped: {
      title: 'not mapped',
      doc: 'No mapping stands: the bytes are the CPU’s, and the device has no business with them.',
    },
    'device.same': {
      title: 'unchanged',
      doc: 'The device owns the bytes, and both sides would read the same.',
      refuses: { cpuRead: deviceOwns, cpuWrite: deviceOwns },
    },
    'device.ahead': {
      title: 'device wrote',
      doc: 'The device owns the bytes and has written; the CPU must not look before they are handed back.',
      refuses: {
        cpuRead: deviceOwns,
        cpuWrite: deviceOwns,
        handOver: overDevice,
        handBackEmpty: losesDevice,
        unmapEmpty: losesDevice,
        unmapUnsynced: losesDevice,
      },
    },
    'device.behind': {
      title: 'other wrote',
      doc: 'The device owns the bytes, but another device has written since: what this one sees is old.',
      refuses: {
        cpuRead: deviceOwns,
        cpuWrite: deviceOwns,
        deviceRead: 'Another device has written since, and nobody has brought that here.',
        handBack: overOther,
        unmap: overOther,
      },
    },
    'cpu.same': {
      title: 'unchanged',
      doc: 'The CPU owns the bytes, and both sides would read the same.',
      refuses: { deviceRead: cpuOwns, deviceWrite: cpuOwns },
    },
    'cpu.ahead': {
      title: 'CPU wrote',
      doc: 'The CPU owns the bytes, and the newest of them have not been carried to the device.',
      refuses: {
        deviceRead: cpuOwns,
        deviceWrite: cpuOwns,
        handOverEmpty:
          'FROM_DEVICE carries nothing to the device: what the CPU wrote would not reach it.',
        handBack: overCpu,
        unmap: overCpu,
      },
    },
  },
  events: {
    map: {
      title: 'map',
      doc: 'dma_map_* hands the bytes to the device.',
      needs: 'They are mapped already.',
    },
    mapUnsynced: {
      title: 'map SKIP',
      doc: 'dma_map_* with DMA_ATTR_SKIP_CPU_SYNC: mapped, but nothing was carried to the device yet.',
      needs: 'They are mapped already.',
    },
    cpuRead: { title: 'CPU reads', doc: 'The CPU loads from the bytes.', needs: deviceOwns },
    cpuWrite: { title: 'CPU writes', doc: 'The CPU stores to the bytes.', needs: deviceOwns },
    deviceRead: { title: 'device reads', doc: 'The device reads by DMA.', needs: notMapped },
    deviceWrite: { title: 'device writes', doc: 'The device writes by DMA.', needs: notMapped },
    otherDeviceWrite: {
      title: 'other writes',
      doc: 'Another device, with a mapping of its own, writes the same bytes.',
      needs: 'Always legal for this mapping.',
    },
    handOver: {
      title: 'sync dev',
      doc: 'dma_sync_*_for_device, TO_DEVICE or BIDIRECTIONAL: carries what the CPU wrote.',
      needs: notMapped,
    },
    handOverEmpty: {
      title: 'sync dev FROM',
      doc: 'dma_sync_*_for_device, FROM_DEVICE: hands over and carries nothing.',
      needs: notMapped,
    },
    handBack: {
      title: 'sync cpu',
      doc: 'dma_sync_*_for_cpu, FROM_DEVICE or BIDIRECTIONAL: brings what the device wrote.',
      needs: notMapped,
    },
    handBackEmpty: {
      title: 'sync cpu TO',
      doc: 'dma_sync_*_for_cpu, TO_DEVICE: hands back and brings nothing.',
      needs: notMapped,
    },
    unmap: {
      title: 'unmap',
      doc: 'dma_unmap_*, FROM_DEVICE or BIDIRECTIONAL: brings what the device wrote, ends the mapping.',
      needs: notMapped,
    },
    unmapEmpty: {
      title: 'unmap TO',
      doc: 'dma_unmap_*, TO_DEVICE: ends the mapping and brings nothing.',
      needs: notMapped,
    },
    unmapUnsynced: {
      title: 'unmap SKIP',
      doc: 'dma_unmap_* with DMA_ATTR_SKIP_CPU_SYNC: ends the mapping and brings nothing.',
      needs: notMapped,
    },
    forceCpu: {
      title: 'CPU takes it',
      doc: 'After a broken rule: the call made the CPU the owner although it should not have.',
      needs: notMapped,
      afterBrokenRule: true,
    },
    forceDevice: {
      title: 'device takes it',
      doc: 'After a broken rule: the call made the device the owner although it should not have.',
      needs: notMapped,
      afterBrokenRule: true,
    },
    forceUnmap: {
      title: 'mapping ends',
      doc: 'After a broken rule: the call ended the mapping although it should not have.',
      needs: notMapped,
      afterBrokenRule: true,
    },
  },
};

// A type without a value: optional fields need no cast.
const types: { events?: { type: OwnershipEvent } } = {};

export const ownershipMachine = /* @__PURE__ */ setup({ types }).createMachine({
  id: 'ownership',
  meta: ownershipWords,
  initial: 'unmapped',
  states: {
    unmapped: {
      meta: ownershipWords.states.unmapped,
      on: {
        map: { target: 'device' },
        mapUnsynced: { target: 'cpu.ahead' },
      },
    },
    device: {
      initial: 'same',
      on: {
        deviceWrite: { target: '.ahead' },
        otherDeviceWrite: { target: '.behind' },
      },
      states: {
        same: {
          meta: ownershipWords.states['device.same'],
          on: {
            deviceRead: { target: 'same' },
            handOver: { target: 'same' },
            handOverEmpty: { target: 'same' },
            handBack: { target: '#ownership.cpu.same' },
            handBackEmpty: { target: '#ownership.cpu.same' },
            unmap: { target: '#ownership.unmapped' },
            unmapEmpty: { target: '#ownership.unmapped' },
            unmapUnsynced: { target: '#ownership.unmapped' },
          },
        },
        ahead: {
          meta: ownershipWords.states['device.ahead'],
          on: {
            deviceRead: { target: 'ahead' },
            handOverEmpty: { target: 'ahead' },
            handBack: { target: '#ownership.cpu.same' },
            unmap: { target: '#ownership.unmapped' },
            forceCpu: { target: '#ownership.cpu.same' },
            forceDevice: { target: 'same' },
            forceUnmap: { target: '#ownership.unmapped' },
          },
        },
        behind: {
          meta: ownershipWords.states['device.behind'],
          on: {
            handOver: { target: 'same' },
            handOverEmpty: { target: 'behind' },
            handBackEmpty: { target: '#ownership.cpu.ahead' },
            unmapEmpty: { target: '#ownership.unmapped' },
            unmapUnsynced: { target: '#ownership.unmapped' },
            forceCpu: { target: '#ownership.cpu.same' },
            forceUnmap: { target: '#ownership.unmapped' },
          },
        },
      },
    },
    cpu: {
      initial: 'same',
      on: {
        cpuWrite: { target: '.ahead' },
        otherDeviceWrite: { target: '.ahead' },
        handOver: { target: 'device.same' },
        unmapEmpty: { target: 'unmapped' },
        unmapUnsynced: { target: 'unmapped' },
      },
      states: {
        same: {
          meta: ownershipWords.states['cpu.same'],
          on: {
            cpuRead: { target: 'same' },
            handOverEmpty: { target: '#ownership.device.same' },
            handBack: { target: 'same' },
            handBackEmpty: { target: 'same' },
            unmap: { target: '#ownership.unmapped' },
          },
        },
        ahead: {
          meta: ownershipWords.states['cpu.ahead'],
          on: {
            cpuRead: { target: 'ahead' },
            handBackEmpty: { target: 'ahead' },
            forceCpu: { target: 'same' },
            forceDevice: { target: '#ownership.device.same' },
            forceUnmap: { target: '#ownership.unmapped' },
          },
        },
      },
    },
  },
});
