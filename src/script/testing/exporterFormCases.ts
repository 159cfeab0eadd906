/** Lines of the exporters' forms, with the operations that they stand for. */
import type { Action, Agent } from '../../model/operation.ts';

/** Introduces v. */
export const exporterPrelude = 'kernel@cpu0: v = vmap frame\n';

const app: Agent = { kind: 'thread', process: 'app', cpu: 0 };
const kernel: Agent = { kind: 'thread', process: 'kernel', cpu: 0 };
const gpu: Agent = { kind: 'device', device: 'gpu', cpu: 0 };

export const exporterFormCases: readonly [string, Agent, Action][] = [
  [
    'kernel@cpu0: begin_cpu_access frame FROM_DEVICE',
    kernel,
    { do: 'beginCpuAccess', buffer: 'frame', direction: 'FROM_DEVICE' },
  ],
  [
    'kernel@cpu0: end_cpu_access frame TO_DEVICE',
    kernel,
    { do: 'endCpuAccess', buffer: 'frame', direction: 'TO_DEVICE' },
  ],
  ['kernel@cpu0: w = vmap frame', kernel, { do: 'vmap', name: 'w', buffer: 'frame' }],
  ['kernel@cpu0: vunmap v', kernel, { do: 'vunmap', vmap: 'v' }],
  ['app@cpu0: prepare fd WRITE', app, { do: 'prepare', fd: 'fd', isWrite: true }],
  ['app@cpu0: prepare fd READ', app, { do: 'prepare', fd: 'fd', isWrite: false }],
  ['app@cpu0: finish fd', app, { do: 'finish', fd: 'fd' }],
  ['app@cpu0: lock fd WRITE', app, { do: 'lock', fd: 'fd', isWrite: true }],
  ['app@cpu0: lock fd READ', app, { do: 'lock', fd: 'fd', isWrite: false }],
  ['app@cpu0: unlock fd', app, { do: 'unlock', fd: 'fd' }],
  ['gpu: lock frame WRITE', gpu, { do: 'lockBuffer', buffer: 'frame', isWrite: true }],
  ['gpu: unlock frame', gpu, { do: 'unlockBuffer', buffer: 'frame' }],
  [
    'app@cpu0: fd4 = ion_alloc frame SYSTEM|CONTIG',
    app,
    { do: 'ionAlloc', name: 'fd4', buffer: 'frame', heaps: 3 },
  ],
  ['app@cpu0: ion_sync fd', app, { do: 'ionSync', fd: 'fd' }],
];
