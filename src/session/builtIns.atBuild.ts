/**
 * The built-in scenarios as they are after reading. The build runs this module and puts its JSON into the
 * page (scripts/lib/atBuild.mjs), so that opening one needs no parser. What people read and edit is their
 * text, which comes with the parser: `textTools.ts`.
 */
import { scenarios } from '../scenarios/catalogue.ts';
import type { BuiltIn } from './builtIn.ts';
import { readBuiltIn } from './readBuiltIn.ts';

export const builtIns: readonly BuiltIn[] = scenarios.flatMap((entry) => readBuiltIn(entry) ?? []);
