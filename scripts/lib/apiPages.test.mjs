import { expect, test } from 'vitest';
import { aliasesIn, tidyPage } from './apiPages.mjs';

const types = `/** What came out. */
export type Result =
  /** It worked. */
  | { readonly kind: 'ok' }
  | { readonly kind: 'errno' };
export interface Other {
  readonly id: number;
}
type Hidden = 1;
`;

test('aliases are those that are exported, as they are written', () => {
  const aliases = aliasesIn(types);
  expect([...aliases.keys()]).toEqual(['Result']);
  expect(aliases.get('Result')).toContain('/** It worked. */');
});

test('the lists of words that an alias is made of stand below it', () => {
  const aliases = aliasesIn(`export type RuleId = 'leak' | MmRuleId;
type MmRuleId = keyof typeof mmRules;
declare const mmRules: { readonly stale: 1 };
declare const others: { readonly x: 1 };
`);
  expect(aliases.get('RuleId')).toBe(`type RuleId = 'leak' | MmRuleId;

type MmRuleId = keyof typeof mmRules;

declare const mmRules: { readonly stale: 1 };`);
});

test('a union is shown with its comments in place of a heading for each member', () => {
  const page = `# model

## Steps

### Result

\`\`\`ts
type Result = 
  | { kind: "ok" }
\`\`\`

What came out.

#### Union Members

##### Type Literal

It worked.

***

### Other

| Property | Description |
| ------ | ------ |
| \`id\` | - |
`;
  expect(tidyPage(page, aliasesIn(types))).toBe(`# bufscope/model

## Steps

### Result

What came out.

\`\`\`ts
type Result =
  /** It worked. */
  | { readonly kind: 'ok' }
  | { readonly kind: 'errno' };
\`\`\`

***

### Other

| Property | Description |
| ------ | ------ |
| \`id\` | |
`);
});

test('the heading of the next chapter stays', () => {
  const page = '### Result\n\n```ts\ntype Result = 1\n```\n\nWords.\n\n## Runs\n\n### Other\n';
  expect(tidyPage(page, aliasesIn(types))).toMatch(/```\n\n## Runs\n\n### Other\n$/);
});

test('methods stand where they are declared, not where they are inherited', () => {
  const page = `### Element

#### Methods

##### step()

Goes on.

###### Inherited from

[\`Player\`](#player).[\`step\`](#step)

##### listen()

Hears.

###### Overrides

\`HTMLElement.listen\`

##### play()

###### Inherited from

\`Player.play\`

***

### Next
`;
  expect(tidyPage(page, new Map())).toBe(`### Element

#### Methods

##### listen()

Hears.

***

### Next
`);
});

test('what a table or a word says needs no heading', () => {
  const page = `### step()

#### Parameters

| Parameter | Type |
| ------ | ------ |
| \`state\` | \`State\` |

#### Returns

\`StepResult\`

#### Throws

RangeError where there is none
`;
  expect(tidyPage(page, new Map())).toBe(`### step()

| Parameter | Type |
| ------ | ------ |
| \`state\` | \`State\` |

Returns: \`StepResult\`

Throws: RangeError where there is none
`);
});
