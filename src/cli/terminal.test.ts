import { describe, expect, it } from 'vitest';
import { terminalIo, type Environment, type Stream } from './terminal.ts';

/** A stream that keeps what is written to it. */
function recorder(isTTY: boolean): Stream & { readonly written: string[] } {
  const written: string[] = [];
  return { isTTY, written, write: (text: string) => written.push(text) };
}

function io(isTTY: boolean, environment: Environment = {}) {
  const out = recorder(isTTY);
  const err = recorder(isTTY);
  return { out: out.written, err: err.written, io: terminalIo(out, err, environment) };
}

describe('the streams of the process', () => {
  it('carry colour to a terminal that wants it', () => {
    expect(io(true).io.color).toBe(true);
    expect(io(false).io.color).toBe(false);
    expect(io(true, { NO_COLOR: '1' }).io.color).toBe(false);
    expect(io(true, { NO_COLOR: '' }).io.color).toBe(true);
    expect(io(true, { TERM: 'dumb' }).io.color).toBe(false);
  });

  it('show progress on one line, and wipe it before others', () => {
    const terminal = io(true);
    terminal.io.progress('50');
    terminal.io.progress('100');
    terminal.io.out('done');
    terminal.io.out('again');
    expect(terminal.err).toEqual(['50', '\r\u001b[2K', '100', '\r\u001b[2K']);
    expect(terminal.out).toEqual(['done\n', 'again\n']);
  });

  it('show none where there is no terminal', () => {
    const pipe = io(false);
    pipe.io.progress('50');
    pipe.io.err('done');
    expect(pipe.err).toEqual(['done\n']);
    const dumb = io(true, { TERM: 'dumb' });
    dumb.io.progress('50');
    expect(dumb.err).toEqual([]);
  });
});
