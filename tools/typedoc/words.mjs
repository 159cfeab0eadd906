// Lists of words that the exported unions are made of. docs/script.md says what the words of scripts mean.
const subjects = ['DmaApi', 'Exporter', 'Fence', 'File', 'Importer', 'Mm'];
const machines = [
  'accessWindow',
  'attachment',
  'dmaTransfer',
  'fence',
  'iommuMapping',
  'ownership',
  'pte',
];

export const words = [
  ...subjects.flatMap((subject) =>
    ['RuleId', 'DefectId', 'EventKind'].map((kind) => `${subject}${kind}`),
  ),
  ...machines.map((machine) => `${machine}States`),
  'violationClasses',
];
