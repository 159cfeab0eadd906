// How `npm run api` documents the package; scripts/apiDocs.mjs calls it.
import { chapterOrder } from './chapters.mjs';
import { words } from './words.mjs';

export default {
  tsconfig: './tsconfig.json',
  plugin: ['typedoc-plugin-markdown', './chapters.mjs'],
  out: '../../docs/api',
  cleanOutputDir: true,
  name: 'Library API',
  readme: 'none',
  router: 'module',
  // The page of a module is found by its name, whatever else is documented.
  entryFileName: 'index',
  hidePageHeader: true,
  hideBreadcrumbs: true,
  disableSources: true,
  sort: ['kind', 'source-order'],
  kindSortOrder: ['Function', 'Class', 'Variable', 'Interface', 'TypeAlias'],
  useCodeBlocks: true,
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  classPropertiesFormat: 'table',
  typeDeclarationFormat: 'list',
  typeAliasPropertiesFormat: 'table',
  propertyMembersFormat: 'table',
  indexFormat: 'list',
  tableColumnSettings: {
    hideModifiers: true,
    hideInherited: true,
    hideDefaults: true,
    hideOverrides: true,
  },
  excludeExternals: true,
  groupOrder: ['Functions', 'Classes', 'Variables', 'Interfaces', 'Type Aliases'],
  categoryOrder: chapterOrder,
  categorizeByGroup: false,
  intentionallyNotExported: words,
  requiredToBeDocumented: ['Class', 'Function', 'Interface', 'TypeAlias', 'Variable'],
  validation: { notExported: true, invalidLink: true, notDocumented: true },
  treatWarningsAsErrors: true,
};
