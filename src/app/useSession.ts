/** How components reach the session: the object by context, values of its state by selectors. */
import { createContext, use } from 'react';
import { useStore } from 'zustand';
import { commands, runCommand } from '../session/commands.ts';
import type { CommandArguments, CommandResult } from '../session/commandTypes.ts';
import { keyWords } from '../session/keyNames.ts';
import type { Session } from '../session/session.ts';
import type { SessionState } from '../session/sessionState.ts';

export const SessionContext = createContext<Session | null>(null);

export function useSessionObject(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error('this part of the page stands outside of a session');
  return session;
}

/** A value of the session's state; the component is drawn again when it changes. */
export function useSession<T>(select: (state: SessionState) => T): T {
  return useStore(useSessionObject().store, select);
}

/** Runs a command of the session; what was refused is in the outcome. */
export function useRun(): (id: string, args?: CommandArguments) => CommandResult {
  const session = useSessionObject();
  return (id, args) => runCommand(session, id, args);
}

/** `Next operation (→)`: name and key of a command, for a tooltip. */
export function commandTitle(id: string): string {
  const command = commands.find((each) => each.id === id);
  if (!command) return '';
  const [key] = command.keys;
  return key === undefined ? command.name : `${command.name} (${keyWords(key)})`;
}
