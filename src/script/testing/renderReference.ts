/** The parts of docs/script.md that follow from the tables of the language. */
import { platforms } from '../../model/platforms/platforms.ts';
import { bufferSettings } from '../bufferSettings.ts';
import { deviceSettings } from '../deviceSettings.ts';
import { platformSettings } from '../platformSettings.ts';
import { formLabel, type OperationForm, type Speaker } from '../form.ts';
import { operationForms } from '../forms.ts';
import type { Setting } from '../setting.ts';
import { errnos, microEventKinds, ruleIds, violationClasses } from '../words.ts';

const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``;

function settingsTable<T>(title: string, settings: readonly Setting<T>[]): string {
  const rows = settings.map(
    (setting) =>
      `| ${code(`${setting.word}=`)} | ${setting.label.replaceAll('|', '\\|')} | ${setting.doc} | ${setting.default} |`,
  );
  return [
    `Settings of \`${title}\`:`,
    '',
    '| setting | values | what | default |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n');
}

const titles: readonly {
  readonly title: string;
  readonly speaker: Speaker;
  readonly agent: string;
}[] = [
  { title: 'Processes', speaker: 'thread', agent: 'app@cpu0:' },
  { title: 'Kernel code on a CPU', speaker: 'kernel', agent: 'kernel@cpu0:' },
  { title: 'Drivers and their devices', speaker: 'device', agent: 'gpu:' },
  { title: 'CPU hardware', speaker: 'cpu', agent: 'cpu0:' },
  { title: 'IOMMU', speaker: 'iommu', agent: 'iommu:' },
];

function formRow(form: OperationForm): string {
  return `| ${code(formLabel(form))} | ${form.doc} | ${code(form.example)} | ${form.source} |`;
}

function operationTables(): string {
  return titles
    .map(({ title, speaker, agent }) => {
      const forms = operationForms.filter((form) => form.speakers.includes(speaker));
      const head = ['| operation | what it does | example | source |', '|---|---|---|---|'];
      return [`### ${title} (\`${agent}\`)`, '', ...head, ...forms.map(formRow)].join('\n');
    })
    .join('\n\n');
}

function wordTable(title: string, words: Readonly<Record<string, string>>): string {
  const rows = Object.entries(words).map(([word, doc]) => `| ${code(word)} | ${doc} |`);
  return [`| ${title} | meaning |`, '|---|---|', ...rows].join('\n');
}

const ruleTitles = Object.fromEntries(
  Object.entries(ruleIds).map(([id, rule]) => [id, rule.title]),
);

const platformTable = [
  '| platform | what is special about it |',
  '|---|---|',
  ...platforms.map(({ id, summary }) => `| ${code(id)} | ${summary} |`),
].join('\n');

/** Section name in the document, and what stands between its marks. */
export const references: ReadonlyMap<string, string> = new Map([
  [
    'settings',
    [
      platformTable,
      settingsTable('platform', platformSettings),
      settingsTable('buffer', bufferSettings),
      settingsTable('device', deviceSettings),
    ].join('\n\n'),
  ],
  ['operations', operationTables()],
  ['kinds', wordTable('kind', microEventKinds)],
  [
    'expectations',
    [
      wordTable('error', errnos),
      wordTable('class', violationClasses),
      wordTable('rule or effect', ruleTitles),
    ].join('\n\n'),
  ],
]);

/** The document with its sections written anew. */
export function renderDocument(document: string): string {
  let text = document;
  for (const [name, section] of references) {
    const marks = new RegExp(`(<!-- ${name}: [^\\n]*-->\\n)[^]*?(<!-- end of ${name} -->)`);
    text = text.replace(marks, (_, start: string, end: string) => `${start}\n${section}\n\n${end}`);
  }
  return text;
}
