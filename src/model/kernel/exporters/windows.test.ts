/** The announced kinds of CPU access: prepare and finish, the split window, locks. */
import { describe, expect, it } from 'vitest';
import { callsOf, lineOf, run } from '../../testing/runScript.ts';

const shared = (settings: string, direction = 'BIDIRECTIONAL') => `
  buffer b pages=1 ${settings}
  device gpu
  app@cpu0: fd = export b
  app@cpu0: p = mmap fd
  gpu: import fd
  gpu: map b ${direction}`;

describe('prepare and finish', () => {
  it.each(['arm64', 'bounce'])('keep both sides right on %s', (platform) => {
    const ran = run(
      `${platform} cpus=1 page=512`,
      `${shared('mmap=prepare-finish')}
       gpu: dma write b+0 64 B
       app@cpu0: prepare fd WRITE
       app@cpu0: read p+0 64 expect B
       app@cpu0: write p+64 64 A
       app@cpu0: finish fd
       gpu: dma read b+64 64 expect A
       gpu: dma read b+0 64 expect B`,
    );
    expect(ran.violations).toEqual([]);
  });

  it('are refused where there is nothing to prepare, or to finish', () => {
    run(
      'x86 cpus=1 page=512',
      `buffer b pages=1 mmap=prepare-finish
       buffer s pages=1 mmap=sync-ioctl
       app@cpu0: fd = export b
       app@cpu0: g = export s
       app@cpu0: finish fd expect EINVAL
       app@cpu0: prepare fd READ expect ok
       app@cpu0: prepare fd WRITE expect EBUSY
       app@cpu0: finish fd expect ok
       app@cpu0: finish fd expect EINVAL
       app@cpu0: prepare g READ expect ENOTTY
       app@cpu0: finish g expect ENOTTY
       app@cpu0: lock g READ expect ENOTTY
       app@cpu0: close g
       app@cpu0: prepare g READ expect EBADF`,
    );
  });

  it('wait for the device only where the exporter was made so', () => {
    const script = (settings: string, got: string) => `${shared(settings)}
      gpu: j = submit write b+0 64 B
      app@cpu0: prepare fd READ
      app@cpu0: read p+0 64 ${got}`;
    run(
      'arm64 cpus=1 page=512',
      script('mmap=prepare-finish prepare=wait', 'expect B expect none'),
    );
    run('arm64 cpus=1 page=512', script('mmap=prepare-finish', 'expect 0'));
  });
});

describe('the split window', () => {
  const split = (settings = '') => `
    buffer b pages=2 mmap=split-window ${settings}
    device gpu
    app@cpu0: fd = export b
    app@cpu0: low = mmap fd 2
    app@cpu0: high = mmap fd 2 offset=2
    gpu: import fd
    gpu: map b BIDIRECTIONAL`;

  it('shows the same pages twice, coherent below and cached above', () => {
    const ran = run(
      'arm64 cpus=1 page=512',
      `${split()}
       app@cpu0: prepare fd WRITE
       app@cpu0: write high+512 64 A expect none
       app@cpu0: finish fd
       app@cpu0: read low+512 64 expect A expect none
       gpu: dma read b+512 64 expect A expect none
       gpu: dma write b+0 64 B expect none
       app@cpu0: prepare fd READ
       app@cpu0: read high+0 64 expect B expect none`,
    );
    expect(ran.state.vmas.map(({ type }) => type)).toEqual(['WC', 'WB']);
    expect(ran.violations).toEqual([]);
  });

  it('maps no range that lies in both windows, and none past the end', () => {
    run(
      'arm64 cpus=1 page=512',
      `${split()}
       app@cpu0: q = mmap fd 2 offset=1 expect EINVAL
       app@cpu0: q = mmap fd 2 offset=3 expect EINVAL
       app@cpu0: q = mmap fd 1 offset=4 expect EINVAL
       app@cpu0: q = mmap fd 1 offset=3 expect ok`,
    );
  });

  it('holds programs and devices to prepare and finish above', () => {
    const ran = run(
      'arm64 cpus=1 page=512',
      `${split()}
       app@cpu0: write high+0 64 A expect window-not-open expect harm
       gpu: dma read b+0 64 expect 0 expect stale
       app@cpu0: prepare fd READ
       app@cpu0: write high+0 64 C expect window-not-open
       gpu: dma write b+64 64 B expect device-access-in-open-window`,
    );
    const [stale] = lineOf(ran, 6).violations.filter(({ rule }) => rule === 'stale-read');
    expect(stale?.causes.length).toBeGreaterThan(0);
  });

  it('is a device’s to blame too, which works before finish', () => {
    run(
      'arm64 cpus=1 page=512',
      `${split()}
       app@cpu0: prepare fd WRITE
       app@cpu0: write high+0 64 A expect none
       gpu: dma read b+0 64 expect 0 expect stale expect device-access-in-open-window`,
    );
  });

  it('is luck where devices snoop', () => {
    run(
      'x86 cpus=1 page=512',
      `${split()}
       app@cpu0: write high+0 64 A expect window-not-open expect luck
       gpu: dma read b+0 64 expect A expect none`,
    );
  });

  it('asks for nothing where both windows are coherent', () => {
    const ran = run(
      'arm64 cpus=1 page=512',
      `${split('upper=coherent')}
       app@cpu0: write high+0 64 A expect none
       app@cpu0: doorbell gpu
       gpu: dma read b+0 64 expect A expect none`,
    );
    expect(ran.state.vmas.map(({ type }) => type)).toEqual(['WC', 'WC']);
  });
});

describe('locks', () => {
  const locked = `
    ${shared('mmap=lock')}
    viewer@cpu1: g = receive fd from app
    viewer@cpu1: q = mmap g`;

  it.each(['arm64', 'bounce'])('hand the buffer round on %s', (platform) => {
    const ran = run(
      `${platform} cpus=2 page=512`,
      `${locked}
       app@cpu0: lock fd WRITE
       app@cpu0: write p+0 64 A
       app@cpu0: unlock fd
       gpu: lock b WRITE
       gpu: dma read b+0 64 expect A
       gpu: dma write b+64 64 B
       gpu: unlock b
       viewer@cpu1: lock g READ
       viewer@cpu1: read q+0 64 expect A
       viewer@cpu1: read q+64 64 expect B
       viewer@cpu1: unlock g
       gpu: lock b READ
       gpu: dma read b+64 64 expect B
       gpu: unlock b`,
    );
    expect(ran.violations).toEqual([]);
    expect(ran.state.accessWindows).toEqual([]);
  });

  it.each(['arm64', 'bounce'])('bring one device’s writes to another on %s', (platform) => {
    const ran = run(
      `${platform} cpus=1 page=512`,
      `${shared('mmap=lock')}
       device cam
       cam: import fd
       cam: map b FROM_DEVICE
       cam: lock b WRITE
       cam: dma write b+0 64 C
       cam: unlock b
       gpu: lock b READ
       gpu: dma read b+0 64 expect C
       gpu: unlock b
       app@cpu0: lock fd READ
       app@cpu0: read p+0 64 expect C
       app@cpu0: unlock fd
       cam: lock b WRITE
       cam: dma write b+0 64 D
       cam: unlock b
       app@cpu0: lock fd READ
       app@cpu0: read p+0 64 expect D`,
    );
    expect(ran.violations).toEqual([]);
  });

  it('let one wait for the other, who is woken with what the first wrote', () => {
    const ran = run(
      'arm64 cpus=2 page=512',
      `${locked}
       gpu: lock b WRITE
       app@cpu0: lock fd READ expect blocked
       gpu: dma write b+0 64 B
       gpu: unlock b
       app@cpu0: read p+0 64 expect B expect none`,
    );
    const unlocked = lineOf(ran, 9);
    expect(unlocked.events.map(({ kind, agent }) => `${kind} ${agent}`)).toContain(
      'lock.grant app',
    );
    expect(callsOf(unlocked).map((call) => call.trim())).toContain(
      'dma_sync_sgtable_for_cpu(gpu, FROM_DEVICE)',
    );
  });

  it('are shared by readers, and nobody overtakes who waits', () => {
    const ran = run(
      'arm64 cpus=2 page=512',
      `${locked}
       app@cpu0: lock fd READ expect ok
       viewer@cpu1: lock g READ expect ok
       gpu: lock b WRITE expect blocked
       third@cpu0: h = receive fd from app
       third@cpu0: lock h READ expect blocked
       app@cpu0: unlock fd
       viewer@cpu1: unlock g`,
    );
    expect(ran.state.accessWindows.map(({ who, state }) => `${who} ${state}`)).toEqual([
      'gpu open.readWrite',
      'third waiting',
    ]);
  });

  it('keep the buffer with the CPU until the last reader is done', () => {
    const ran = run(
      'bounce cpus=2 page=512',
      `${locked}
       app@cpu0: lock fd READ
       viewer@cpu1: lock g READ
       app@cpu0: unlock fd
       viewer@cpu1: read q+0 64 expect none`,
    );
    expect(ran.violations).toEqual([]);
  });

  const two = `
    buffer a pages=1 mmap=lock
    buffer b pages=1 mmap=lock
    app@cpu0: fa = export a
    app@cpu0: fb = export b
    viewer@cpu1: ga = receive fa from app
    viewer@cpu1: gb = receive fb from app`;

  it('tell of a deadlock when two take two in opposite order', () => {
    const ran = run(
      'x86 cpus=2 page=512',
      `${two}
       app@cpu0: lock fa WRITE
       viewer@cpu1: lock gb WRITE
       app@cpu0: lock fb WRITE expect blocked expect none
       viewer@cpu1: lock ga WRITE expect blocked expect lock-deadlock expect harm`,
    );
    expect(ran.violations[0]?.outcome).toBe(
      'viewer waits for app waits for viewer: nobody goes on',
    );
  });

  it('are given back by a process that ends, also in a deadlock', () => {
    const ran = run(
      'x86 cpus=2 page=512',
      `${two}
       app@cpu0: lock fa WRITE
       viewer@cpu1: lock gb WRITE
       app@cpu0: lock fb WRITE
       viewer@cpu1: lock ga WRITE
       app@cpu0: exit
       viewer@cpu1: unlock ga
       viewer@cpu1: unlock gb`,
    );
    expect(ran.state.accessWindows).toEqual([]);
  });

  it('are refused to who has them, and cannot be given back by who has not', () => {
    run(
      'x86 cpus=2 page=512',
      `${two}
       app@cpu0: lock fa READ
       app@cpu0: lock fa WRITE expect EBUSY
       viewer@cpu1: unlock ga expect EPERM`,
    );
  });

  it('leave a sleeper nothing to do', () => {
    const ran = run(
      'x86 cpus=2 page=512',
      `${two}
       app@cpu0: lock fa WRITE
       viewer@cpu1: lock ga READ
       viewer@cpu1: unlock gb`,
    );
    expect(lineOf(ran, -1).result).toEqual({
      kind: 'scriptError',
      message: 'viewer sleeps until it is given the lock of a',
    });
  });
});
