/**
 * Commands of demos for a player. What they do comes with the engine in the workbench; here it is at hand, so that
 * a figure with pauses needs no simulator.
 */
import type { Command, Outcome } from '../session/commandTypes.ts';
import { demo } from '../session/demo.ts';
import type { Session } from '../session/session.ts';
import { withInside } from '../session/withInside.ts';

function command(id: string, name: string, work: (session: Session) => Outcome): Command {
  const run = (session: Session) => withInside(session, () => work(session));
  return { id, name, keys: [], parameters: [], repeats: false, run };
}

export const demoCommands: readonly Command[] = [
  command('demo.next', 'Demo: on to the next pause', demo.goOn),
  command('demo.back', 'Demo: back to the last pause', demo.goBack),
  command('demo.pause', 'Demo: pause at this step, or do not', demo.togglePause),
];
