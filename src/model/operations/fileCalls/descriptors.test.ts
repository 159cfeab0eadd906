/** Descriptors of dma-bufs: what any file can be given, and what a dma-buf makes of it. */
import { describe, expect, it } from 'vitest';
import { lineOf, outcomes, run } from '../../testing/runScript.ts';

const declared = 'buffer b pages=4 exporter=gem\ndevice gpu\n';
const x86 = 'x86 page=4096';

/** What the lines return after the buffer was exported as `fd`. */
function after(lines: string): readonly string[] {
  const ran = run(x86, `${declared}app@cpu0: fd = export b\n${lines}`);
  return outcomes(ran).slice(1);
}

/** The number that the last line returned. */
function valueAfter(lines: string): number | null {
  const { result } = lineOf(run(x86, `${declared}app@cpu0: fd = export b\n${lines}`), -1);
  return result.kind === 'ok' ? result.value : null;
}

describe('lseek of a dma-buf', () => {
  it('tells the size at 0 SEEK_END, and 0 at 0 SEEK_SET', () => {
    expect(valueAfter('app@cpu0: lseek fd 0 SEEK_END')).toBe(4 * 4096);
    expect(valueAfter('app@cpu0: lseek fd 0 SEEK_SET')).toBe(0);
  });

  it.each([
    '1 SEEK_END',
    '-1 SEEK_END',
    '4096 SEEK_SET',
    '0 SEEK_CUR',
    '0 SEEK_DATA',
    '0 SEEK_BAD',
  ])('refuses %s', (where) => {
    expect(after(`app@cpu0: lseek fd ${where}`)).toEqual(['EINVAL']);
  });
});

describe('lseek of other files', () => {
  it('moves in a memfd and finds its pages', () => {
    const ran = run(
      x86,
      `${declared}app@cpu0: m = memfd_create
       app@cpu0: ftruncate m 12288
       app@cpu0: p = mmap m 3
       app@cpu0: write p+4096 1 A
       app@cpu0: lseek m 100 SEEK_SET
       app@cpu0: lseek m 11 SEEK_CUR
       app@cpu0: lseek m -1 SEEK_END
       app@cpu0: lseek m 0 SEEK_DATA
       app@cpu0: lseek m 4097 SEEK_HOLE
       app@cpu0: lseek m 8192 SEEK_DATA
       app@cpu0: lseek m -1 SEEK_SET`,
    );
    // 100, 100 + 11, 12288 - 1; only page 1 was touched.
    expect(outcomes(ran).slice(4)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'ENXIO', 'EINVAL']);
    const values = ran.lines.slice(4, 9).map(({ result }) => result.kind === 'ok' && result.value);
    expect(values).toEqual([100, 111, 12287, 4096, 8192]);
  });

  it('is refused by files without positions', () => {
    expect(after('app@cpu0: t = open sw_sync\napp@cpu0: lseek t 0 SEEK_SET').at(-1)).toBe('ESPIPE');
  });
});

describe('reading and writing a dma-buf', () => {
  it.each([
    ['read_file fd 16', 'EINVAL'],
    ['write_file fd 16', 'EINVAL'],
    ['sendfile fd 16', 'EINVAL'],
    ['pread fd 16 0', 'ESPIPE'],
    ['pwrite fd 16 0', 'ESPIPE'],
    ['pread fd 16 -1', 'EINVAL'],
    ['fsync fd', 'EINVAL'],
    ['ftruncate fd 4096', 'EINVAL'],
    ['ftruncate fd -1', 'EINVAL'],
    ['fallocate fd 0 4096', 'ENODEV'],
    ['punch_hole fd 0 4096', 'ENODEV'],
    ['fallocate fd 0 4096 0x10', 'ENODEV'],
    ['fallocate fd 0 4096 PUNCH_HOLE', 'EOPNOTSUPP'],
    ['fallocate fd 0 4096 0x18', 'EOPNOTSUPP'],
    ['add_seals fd F_SEAL_SHRINK', 'EINVAL'],
    ['fcntl fd F_GET_SEALS', 'EINVAL'],
    ['again = reopen fd O_RDWR', 'ENXIO'],
    ['epoll_add fd EPOLLIN', 'ok'],
    ['read_file no_fd 16', 'EBADF'],
  ])('%s: %s', (line, expected) => {
    expect(after(`app@cpu0: ${line}`)).toEqual([expected]);
  });

  it('needs a file that is open for it', () => {
    const ran = run(
      x86,
      `${declared}app@cpu0: fd = export b O_RDONLY
       app@cpu0: write_file fd 1
       app@cpu0: read_file fd 1
       app@cpu0: add_seals fd F_SEAL_SHRINK`,
    );
    expect(outcomes(ran).slice(1)).toEqual(['EBADF', 'EINVAL', 'EPERM']);
  });
});

describe('flags', () => {
  it('of the descriptor are its own, those of the file are shared', () => {
    const ran = run(
      x86,
      `${declared}app@cpu0: fd = PRIME_HANDLE_TO_FD b DRM_RDWR|DRM_CLOEXEC
       app@cpu0: fd2 = dup fd
       app@cpu0: fcntl fd F_GETFD
       app@cpu0: fcntl fd2 F_GETFD
       app@cpu0: fcntl fd2 F_SETFL O_NONBLOCK
       app@cpu0: fcntl fd F_GETFL
       app@cpu0: fcntl fd F_SETFD 0
       app@cpu0: fcntl fd F_GETFD`,
    );
    const values = ran.lines.map(({ result }) => (result.kind === 'ok' ? result.value : null));
    // O_RDWR is 2, O_NONBLOCK 0o4000 = 2048.
    expect([values[2], values[3], values[5], values[7]]).toEqual([1, 0, 2050, 0]);
  });

  it('do not turn on what the file cannot do', () => {
    expect(after('app@cpu0: fcntl fd F_SETFL 0x4000')).toEqual(['EINVAL']);
  });
});

describe('what is told of a dma-buf', () => {
  const textOf = (lines: string): unknown => {
    const line = lineOf(run(x86, `${declared}app@cpu0: fd = export b\n${lines}`), -1);
    return line.events.find(({ kind }) => kind === 'file.answer')?.facts['text'];
  };

  it('is its size, its references, its exporter and its name', () => {
    expect(textOf('app@cpu0: fdinfo fd')).toBe(
      'pos: 0;flags: 02;size: 16384;count: 1;exp_name: gem',
    );
    // Two descriptors and a mapping.
    const more = 'app@cpu0: f = dup fd\napp@cpu0: p = mmap fd\napp@cpu0: set_name fd scan';
    expect(textOf(`${more}\napp@cpu0: fdinfo f`)).toBe(
      'pos: 0;flags: 02;size: 16384;count: 3;exp_name: gem;name: scan',
    );
  });

  it('is a path without a place', () => {
    expect(textOf('app@cpu0: readlink fd')).toBe('/dmabuf:');
    expect(textOf('app@cpu0: set_name fd a\napp@cpu0: set_name fd b\napp@cpu0: readlink fd')).toBe(
      '/dmabuf:b',
    );
  });

  it('holds names of 31 characters, and no longer ones', () => {
    expect(after(`app@cpu0: set_name fd ${'n'.repeat(31)}`)).toEqual(['ok']);
    expect(after(`app@cpu0: set_name fd ${'n'.repeat(32)}`)).toEqual(['EINVAL']);
    expect(after('app@cpu0: t = open sw_sync\napp@cpu0: set_name t x').at(-1)).toBe('ENOTTY');
  });
});

describe('ioctls with a NULL pointer', () => {
  it.each([
    ['fd', 'DMA_BUF_IOCTL_SYNC', 'EFAULT'],
    ['fd', 'DMA_BUF_SET_NAME_A', 'EFAULT'],
    ['fd', '0x40086263', 'ENOTTY'],
    ['fd', 'TCGETS', 'ENOTTY'],
    ['h', '0xc0184800', 'EFAULT'],
    ['h', '0xc0184899', 'EINVAL'],
    ['t', '0x40045701', 'EFAULT'],
    ['t', 'TCGETS', 'ENOTTY'],
    ['m', 'TCGETS', 'ENOTTY'],
    ['no_fd', 'TCGETS', 'EBADF'],
  ])('%s %s: %s', (fd, request, expected) => {
    const opens =
      'app@cpu0: h = open dma_heap\napp@cpu0: t = open sw_sync\napp@cpu0: m = memfd_create';
    expect(after(`${opens}\napp@cpu0: ioctl_null ${fd} ${request}`).at(-1)).toBe(expected);
  });

  it('are other than SYNC, which checks its flags to the last bit', () => {
    expect(after('app@cpu0: sync fd flags=0x80000000')).toEqual(['EINVAL']);
    expect(after('app@cpu0: t = open sw_sync\napp@cpu0: sync t START READ').at(-1)).toBe('ENOTTY');
  });
});

describe('closing', () => {
  it('drops the reference of a dma-buf, and ends any other file with its last descriptor', () => {
    const ran = run(
      x86,
      `${declared}app@cpu0: fd = export b
       app@cpu0: m = memfd_create
       app@cpu0: m2 = dup m
       app@cpu0: close m
       app@cpu0: close fd
       app@cpu0: close fd
       app@cpu0: close m2`,
    );
    expect(outcomes(ran).slice(3)).toEqual(['ok', 'ok', 'EBADF', 'ok']);
    const files = ran.lines.map(({ after: state }) => state.files.map(({ kind }) => kind));
    expect(files.slice(2)).toEqual([
      ['dma-buf', 'memfd'],
      ['dma-buf', 'memfd'],
      ['memfd'],
      ['memfd'],
      [],
    ]);
    expect(ran.state.buffers[0]?.released).toBe(1);
  });
});
