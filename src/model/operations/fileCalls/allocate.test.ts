/** Heaps, memfds and udmabuf: what makes a buffer real, and what is refused. */
import { describe, expect, it } from 'vitest';
import { lineOf, outcomes, run } from '../../testing/runScript.ts';

const x86 = 'x86 page=4096';

describe('DMA_HEAP_IOCTL_ALLOC', () => {
  const declared = 'buffer b pages=4 exporter=system_heap\n';
  const alloc = (args: string) =>
    outcomes(run(x86, `${declared}app@cpu0: fd = DMA_HEAP_IOCTL_ALLOC b ${args}`))[0];

  it.each([
    ['', 'ok'],
    ['O_RDONLY', 'ok'],
    // Mode 3 is neither for reading nor for writing, and allowed.
    ['0x3', 'ok'],
    ['O_RDWR|O_CLOEXEC', 'ok'],
    // Rounded up to whole pages: 12289 to 16384.
    ['len=12289', 'ok'],
    ['len=0', 'EINVAL'],
    // -1 is 2^64 - 1, which wraps around to 0 when it is rounded up.
    ['len=-1', 'EINVAL'],
    ['O_RDWR|O_NONBLOCK', 'EINVAL'],
    ['0x402', 'EINVAL'],
    ['heap_flags=1', 'EINVAL'],
    ['heap_flags=9223372036854775808', 'EINVAL'],
    ['fd_in=5', 'EINVAL'],
    ['len=4096', 'a script error'],
  ])('with "%s": %s', (args, expected) => {
    expect(alloc(args)).toBe(expected);
  });

  it('gives the buffer once', () => {
    const twice = 'app@cpu0: fd = DMA_HEAP_IOCTL_ALLOC b\napp@cpu0: g = DMA_HEAP_IOCTL_ALLOC b';
    expect(outcomes(run(x86, declared + twice))).toEqual(['ok', 'a script error']);
  });

  it('is for that file only', () => {
    const heap =
      'app@cpu0: h = open dma_heap\napp@cpu0: epoll_add h EPOLLIN\napp@cpu0: read_file h 4';
    expect(outcomes(run(x86, declared + heap))).toEqual(['ok', 'EPERM', 'EINVAL']);
  });
});

describe('memfd_create', () => {
  it.each([
    ['', 'ok'],
    ['MFD_CLOEXEC|MFD_ALLOW_SEALING', 'ok'],
    ['MFD_EXEC|MFD_NOEXEC_SEAL', 'EINVAL'],
    ['0x1000', 'EINVAL'],
    ['-1', 'EINVAL'],
  ])('with "%s": %s', (flags, expected) => {
    expect(outcomes(run(x86, `app@cpu0: m = memfd_create ${flags}`))).toEqual([expected]);
  });

  const sealed = (lines: string, flags = 'MFD_ALLOW_SEALING') =>
    outcomes(
      run(x86, `app@cpu0: m = memfd_create ${flags}\napp@cpu0: ftruncate m 8192\n${lines}`),
    ).slice(2);

  it('makes a file that can be sealed only where it was asked for', () => {
    expect(sealed('app@cpu0: add_seals m F_SEAL_SHRINK', '')).toEqual(['EPERM']);
    expect(sealed('app@cpu0: add_seals m 0x40')).toEqual(['EINVAL']);
    const last = 'app@cpu0: add_seals m F_SEAL_SEAL\napp@cpu0: add_seals m F_SEAL_GROW';
    expect(sealed(last)).toEqual(['ok', 'EPERM']);
  });

  it('whose seals hold', () => {
    const lines = `app@cpu0: add_seals m F_SEAL_SHRINK
      app@cpu0: ftruncate m 4096
      app@cpu0: ftruncate m 12288
      app@cpu0: add_seals m F_SEAL_GROW
      app@cpu0: ftruncate m 16384
      app@cpu0: fallocate m 0 16384
      app@cpu0: punch_hole m 0 4096
      app@cpu0: add_seals m F_SEAL_WRITE
      app@cpu0: punch_hole m 0 4096`;
    expect(sealed(lines)).toEqual([
      ...['ok', 'EPERM', 'ok', 'ok', 'EPERM', 'EPERM'],
      ...['ok', 'ok', 'EPERM'],
    ]);
  });

  it('cannot be sealed against writing while somebody could write it', () => {
    const mapped = 'app@cpu0: p = mmap m 1\napp@cpu0: add_seals m F_SEAL_WRITE';
    expect(sealed(`${mapped}\napp@cpu0: munmap p\napp@cpu0: add_seals m F_SEAL_WRITE`)).toEqual([
      ...['ok', 'EBUSY', 'ok', 'ok'],
    ]);
  });

  it.each([
    ['fallocate m 0 0', 'EINVAL'],
    ['fallocate m -4096 4096', 'EINVAL'],
    ['fallocate m 0 4096 0x10', 'EOPNOTSUPP'],
    ['fallocate m 0 4096 PUNCH_HOLE', 'EOPNOTSUPP'],
    ['fallocate m 4096 9223372036854771712', 'EFBIG'],
    ['fallocate m 0 12288 KEEP_SIZE', 'ok'],
    ['punch_hole m 0 100', 'a script error'],
    ['ftruncate m 1099511627776', 'a script error'],
    ['fsync m', 'ok'],
    ['epoll_add m EPOLLIN', 'EPERM'],
  ])('%s: %s', (line, expected) => {
    expect(sealed(`app@cpu0: ${line}`)).toEqual([expected]);
  });
});

/** A memfd of 16 KiB with these seals, then the lines. */
function withMemfd(seals: string, lines: string, platform = x86) {
  const ran = run(
    platform,
    `buffer b pages=2 exporter=udmabuf init=1:4096:16
     buffer c pages=2 exporter=udmabuf
     app@cpu0: m = memfd_create MFD_ALLOW_SEALING
     app@cpu0: ftruncate m 16384
     app@cpu0: add_seals m ${seals}
     ${lines}`,
  );
  return { ran, got: outcomes(ran).slice(3) };
}

describe('UDMABUF_CREATE', () => {
  it.each([
    ['F_SEAL_SHRINK', 'ok'],
    ['F_SEAL_GROW', 'EINVAL'],
    ['F_SEAL_SHRINK|F_SEAL_WRITE', 'EINVAL'],
    ['F_SEAL_SHRINK|F_SEAL_FUTURE_WRITE', 'EINVAL'],
    // A file that may be executed, and must stay so, is sealed against writing too.
    ['F_SEAL_SHRINK|F_SEAL_EXEC', 'EINVAL'],
  ])('of a memfd sealed with %s: %s', (seals, expected) => {
    expect(withMemfd(seals, 'app@cpu0: fd = UDMABUF_CREATE b m').got).toEqual([expected]);
  });

  it.each([
    ['b m 8192', 'ok'],
    ['b m 1', 'EINVAL'],
    ['b m 0 size=100', 'EINVAL'],
    ['b m 0 size=0', 'EINVAL'],
    ['b m 12288', 'EINVAL'],
    ['b no_fd', 'EBADFD'],
    // 2^28 pages: one pointer each is more than an allocation can have.
    ['b m 0 size=1099511627776', 'ENOMEM'],
    ['b m 0 size=4096', 'a script error'],
  ])('%s: %s', (args, expected) => {
    expect(withMemfd('F_SEAL_SHRINK', `app@cpu0: fd = UDMABUF_CREATE ${args}`).got).toEqual([
      expected,
    ]);
  });

  it('had a limit of 64 MiB before', () => {
    const line = 'app@cpu0: fd = UDMABUF_CREATE b m 0 size=1099511627776';
    expect(withMemfd('F_SEAL_SHRINK', line, `${x86} kernel=6.12`).got).toEqual(['EINVAL']);
  });

  it('of a dma-buf is refused', () => {
    const lines = 'app@cpu0: fd = UDMABUF_CREATE b m\napp@cpu0: g = UDMABUF_CREATE c fd';
    expect(withMemfd('F_SEAL_SHRINK', lines).got).toEqual(['ok', 'EBADFD']);
  });

  it('takes the pages of the memfd, which cannot shrink or be sealed from then on', () => {
    const { ran, got } = withMemfd(
      'F_SEAL_SHRINK',
      `app@cpu0: fd = UDMABUF_CREATE b m 4096
       app@cpu0: p = mmap fd
       app@cpu0: q = mmap m 4
       app@cpu0: write p+0 1 A
       app@cpu0: read q+4096 1      expect A
       app@cpu0: read q+8192 1      expect 2
       app@cpu0: ftruncate m 4096
       app@cpu0: munmap q
       app@cpu0: add_seals m F_SEAL_WRITE
       app@cpu0: munmap p
       app@cpu0: close fd
       app@cpu0: add_seals m F_SEAL_WRITE`,
    );
    expect(got.filter((one) => one !== 'ok').slice(2)).toEqual(['EPERM', 'EBUSY']);
    expect(ran.violations).toEqual([]);
  });

  it('gives two buffers of the same pages the same memory', () => {
    const { ran } = withMemfd(
      'F_SEAL_SHRINK',
      `app@cpu0: fd = UDMABUF_CREATE b m
       app@cpu0: g = UDMABUF_CREATE c m 4096
       app@cpu0: p = mmap fd
       app@cpu0: q = mmap g
       app@cpu0: write p+4096 1 A
       app@cpu0: read q+0 1         expect A
       app@cpu0: write q+4096 1 B
       app@cpu0: read p+4096 1      expect A`,
    );
    // b is pages 0 and 1, c pages 1 and 2.
    expect(ran.state.buffers[1]?.frames[0]).toBe(ran.state.buffers[0]?.frames[1]);
  });

  it('keeps the old page where a hole is punched', () => {
    withMemfd(
      'F_SEAL_SHRINK',
      `app@cpu0: fd = UDMABUF_CREATE b m
       app@cpu0: p = mmap fd
       app@cpu0: q = mmap m 4
       app@cpu0: write p+0 1 A
       app@cpu0: read q+0 1         expect A
       app@cpu0: punch_hole m 0 4096
       app@cpu0: read p+0 1         expect A
       app@cpu0: read q+0 1         expect 0  expect fault
       app@cpu0: write q+0 1 B
       app@cpu0: read p+0 1         expect A
       app@cpu0: write q+4096 1 C
       app@cpu0: read p+4096 1      expect C`,
    );
  });
});

describe('UDMABUF_CREATE_LIST', () => {
  it.each([
    ['m+0 4096 m+12288 4096', 'ok'],
    ['m+0 4096 m+12288 4096 count=1025', 'EINVAL'],
    ['m+0 4096 m+12288 4096 count=0', 'EINVAL'],
    ['m+0 4096 m+12288 8192', 'EINVAL'],
    ['m+0 4096 count=2', 'a script error'],
  ])('%s: %s', (items, expected) => {
    const { got } = withMemfd('F_SEAL_SHRINK', `app@cpu0: fd = UDMABUF_CREATE_LIST b ${items}`);
    expect(got).toEqual([expected]);
  });

  it('puts the ranges one after the other', () => {
    withMemfd(
      'F_SEAL_SHRINK',
      `app@cpu0: q = mmap m 4
       app@cpu0: write q+12288 1 D
       app@cpu0: fd = UDMABUF_CREATE_LIST b m+12288 4096 m+0 4096
       app@cpu0: p = mmap fd
       app@cpu0: read p+0 1         expect D`,
    );
  });
});

describe('PRIME_HANDLE_TO_FD', () => {
  it('gives the same dma_buf again, with the flags of the first time', () => {
    const ran = run(
      x86,
      `buffer b pages=1 exporter=vgem
       app@cpu0: fd = PRIME_HANDLE_TO_FD b
       app@cpu0: g = PRIME_HANDLE_TO_FD b DRM_RDWR
       app@cpu0: fcntl g F_GETFL
       app@cpu0: h = PRIME_HANDLE_TO_FD b 0x1`,
    );
    expect(outcomes(ran)).toEqual(['ok', 'ok', 'ok', 'EINVAL']);
    expect(lineOf(ran, 2).result).toMatchObject({ value: 0 });
  });
});
