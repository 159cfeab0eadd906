/** The scenario of the bare address, read by the build: the one that the first picture needs. */
import { findScenario } from '../scenarios/catalogue.ts';
import type { BuiltIn } from './builtIn.ts';
import { readBuiltIn } from './readBuiltIn.ts';

const first = findScenario('missed-clean');

export const firstBuiltIn: BuiltIn | null = first ? readBuiltIn(first) : null;
