/**
 * Runs commands by their ids: checks what it is given and never throws. Every page has one for the commands that it
 * offers, so that it carries no other.
 */
import { refuse, type Command, type CommandArguments, type CommandResult } from './commandTypes.ts';
import type { Session } from './session.ts';

export interface CommandRunner {
  /** The command of a key; undefined where it has none. */
  readonly commandOfKey: (key: string) => Command | undefined;
  /** Runs a command with arguments from anywhere. Never throws; says what is wrong. */
  readonly run: (session: Session, id: string, args?: CommandArguments) => CommandResult;
}

/** What `.` does again, for each session. */
const lastRepeatable = new WeakMap<Session, () => CommandResult>();

export const repeat: Command = {
  id: 'repeat',
  name: 'Repeat the last command',
  keys: ['.'],
  parameters: [],
  repeats: false,
  run(session) {
    const last = lastRepeatable.get(session);
    return last ? last() : refuse('there is nothing to repeat');
  },
};

export function createRunner(commands: readonly Command[]): CommandRunner {
  const byId = new Map(commands.map((command) => [command.id, command]));
  const byKey = new Map(
    commands.flatMap((command) => command.keys.map((key) => [key, command] as const)),
  );
  return {
    commandOfKey: (key) => byKey.get(key),
    run(session, id, args = {}) {
      const command = byId.get(id);
      if (!command) return refuse(`there is no command “${id}”`);
      const checked = checkArguments(command, args);
      if (typeof checked === 'string') return refuse(checked);
      if (command.repeats) lastRepeatable.set(session, () => command.run(session, checked));
      return command.run(session, checked);
    },
  };
}

/** The arguments as texts, or what is wrong with them. */
function checkArguments(
  { id, parameters }: Command,
  args: CommandArguments,
): Readonly<Record<string, string>> | string {
  const checked: Record<string, string> = {};
  for (const { name, what, optional } of parameters) {
    const value = args[name];
    if (typeof value === 'string' || typeof value === 'number') checked[name] = String(value);
    else if (value !== undefined) return `${id}: ${name} must be ${what}`;
    else if (!optional) return `${id} needs ${name}: ${what}`;
  }
  const unknown = Object.keys(args).find((key) => !parameters.some(({ name }) => name === key));
  return unknown === undefined ? checked : `${id} takes no “${unknown}”`;
}
