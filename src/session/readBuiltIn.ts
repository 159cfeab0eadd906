/** Reads a scenario of the catalogue into what the page carries; only the build does so. */
import { parseScenario } from '../script/parse.ts';
import type { CatalogueEntry } from '../scenarios/catalogue.ts';
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

/** Null where the text has a mistake; a test sees to it that none has. */
export function readBuiltIn({ id, group, text }: CatalogueEntry): BuiltIn | null {
  const { scenario } = parseScenario(text);
  if (!scenario) return null;
  return { id, group, declarations: readDeclarations(text), scenario: withoutText(scenario) };
}
