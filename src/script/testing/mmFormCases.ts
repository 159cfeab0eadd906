/** Lines of the forms of userspace mappings, with who says them and what they mean; `fd` and `p` are known. */
import type { Action, Agent } from '../../model/operation.ts';

const app: Agent = { kind: 'thread', process: 'app', cpu: 0 };
const kernel: Agent = { kind: 'thread', process: 'kernel', cpu: 0 };
const at = { base: 'p', offset: 512 };

export const mmFormCases: readonly [string, Agent, Action][] = [
  [
    'app@cpu0: q = mmap bytes fd 4097 PROT_READ|PROT_WRITE flags=MAP_SHARED offset=-4096',
    app,
    {
      ...{ do: 'mmapBytes', name: 'q', fd: 'fd', length: 4097, offset: -4096 },
      ...{ prot: 3, flags: 1, where: null },
    },
  ],
  [
    'app@cpu0: q = mmap bytes fd 4096 PROT_NONE flags=MAP_PRIVATE|MAP_FIXED p at=512',
    app,
    {
      ...{ do: 'mmapBytes', name: 'q', fd: 'fd', length: 4096, offset: 0 },
      ...{ prot: 0, flags: 0x12, where: at },
    },
  ],
  [
    'app@cpu0: q = dma_buf_mmap frame 4096 offset=-1',
    app,
    { do: 'dmaBufMmap', name: 'q', buffer: 'frame', length: 4096, pageOffset: -1 },
  ],
  ['app@cpu0: munmap bytes p+512 512', app, { do: 'munmapBytes', at, length: 512 }],
  ['app@cpu0: mprotect p+512 512 PROT_READ', app, { do: 'mprotect', at, length: 512, prot: 1 }],
  ['app@cpu0: madvise p+512 512 MADV_DONTNEED', app, { do: 'madvise', at, length: 512, advice: 4 }],
  [
    'app@cpu0: mremap p+512 512 1024 MREMAP_MAYMOVE',
    app,
    { do: 'mremap', at, oldLength: 512, newLength: 1024, flags: 1 },
  ],
  ['app@cpu0: msync p+512 512 MS_SYNC', app, { do: 'msync', at, length: 512, flags: 4 }],
  ['app@cpu0: mlock p+512 512', app, { do: 'mlock', at, length: 512 }],
  ['app@cpu0: mincore p+512 512', app, { do: 'mincore', at, length: 512 }],
  ['app@cpu0: child = fork', app, { do: 'fork', name: 'child' }],
  [
    'kernel@cpu0: zap shared frame+512 512',
    kernel,
    { do: 'zapShared', at: { base: 'frame', offset: 512 }, length: 512 },
  ],
];
