import { spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeLink } from '../history/link.ts';
import { scenarios } from '../scenarios/catalogue.ts';

// The program as people start it: bundled, in a process of its own.
const folder = mkdtempSync(join(tmpdir(), 'bufscope-cli-'));
const program = join(folder, 'bufscope.js');

beforeAll(() => {
  const vite = 'node_modules/vite/bin/vite.js';
  const options = ['--config', 'vite.cli.config.ts', '--outDir', folder, '--logLevel', 'error'];
  const built = spawnSync(process.execPath, [vite, 'build', ...options, '--emptyOutDir', 'false']);
  if (built.status !== 0) throw new Error(String(built.stderr));
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ran {
  readonly code: number | null;
  readonly out: readonly string[];
  readonly err: readonly string[];
}

function bufscope(...args: readonly string[]): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    encoding: 'utf8',
  });
  const lines = (text: string) => text.split('\n').slice(0, -1);
  return { code: status, out: lines(stdout), err: lines(stderr) };
}

function file(name: string, text: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function records(ran: Ran): Record<string, unknown>[] {
  return ran.out.map((line) => JSON.parse(line));
}

const good = `title     One stale byte
platform  arm64
buffer    frame pages=1
device    gpu

kernel@cpu0: write frame+0 64 A
gpu:         m = dma_map_single frame+0 64 TO_DEVICE
kernel@cpu0: write frame+0 64 B      expect cpu-access-while-device-owns
gpu:         dma read m+0 64         expect A on arm64    expect B on x86
`;

describe('bufscope', () => {
  it('says how it is used', () => {
    const help = bufscope('--help');
    expect(help.code).toBe(0);
    for (const name of ['list', 'run', 'check', 'matrix', 'conform', 'render', 'link']) {
      expect(
        help.out.some((line) => line.trim().startsWith(`${name} `)),
        name,
      ).toBe(true);
    }
    expect(bufscope('help', 'run').out[0]).toContain('usage: bufscope run FILE|ID');
    expect(bufscope('run', '--help').out.join('\n')).toContain('--platform P');
    expect(bufscope()).toMatchObject({ code: 2, out: [] });
  });

  it('says its version', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(bufscope('--version')).toEqual({ code: 0, out: [`bufscope ${version}`], err: [] });
  });

  it.runIf(existsSync('/dev/full'))('says that it cannot write', () => {
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [program, 'list'], {
      encoding: 'utf8',
      stdio: ['ignore', full, 'pipe'],
    });
    closeSync(full);
    expect(stderr).toBe('error: cannot write: ENOSPC\n');
    expect(status).toBe(2);
  });

  it('refuses to do too much', () => {
    const write = (length: number) => `kernel@cpu0: write b+0 ${length} A\n`;
    const scenario = (lines: string) => file('big.buf', `buffer b pages=1024\n${lines}`);
    const whole = bufscope('run', scenario(write(4_194_304).repeat(120)));
    expect(whole).toMatchObject({ code: 2, out: [] });
    expect(whole.err[0]).toContain(':2:24: error: LENGTH must be a number from 1 to 262144');
    const many = bufscope('run', scenario(write(262_144).repeat(200)));
    expect(many).toMatchObject({ code: 2, out: [] });
    expect(many.err[0]).toContain(':50:1: error: too much work');
    // 48 times 4096 lines are within what a text may ask for, but each has several micro-events.
    const cleaned = `${write(262_144)}kernel@cpu0: flush b+0 262144\n`.repeat(24);
    const run = bufscope('run', scenario(cleaned + write(64).repeat(3)), '--platform', 'arm64');
    expect(run.code).toBe(1);
    expect(run.out.join('\n')).toContain('not possible: the run is too large');
  }, 60_000);

  it('names the nearest word for a wrong one', () => {
    expect(bufscope('matirx', 'x')).toMatchObject({ code: 2, out: [] });
    expect(bufscope('matirx').err[0]).toBe('error: unknown command matirx; did you mean matrix?');
    expect(bufscope('run', 'x', '--platfrom', 'x86').err[0]).toBe(
      'error: unknown option --platfrom; did you mean --platform?',
    );
    expect(bufscope('run', 'mised-clean').err[0]).toContain('did you mean missed-clean?');
    const path = file('platform.buf', good);
    const wrong = bufscope('run', path, '--platform', 'arm46');
    expect(wrong.code).toBe(2);
    expect(wrong.err[0]).toBe('error: unknown platform arm46; did you mean arm64?');
  });

  it('lists what is built in', () => {
    const listed = bufscope('list');
    expect(listed.code).toBe(0);
    for (const { id, group } of scenarios) {
      const at = listed.out.findIndex((line) => line.startsWith(`  ${id} `));
      const heading = listed.out.slice(0, at).findLast((line) => !line.startsWith(' '));
      expect(heading, id).toBe(group);
    }
    const json = records(bufscope('list', '--json'));
    expect(new Set(json.map((record) => record['schema']))).toEqual(new Set(['bufscope.list/1']));
    const ids = json.filter((record) => record['type'] === 'platform').map((r) => r['id']);
    expect(ids).toEqual(['x86', 'arm64', 'arm64-iommu', 'bounce']);
  });

  it('writes no colour into a pipe', () => {
    expect(bufscope('run', file('colour.buf', good)).out.join('')).not.toContain('\u001b');
  });
});

describe('bufscope run', () => {
  it('leaves with 0 when the expectations hold, on each platform its own', () => {
    const path = file('good.buf', good);
    const arm64 = bufscope('run', path);
    expect(arm64.code).toBe(0);
    expect(arm64.out[0]).toBe('One stale byte');
    expect(arm64.out.join('\n')).toContain('A*64 (newest: B*64)');
    expect(arm64.out.at(-2)).toBe('costs: maintained=1 cleaned=1');
    expect(arm64.out.at(-1)).toBe('2 of 2 expectations hold');
    const x86 = bufscope('run', path, '--platform', 'x86');
    expect(x86.code).toBe(0);
    expect(x86.out.join('\n')).toContain('~ luck');
    expect(x86.out.join('\n')).not.toContain('newest');
  });

  it('leaves with 1 when one fails, and says where', () => {
    const path = file('fails.buf', good.replace('expect A on arm64', 'expect C on arm64'));
    const ran = bufscope('run', path);
    expect(ran.code).toBe(1);
    expect(ran.out.join('\n')).toContain(`${path}:9: expect C on arm64: got A*64`);
    expect(ran.out.at(-1)).toBe('1 of 2 expectations hold');
  });

  it('leaves with 1 when an operation cannot be done', () => {
    const path = file('impossible.buf', `${good}gpu: m = dma_map_single frame+0 64 TO_DEVICE\n`);
    const ran = bufscope('run', path);
    expect(ran.code).toBe(1);
    expect(ran.out.join('\n')).toContain('not possible: ');
  });

  it('leaves with 2 when the script cannot be read, with all its mistakes', () => {
    const path = file(
      'bad.buf',
      good.replace('write frame+0 64 B', 'wirte frame+0 64 B').concat('gpu: dmaa\n'),
    );
    const ran = bufscope('run', path);
    expect(ran.code).toBe(2);
    expect(ran.out).toEqual([]);
    expect(ran.err[0]).toMatch(new RegExp(`^${path}:8:14: error: `));
    expect(ran.err[1]).toMatch(/^ {4}8 \| kernel@cpu0: wirte frame/);
    expect(ran.err[2]).toBe(`      | ${' '.repeat(13)}^^^^^`);
    expect(ran.err.some((line) => line.startsWith(`${path}:10:`))).toBe(true);
    expect(bufscope('run', join(folder, 'none.buf'))).toMatchObject({ code: 2, out: [] });
    expect(bufscope('run').code).toBe(2);
    expect(bufscope('run', path, path).code).toBe(2);
  });

  it('prints JSON lines of one schema', () => {
    const ran = bufscope('run', file('json.buf', good), '--json', '--micro');
    expect(ran.code).toBe(0);
    const json = records(ran);
    expect(new Set(json.map((record) => record['schema']))).toEqual(new Set(['bufscope.run/1']));
    expect(json[0]).toMatchObject({ type: 'start', platform: 'arm64', operations: 4 });
    const steps = json.filter((record) => record['type'] === 'step');
    expect(steps.map((step) => step['at'])).toEqual(['1', '2', '3', '4']);
    expect(steps[3]).toMatchObject({
      operation: 'gpu: dma read m+0 64',
      line: 9,
      result: {
        kind: 'bytes',
        stale: true,
        runs: [{ value: 65, count: 64, write: 1, writer: 1 }],
        newest: [{ value: 66, count: 64, write: 2, writer: 1 }],
      },
      expectations: { judged: 1, failures: [] },
    });
    const micro = json.filter((record) => record['type'] === 'micro');
    expect(micro[0]).toMatchObject({ at: '1.1', agent: 'kernel@cpu0' });
    expect(json.at(-1)).toMatchObject({
      type: 'end',
      operations: 4,
      microEvents: micro.length,
      violations: { luck: 0 },
      expectations: { judged: 2, failed: 0 },
    });
  });
});

describe('bufscope check', () => {
  it('finds every mistake of every file', () => {
    const bad = file('one.buf', 'buffer frame pages=zero\ngpu: mapp frame\n');
    const ran = bufscope('check', file('two.buf', good), bad);
    expect(ran.code).toBe(2);
    expect(ran.out[0]).toContain('two.buf: 4 operations');
    expect(ran.err.filter((line) => line.startsWith(`${bad}:`)).length).toBeGreaterThanOrEqual(2);
    expect(bufscope('check', file('two.buf', good)).code).toBe(0);
    expect(bufscope('check', join(folder, 'absent.buf')).code).toBe(2);
    expect(bufscope('check').code).toBe(2);
  });

  it('prints JSON lines', () => {
    const bad = file('three.buf', 'buffer frame pages=zero\n');
    const json = records(bufscope('check', bad, '--json'));
    expect(json[0]).toMatchObject({ schema: 'bufscope.check/1', type: 'diagnostic', line: 1 });
    expect(json.at(-1)).toMatchObject({ type: 'end', file: bad, failure: null });
  });
});

describe('what is wrong with a file', () => {
  it('is shown with a part of a long line only', () => {
    const name = 'x'.repeat(300);
    const path = file('long.buf', `buffer frame ${' '.repeat(500)}pagez=1 ${name}=2\n`);
    const [message, source = '', mark = ''] = bufscope('check', path).err;
    expect(message).toContain(':1:514: error:');
    expect(source.length).toBeLessThan(140);
    expect(source.endsWith('…')).toBe(true);
    expect(source.slice(mark.indexOf('^'), mark.lastIndexOf('^') + 1)).toBe('pagez');
    expect(bufscope('check', path).err.every((line) => line.length < 500)).toBe(true);
  });

  it('is shown without any where the text is too long', () => {
    const { err } = bufscope('check', file('huge.buf', 'x'.repeat(300_000)));
    expect(err).toHaveLength(1);
    expect(err[0]).toContain('the text is longer than 262144 characters');
  });

  it('may be that it holds no operation', () => {
    const path = file('empty.buf', '# nothing\n');
    const warning = `${path}: warning: there is no operation in it`;
    expect(bufscope('check', path)).toMatchObject({ code: 0, err: [warning] });
    expect(bufscope('run', path)).toMatchObject({ code: 0, err: [warning] });
  });
});

describe('bufscope matrix', () => {
  it('tells right, luck and wrong for every platform', () => {
    const path = file('matrix.buf', good);
    const ran = bufscope('matrix', path);
    expect(ran.code).toBe(0);
    expect(ran.out.find((line) => line.startsWith('x86'))).toContain('luck');
    expect(ran.out.find((line) => line.startsWith('bounce'))).toContain('wrong');
    const json = records(bufscope('matrix', path, '--json'));
    const verdicts = (platform: string) =>
      JSON.stringify(json.find((record) => record['platform'] === platform)?.['cells']);
    expect(verdicts('x86')).toContain('"verdict":"luck"');
    expect(verdicts('arm64')).toContain('{"at":"1","verdict":"right","rules":[],"refused":null}');
    expect(verdicts('arm64')).toContain('"at":"4","verdict":"wrong"');
  });

  it('says which operation was refused, and how', () => {
    const path = file(
      'refused.buf',
      'buffer b\napp@cpu0: fd = export b\napp@cpu0: p = mmap fd 9\n',
    );
    const ran = bufscope('matrix', path);
    expect(ran.out.find((line) => line.includes('mmap'))?.match(/· EINVAL/g)).toHaveLength(4);
    const [, platform] = records(bufscope('matrix', path, '--json'));
    expect(JSON.stringify(platform?.['cells'])).toContain('"refused":"EINVAL"');
  });

  it('goes through all scenarios', () => {
    const ran = bufscope('matrix', '--all');
    expect(ran.code).toBe(0);
    const row = ran.out.find((line) => line.startsWith('  missed-clean '));
    expect(row?.trim().split(/ {2,}/)).toEqual([
      'missed-clean',
      '~ luck',
      '! wrong',
      '! wrong',
      '! wrong',
    ]);
    expect(ran.out.at(-1)).toMatch(
      new RegExp(`^${scenarios.length} scenarios on 4 platforms; (\\d+) of \\1 expectations hold$`),
    );
    const json = records(bufscope('matrix', '--all', '--json'));
    expect(json.map((record) => record['scenario']).sort()).toEqual(
      scenarios.map(({ id }) => id).sort(),
    );
    expect(bufscope('matrix', '--all', 'missed-clean').code).toBe(2);
  }, 60_000);
});

describe('bufscope link', () => {
  it('takes the keys of a demo along', () => {
    const demo = ['link', 'missed-clean', '--at', '2', '--with', 'pause=3,7:1.5&play=1&theme=dark'];
    const [fragment = ''] = bufscope(...demo).out;
    expect(fragment).toBe('#scenario=missed-clean&at=2&theme=dark&pause=3,7:1.5&play=1&v=1');
    const wrong = bufscope('link', 'missed-clean', '--with', 'pauses=3&speed=fast');
    expect(wrong).toMatchObject({ code: 2, out: [] });
    expect(wrong.err).toHaveLength(2);
    expect(bufscope('link', 'missed-clean', '--with', 'scenario=prefetch').code).toBe(2);
    const [moved = ''] = bufscope('link', 'missed-clean', '--with', 'at=4&platform=x86').out;
    expect(moved).toBe('#scenario=missed-clean&platform=x86&at=4&v=1');
  });

  it('prints a fragment that opens the same', () => {
    const id = scenarios[0]?.id ?? '';
    expect(bufscope('link', id)).toEqual({ code: 0, out: [`#scenario=${id}&v=1`], err: [] });
    const [fragment = ''] = bufscope('link', id, '--at', '2.1', '--platform', 'bounce').out;
    expect(fragment).toBe(`#scenario=${id}&platform=bounce&at=2.1&v=1`);
    const [own = ''] = bufscope('link', file('own.buf', good)).out;
    expect(decodeLink(own).link.source).toEqual({ kind: 'script', text: good });
  });

  it('says whether the kernel checks uses of the DMA API', () => {
    const fragment = (...args: readonly string[]) => bufscope('link', 'missed-clean', ...args).out;
    expect(fragment('--dma-debug', 'on')).toEqual(['#scenario=missed-clean&dma-debug=1&v=1']);
    expect(fragment('--dma-debug', 'off', '--with', 'dma-debug=1')).toEqual([
      '#scenario=missed-clean&dma-debug=0&v=1',
    ]);
    expect(fragment('--with', 'dma-debug=1')).toEqual(['#scenario=missed-clean&dma-debug=1&v=1']);
    expect(bufscope('link', 'missed-clean', '--dma-debug', 'maybe')).toEqual({
      code: 2,
      out: [],
      err: ['error: --dma-debug is on or off, not maybe'],
    });
  });

  it('refuses a step that is not there', () => {
    const path = file('step.buf', good);
    expect(bufscope('link', path, '--at', '4').code).toBe(0);
    expect(bufscope('link', path, '--at', '5').code).toBe(2);
    expect(bufscope('link', path, '--at', '1.999').code).toBe(2);
    expect(bufscope('link', path, '--at', 'x').code).toBe(2);
  });
});

describe('bufscope conform', () => {
  const recording = 'test/recordings/mixed-values.jsonl.gz';
  const lines = gunzipSync(readFileSync(recording)).toString('utf8').trimEnd().split('\n');
  const few = lines.slice(0, 5);
  const [first = ''] = few;

  it('agrees with a recording, packed or not', () => {
    const ran = bufscope('conform', recording, file('few.jsonl', few.join('\n')));
    expect(ran).toMatchObject({ code: 0, err: [] });
    expect(ran.out).toEqual([
      `mixed-values.jsonl.gz: ${lines.length} of ${lines.length} agree`,
      'few.jsonl: 5 of 5 agree',
      `${lines.length + 5} of ${lines.length + 5} agree`,
    ]);
  });

  it('keeps the order of the files, and tells those of one name apart', () => {
    // More files than threads, so that each thread takes several.
    const names = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
    const paths = names.map((name, index) => {
      mkdirSync(join(folder, name));
      const path = join(folder, name, 'a.jsonl');
      writeFileSync(path, few.slice(0, 1 + (index % 5)).join('\n'));
      return path;
    });
    const counts = names.map((_, index) => 1 + (index % 5));
    const all = counts.reduce((sum, count) => sum + count, 0);
    expect(bufscope('conform', ...paths).out).toEqual([
      ...names.map((name, index) => `${name}/a.jsonl: ${counts[index]} of ${counts[index]} agree`),
      `${all} of ${all} agree`,
    ]);
  });

  it('notices a single wrong byte in a read, in the final contents, and a wrong bounce', () => {
    const changes: readonly [string, (record: Changeable) => void][] = [
      ['got', (record) => flip(record.ops.find((op) => op.got)?.got)],
      ['final.cpu', (record) => flip(record.final.cpu)],
      ['final.dev', (record) => flip(Object.values(record.final.dev)[0])],
      [
        'bounced',
        (record) =>
          record.ops.forEach((op) => op.bounced !== undefined && (op.bounced = !op.bounced)),
      ],
    ];
    for (const [where, change] of changes) {
      const record: Changeable = JSON.parse(first);
      change(record);
      const ran = bufscope(
        'conform',
        file('wrong.jsonl', [JSON.stringify(record), ...few.slice(1)].join('\n')),
      );
      expect(ran.code, where).toBe(1);
      expect(ran.out[0], where).toContain(':1: differs: ');
      expect(ran.out[1], where).toContain(where);
      expect(ran.out.at(-1), where).toBe('4 of 5 agree');
    }
  });

  it('never counts what it cannot read', () => {
    const other = '{"id":"e","env":"direct","spans":[]}';
    const cut = first.slice(0, 200);
    const unknown = first.replace('"style"', '"colour":1,"style"');
    const path = file('odd.jsonl.gz', gzipSync([first, other, cut, '', unknown].join('\n')));
    const ran = bufscope('conform', path);
    expect(ran.code).toBe(1);
    expect(ran.out).toEqual([
      `${path}:2: error: a record of unknown format`,
      `${path}:3: error: not a JSON value`,
      `${path}:5: error: has a field "colour" that is not known`,
      'odd.jsonl.gz: 1 of 4 agree',
      '1 of 4 agree',
    ]);
  });

  it('fails on files that are absent, empty or no gzip', () => {
    expect(bufscope('conform').code).toBe(2);
    for (const path of [
      join(folder, 'absent.jsonl'),
      file('empty.jsonl', ''),
      file('no.jsonl.gz', 'text'),
      file('cut.jsonl.gz', readFileSync(recording).subarray(0, 5000)),
    ]) {
      const ran = bufscope('conform', path);
      expect(ran.code, path).toBe(1);
      expect(ran.out.join('\n'), path).toContain(`${path}: error: `);
      expect(ran.out.at(-1)).toMatch(/^(\d+) of (?!\1 )\d+ agree$/);
    }
  });

  it('prints JSON lines', () => {
    const json = records(bufscope('conform', file('json.jsonl', few.join('\n')), '--json'));
    expect(json.map((record) => record['type'])).toEqual(['file', 'end']);
    expect(json.at(-1)).toEqual({ schema: 'bufscope.conform/1', type: 'end', agree: 5, all: 5 });
  });

  it('reads past a byte order mark, at the beginning alone', () => {
    const ran = bufscope('conform', file('mark.jsonl', `\uFEFF${few[0]}\n\uFEFF${few[1]}\n`));
    expect(ran.out.at(-1)).toBe('1 of 2 agree');
    expect(ran.out[0]).toContain('mark.jsonl:2: error: not a JSON value');
  });

  it('prints a record as a scenario that runs and holds', () => {
    const { id } = JSON.parse(first);
    const script = bufscope('conform', '--as-script', id, recording);
    expect(script.code).toBe(0);
    const ran = bufscope('run', file('record.buf', `${script.out.join('\n')}\n`));
    expect(ran.code).toBe(0);
    expect(ran.out.at(-1)).toMatch(/^(\d+) of \1 expectations hold$/);
    expect(bufscope('conform', '--as-script', 'none', recording).code).toBe(1);
  });
});

/** What the tests change in a record. */
interface Changeable {
  ops: { got?: [number, number][]; bounced?: boolean }[];
  final: { cpu: [number, number][]; dev: Record<string, [number, number][]> };
}

function flip(runs: [number, number][] | undefined): void {
  const last = runs?.at(-1);
  if (!last) throw new Error('nothing to change');
  last[1] -= 1;
  runs?.push([last[0] ^ 1, 1]);
  if (last[1] === 0) runs?.splice(-2, 1);
}

describe('bufscope render', () => {
  it('draws a step into a file, the same every time', () => {
    const path = file('draw.buf', good);
    const [first, second] = [join(folder, 'first.svg'), join(folder, 'second.svg')];
    expect(bufscope('render', path, '--at', '3', '-o', first)).toEqual({
      code: 0,
      out: [],
      err: [],
    });
    expect(bufscope('render', path, '--at=3', '-o', second).code).toBe(0);
    const svg = readFileSync(first, 'utf8');
    expect(readFileSync(second, 'utf8')).toBe(svg);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="1000" /);
    expect(svg).toContain('<title>One stale byte</title>');
    expect(svg).toContain('arm64 · step 3 of 4');
  });

  it('draws pixels where the file is a PNG, the same every time', () => {
    const path = file('pixels.buf', good);
    const [first, second] = [join(folder, 'first.png'), join(folder, 'second.PNG')];
    expect(bufscope('render', path, '-o', first)).toEqual({ code: 0, out: [], err: [] });
    expect(bufscope('render', path, '-o', second).code).toBe(0);
    const png = readFileSync(first);
    expect(readFileSync(second).equals(png)).toBe(true);
    expect(png.toString('latin1', 1, 4)).toBe('PNG');
    // 1000 across, twice: the width stands behind the name of the first chunk.
    expect(png.readUInt32BE(16)).toBe(2000);
  }, 60_000);

  it('draws every view, theme, platform and selection to standard output', () => {
    const path = file('views.buf', good);
    const drawn = ['room', 'lanes', 'machine', 'all'].map((view) =>
      bufscope('render', path, '--view', view, '--theme', 'dark', '-o', '-').out.join('\n'),
    );
    expect(new Set(drawn).size).toBe(4);
    for (const svg of drawn) expect(svg).toMatch(/^<svg [\s\S]*fill="#0e1216"[\s\S]*<\/svg>$/);
    const plain = bufscope('render', path, '-o', '-').out.join('\n');
    const chosen = bufscope('render', path, '--select', 'b0l0@memory', '-o', '-').out.join('\n');
    expect(chosen).not.toBe(plain);
    const x86 = bufscope('render', path, '--platform', 'x86', '-o', '-').out.join('\n');
    expect(x86).toContain('x86 · step 4 of 4');
  }, 60_000);

  it('draws and prints the run with or without the kernel’s checks', () => {
    const drawn = (said: string) => {
      const words = ['--at', '2', '--view', 'lanes', '--dma-debug', said, '-o', '-'];
      return bufscope('render', 'dma-debug-complains', ...words).out.join('\n');
    };
    // Nobody has looked whether the map had worked, and the kernel says so where it checks.
    expect(drawn('on')).toContain('Breaks a rule: debug-unchecked');
    expect(drawn('off')).not.toContain('debug-unchecked');
    expect(drawn('off')).toContain('dma_unmap_single');
    const printed = (said: string) =>
      bufscope('run', 'dma-debug-complains', '--dma-debug', said).out.join('\n');
    expect(printed('on')).toContain('[1] debug-unchecked');
    expect(printed('off')).not.toContain('[1] debug-unchecked');
  });

  it('says what it cannot do', () => {
    const path = file('refuse.buf', good);
    const refused = (...args: readonly string[]) => {
      const ran = bufscope('render', path, ...args);
      expect(ran).toMatchObject({ code: 2, out: [] });
      return ran.err[0];
    };
    expect(refused()).toContain('needs -o F');
    expect(refused('-o', 'x.gif')).toContain('the page saves GIF and WebM');
    expect(refused('-o', 'x.png', '--scale', '4')).toBe(
      'error: --scale must be a number from 1 to 3',
    );
    const large = ['--view', 'all', '--width', '4000', '--scale', '3', '-o', join(folder, 'x.png')];
    expect(bufscope('render', 'shootdown', ...large)).toMatchObject({
      code: 2,
      err: [expect.stringMatching(/^error: 12000 by \d+ pixels are too many/)],
    });
    expect(refused('-o', '-', '--view', 'rom')).toBe('error: unknown view rom; did you mean room?');
    expect(refused('-o', '-', '--theme', 'blue')).toContain('themes: light, dark, contrast');
    expect(refused('-o', '-', '--width', '5')).toContain('from 320 to 4000');
    expect(refused('-o', '-', '--select', 'x')).toContain('x is no selection');
    expect(refused('-o', '-', '--at', '9')).toBe(
      'error: the run has 4 operations, so there is no step 9',
    );
    expect(refused('-o', join(folder, 'none', 'x.svg'))).toContain('ENOENT');
    expect(bufscope('render', join(folder, 'none.buf'), '-o', '-').code).toBe(2);
  }, 60_000);
});
