/** The platform that a command is to run on. */
import { findPlatform, platforms } from '../model/platforms/platforms.ts';
import type { Scenario } from '../script/ast.ts';
import { nearest } from '../script/nearest.ts';
import type { Args } from './args.ts';
import type { Io } from './io.ts';
import { plain } from './style.ts';

/** The id given by `--platform`, else the scenario's own; null after a complaint. */
export function choosePlatform({ options }: Args, scenario: Scenario, io: Io): string | null {
  const id = options.get('platform') ?? scenario.platform.id;
  if (findPlatform(id)) return id;
  const ids = platforms.map((platform) => platform.id);
  const near = nearest(id, ids);
  const hint = near === null ? `platforms: ${ids.join(', ')}` : `did you mean ${near}?`;
  io.err(`error: unknown platform ${plain(id)}; ${hint}`);
  return null;
}
