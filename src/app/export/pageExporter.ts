/** What makes the files of `export.save` in the page: loaded when the first is asked for. */
import { done, refuse } from '../../session/commandTypes.ts';
import type { Exporter } from '../../session/exporter.ts';
import { engineLoader } from '../../session/loaders.ts';

/** Loads what draws, makes the file, and has the browser save it. */
export const pageExporter: Exporter = {
  async save(session, args) {
    try {
      const [{ readRequest }, { exportFile, saveFile }] = await Promise.all([
        import('./exportRequest.ts'),
        import('./exportFile.ts'),
        engineLoader.load(),
      ]);
      const request = readRequest(session.store.getState(), args);
      if (typeof request === 'string') return refuse(request);
      const watch = { signal: new AbortController().signal, progress: () => undefined };
      const file = await exportFile(session, request, watch);
      if (typeof file === 'string') return refuse(file);
      saveFile(file);
      session.say(`Saved ${file.name}`);
      return done;
    } catch {
      return refuse('the file could not be made');
    }
  },
};
