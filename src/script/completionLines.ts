/** Completions for the beginnings of lines and for declarations. */
import { realProfile } from '../model/kernel/exporters/profiles.ts';
import { type CompletionOption, documented } from './completionOption.ts';
import type { Site } from './completionSite.ts';
import {
  docOfAgent,
  docOfOwnWord,
  docOfPlatform,
  docOfSetting,
  docOfSettingValue,
  settingsOf,
} from './documentation.ts';
import type { Speaker } from './form.ts';
import { kernelProcess } from './forms.ts';

/** Declarations in their order; then what stands between operations. */
const declarations = ['title', 'summary', 'source', 'platform', 'buffer', 'device'];
const once = ['title', 'platform'];

/** Column in which declarations go on, as printing puts them. */
const declarationWidth = 10;

/** What a line can begin with; `head` is what is written of it. */
export function lineOptions(site: Site, head: string): readonly CompletionOption[] {
  const { words, cast } = site.outline;
  const isReady = cast.buffers.length > 0 && site.outline.steps.length > 0;
  const open = declarations.filter((word) => !once.includes(word) || !words.has(word));
  const declared = open.map((word) => lineOption(word, word.padEnd(declarationWidth)));
  const between = [
    lineOption('note', 'note'.padEnd(declarationWidth)),
    ...(site.outline.steps.length > 0 ? [lineOption('expect', 'expect ')] : []),
  ];
  const agents = agentOptions(site, head);
  if (head.includes('@')) return agents;
  return isReady ? [...agents, ...between, ...declared] : [...declared, ...agents, ...between];
}

function lineOption(word: string, apply: string): CompletionOption {
  const doc = docOfOwnWord(word);
  return { ...documented(word, 'line', doc, doc?.title ?? ''), apply };
}

/** Who can speak: those who spoke last first, then the others. */
function agentOptions({ outline, agents }: Site, head: string): readonly CompletionOption[] {
  const { cast } = outline;
  const cpus = Array.from({ length: cast.cpus }, (_, cpu) => `cpu${cpu}`);
  const typed = head.includes('@') ? head.slice(0, head.indexOf('@')) : '';
  const processes = agents.filter((agent) => agent.includes('@')).map((a) => a.split('@')[0] ?? a);
  const everywhere = [typed, ...processes.toReversed(), 'app', kernelProcess].filter(
    (name) => name !== '' && !cast.buffers.includes(name),
  );
  const all = [
    ...agents.toReversed(),
    ...cast.devices,
    ...everywhere.flatMap((name) => cpus.map((cpu) => `${name}@${cpu}`)),
    ...cast.devices.flatMap((name) => cpus.slice(1).map((cpu) => `${name}@${cpu}`)),
    ...cpus,
    'iommu',
  ];
  const known = [...new Set(all)].filter((agent) => isAgent(agent, cast.devices, cpus));
  const width = Math.max(0, ...agents.map((agent) => agent.length + 2));
  return known.map((agent) => ({
    ...documented(`${agent}:`, 'agent', docOfAgent(agent, speakerOfText(agent, cast.devices))),
    detail: speakerTitles[speakerOfText(agent, cast.devices)],
    apply: `${agent}: `.padEnd(width),
  }));
}

const speakerTitles: Readonly<Record<Speaker, string>> = {
  thread: 'process',
  kernel: 'kernel code',
  device: 'device',
  cpu: 'hardware of a CPU',
  iommu: 'hardware',
};

function speakerOfText(agent: string, devices: readonly string[]): Speaker {
  const [name = ''] = agent.split('@');
  if (devices.includes(name)) return 'device';
  if (name === kernelProcess) return 'kernel';
  if (agent.includes('@')) return 'thread';
  return name === 'iommu' ? 'iommu' : 'cpu';
}

/** Leaves out what was written above and is wrong. */
function isAgent(agent: string, devices: readonly string[], cpus: readonly string[]): boolean {
  const [name = '', cpu] = agent.split('@');
  if (cpu === undefined) return devices.includes(name) || cpus.includes(name) || name === 'iommu';
  return cpus.includes(cpu) && name !== 'iommu' && !cpus.includes(name);
}

const usualNames: Readonly<Record<string, readonly string[]>> = {
  buffer: ['frame', 'image', 'ring'],
  device: ['gpu', 'display', 'camera', 'codec', 'npu'],
};

/** Exporters that the model knows by name, after the generic one. */
const exporters: Readonly<Record<string, string>> = {
  gem: 'A generic exporter, as GEM drivers are, with the policy of mmap=.',
  system_heap: 'The system heap: drivers/dma-buf/heaps/system_heap.c.',
  cma_heap: 'The CMA heap: drivers/dma-buf/heaps/cma_heap.c.',
  udmabuf: 'Pages of a memfd as a dma-buf: drivers/dma-buf/udmabuf.c.',
  vgem: 'A DRM dumb buffer in shmem, mapped write-combining: drivers/gpu/drm/vgem.',
  minimal: 'An exporter with map, unmap and release, and nothing else.',
};

/** Numbers that are usual for a setting. */
const usualNumbers: Readonly<Record<string, readonly string[]>> = {
  cpus: ['1', '2', '4'],
  pages: ['1', '2', '4'],
  page: ['512', '4096'],
  line: ['64'],
  slots: ['4', '256'],
  'dma-bits': ['32', '64', '24'],
  'max-segs': ['1'],
  'max-seg-size': ['4096', '65536'],
};

/** What can follow `platform`, `buffer`, `device`. */
export function declarationOptions(site: Site): readonly CompletionOption[] {
  const { line, before, outline } = site;
  const word = line.head?.text ?? '';
  const key = /([A-Za-z][\w-]*)=[^\s=]*$/.exec(before)?.[1];
  if (key !== undefined) return valueOptions(word, key, before);
  if (line.items.length === 0) {
    const used = new Set(outline.names.map(({ name }) => name));
    if (word === 'platform')
      return site.expected().map((id) => documented(id, 'platform', docOfPlatform(id)));
    const doc = { title: word, kind: 'a name of your own', text: '', source: '' };
    const free = (usualNames[word] ?? []).filter((name) => !used.has(name));
    return free.map((name) => ({ ...documented(name, 'name', doc), apply: `${name} ` }));
  }
  const written = new Set(line.items.map(({ text }) => text));
  const settings = settingsOf[word] ?? [];
  return settings
    .filter((setting) => !written.has(setting.word))
    .map((setting) => ({
      ...documented(`${setting.word}=`, 'setting', docOfSetting(word, setting.word)),
      detail: setting.label,
    }));
}

function valueOptions(word: string, key: string, before: string): readonly CompletionOption[] {
  if (word === 'buffer' && key === 'exporter')
    return Object.entries(exporters).map(([name, info]) => ({
      ...documented(name, 'value', null, 'exporter'),
      info,
    }));
  const setting = settingsOf[word]?.find((known) => known.word === key);
  const written = (/=(\S*)$/.exec(before)?.[1] ?? '').split(',');
  if (!setting || (written.length > 1 && key !== 'expects')) return [];
  const { choices } = setting;
  const words = choices.length > 0 ? choices : (usualNumbers[key] ?? []);
  // A known exporter has its own policy for userspace mappings.
  const exporter = /\bexporter=(\S+)/.exec(before)?.[1] ?? '';
  const policy = word === 'buffer' && key === 'mmap' ? realProfile(exporter, '7.3')?.mmap : null;
  return words
    .filter((value) => !written.includes(value) && (policy ?? value) === value)
    .map((value) => {
      const detail = value === setting.default ? 'default' : '';
      return documented(value, 'value', docOfSettingValue(word, key, value), detail);
    });
}
