/** The package as its users get it: packed, and installed into a project that has nothing else. */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const consumer = join(root, 'test/consumer');

export interface Packed {
  /** Path of the tarball. */
  readonly tarball: string;
  /** Bytes of the tarball, and of what is in it. */
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

export interface Project {
  readonly folder: string;
  readonly packed: Packed;
  /** Runs a program in the project, and returns what it prints; throws where it fails. */
  readonly run: (command: string, ...args: readonly string[]) => string;
  readonly remove: () => void;
}

interface PackReport extends Omit<Packed, 'tarball'> {
  readonly filename: string;
}

/** What `npm pack --json` prints: a list of one, or in newer versions an object by name. */
function readReport(text: string): PackReport {
  const parsed: readonly PackReport[] | Readonly<Record<string, PackReport>> = JSON.parse(text);
  const [report] = Object.values(parsed);
  if (!report) throw new Error(`npm pack printed ${text}`);
  return report;
}

/** Packs what was built; its scripts are not run, since that would build again. */
function pack(into: string): Packed {
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', into];
  const text = execFileSync('npm', args, { cwd: root, encoding: 'utf8' });
  const { filename, ...report } = readReport(text);
  return { tarball: join(into, filename), ...report };
}

/** A project with the package and the files of test/consumer in it; npm fetches nothing. */
export function installPackage(): Project {
  const temporary = mkdtempSync(join(tmpdir(), 'bufscope-package-'));
  const packed = pack(temporary);
  const folder = join(temporary, 'project');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  for (const name of readdirSync(consumer)) copyFileSync(join(consumer, name), join(folder, name));
  const run: Project['run'] = (command, ...args) => {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
    if (status === 0) return stdout;
    throw new Error(`${[command, ...args].join(' ')}: ${status}\n${stdout}${stderr}`);
  };
  run('npm', 'install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', packed.tarball);
  return { folder, packed, run, remove: () => rmSync(temporary, { recursive: true }) };
}

/** A program of this repository's own packages, such as `tsc`. */
export function ownProgram(name: string): string {
  return resolve(root, 'node_modules/.bin', name);
}
