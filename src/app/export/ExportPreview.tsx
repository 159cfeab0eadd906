/** What will be saved, as it will look: the picture, or the beginning of the text. */
import { useEffect, useState } from 'react';
import { textToolsLoader } from '../../session/loaders.ts';
import type { Session } from '../../session/session.ts';
import type { SessionState } from '../../session/sessionState.ts';
import { useSession, useSessionObject } from '../useSession.ts';
import type { ExportRequest } from './exportRequest.ts';
import { pagePicture } from './pagePicture.ts';
import { withFonts } from './raster.ts';
import { reportText, scriptText, traceText } from './textFiles.ts';

export function ExportPreview({ request }: { readonly request: ExportRequest }) {
  const isText = request.what !== 'picture' && request.what !== 'animation';
  return isText ? <TextPreview request={request} /> : <PicturePreview request={request} />;
}

function PicturePreview({ request }: { readonly request: ExportRequest }) {
  const history = useSession((s) => s.history);
  const cursor = useSession((s) => s.cursor);
  const selection = useSession((s) => s.selection);
  const scenario = useSession((s) => s.scenario);
  const caches = useSession((s) => s.caches);
  const opened = useSession((s) => s.opened);
  const [address, setAddress] = useState<string | null>(null);
  const { view, theme, width } = request;
  useEffect(() => {
    let made: string | null = null;
    let isShown = true;
    const svg = pagePicture({ history, selection, scenario, caches, opened }, cursor, {
      view,
      theme,
      width,
    });
    const show = async () => {
      if (svg === null) return setAddress('');
      const whole = await withFonts(svg);
      if (!isShown) return undefined;
      made = URL.createObjectURL(new Blob([whole], { type: 'image/svg+xml' }));
      return setAddress(made);
    };
    show().catch(() => setAddress(''));
    return () => {
      isShown = false;
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [history, cursor, selection, scenario, caches, opened, view, theme, width]);
  if (address === null) return <p className="dialog-note">Drawing …</p>;
  if (address === '')
    return <p className="dialog-note">No object has a machine at this step yet.</p>;
  return <img src={address} alt="What will be saved" />;
}

/** Lines that are shown of a long text. */
const mostLines = 400;

function TextPreview({ request: { what } }: { readonly request: ExportRequest }) {
  const session = useSessionObject();
  const history = useSession((s) => s.history);
  const scenario = useSession((s) => s.scenario);
  const [text, setText] = useState<string | null>(null);
  useEffect(() => {
    let isShown = true;
    textOf(session, what)
      .then((made) => isShown && setText(made))
      .catch(() => isShown && setText('This could not be made.'));
    return () => {
      isShown = false;
    };
  }, [session, what, history, scenario]);
  if (text === null) return <p className="dialog-note">Writing …</p>;
  const lines = text.split('\n');
  const rest = lines.length > mostLines ? `\n… ${lines.length - mostLines} lines more` : '';
  return (
    <pre tabIndex={0} role="group" aria-label="The text as it will be saved">
      {lines.slice(0, mostLines).join('\n')}
      {rest}
    </pre>
  );
}

async function textOf(session: Session, what: ExportRequest['what']): Promise<string> {
  const tools = await textToolsLoader.load();
  const state: SessionState = session.store.getState();
  if (what === 'trace') return traceText(state, tools);
  return what === 'report' ? reportText(session, state, tools) : scriptText(state, tools);
}
