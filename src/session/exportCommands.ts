/** Commands for what leaves the page: pictures, animations, traces, reports. */
import { refuse, type Command } from './commandTypes.ts';
import { exporterOf, exportParameters } from './exporter.ts';
import { openSheet } from './sheetCommand.ts';

export const exportCommands: readonly Command[] = [
  openSheet('export.menu', 'Save pictures and reports', [], 'export'),
  openSheet('embed.menu', 'Embed this figure in another page', ['E'], 'embed'),
  {
    id: 'export.save',
    name: 'Save a picture, an animation, a report, a trace or the script',
    keys: [],
    parameters: exportParameters,
    repeats: false,
    run(session, args) {
      const exporter = exporterOf(session);
      if (!exporter) return refuse('nothing here makes files');
      return session.wait(exporter.save(session, args));
    },
  },
];
