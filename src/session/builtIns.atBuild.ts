/**
 * The built-in scenarios as they are after reading. The build runs this module and puts its JSON into the
 * page (scripts/lib/atBuild.mjs), so that the first picture needs no parser. What people read and edit is
 * their text, which comes with the parser: `textTools.ts`.
 */
import { parseScenario } from '../script/parse.ts';
import { scenarios } from '../scenarios/catalogue.ts';
import type { Scenario } from '../script/ast.ts';
import { readDeclarations, type BuiltIn } from './builtIn.ts';

/** Comments and expectations are for the text and the command line. */
function withoutText({ layout: _layout, closing: _closing, ...scenario }: Scenario): Scenario {
  const steps = scenario.steps.map(({ operation, notes, meanwhile, line }) => ({
    operation,
    notes,
    line,
    expects: [],
    meanwhile: meanwhile.map(({ at, step }) => ({ at, step: { ...step, expects: [] } })),
  }));
  return { ...scenario, steps };
}

/** Those of the catalogue that can be read; a test sees to it that all can. */
export const builtIns: readonly BuiltIn[] = scenarios.flatMap(({ id, group, text }) => {
  const { scenario } = parseScenario(text);
  return scenario
    ? [{ id, group, declarations: readDeclarations(text), scenario: withoutText(scenario) }]
    : [];
});
