/** Putting the figure into another page: what kind of page, what the figure is like, and the lines to copy. */
import './export.css';
import './embed.css';
import { useState } from 'react';
import { usualChoices } from '../session/embedLink.ts';
import { embedKinds, type EmbedKind } from '../session/embedSnippets.ts';
import { Dialog } from './Dialog.tsx';
import { useEmbed, type EmbedRequest, type MadeEmbed } from './embed/useEmbed.ts';
import { EmbedPreview } from './embed/EmbedPreview.tsx';
import { FigureChoices } from './embed/FigureChoices.tsx';
import { Field } from './export/Choices.tsx';
import { useSessionObject } from './useSession.ts';

const kindWords: Readonly<Record<EmbedKind, string>> = {
  frame: 'Frame (iframe)',
  element: 'Custom element',
  sphinx: 'Sphinx',
  fence: 'VitePress, markdown-it',
  mdx: 'Docusaurus, MDX',
  link: 'A link with a picture',
};

const about: Readonly<Record<EmbedKind, string>> = {
  frame: 'An iframe, for pages whose scripts are not yours: blogs, wikis, course systems.',
  element:
    'A custom element, for pages of your own. What stands between its tags is shown until the player is there, and where scripts are off.',
  sphinx:
    'For documentation built with Sphinx, such as the kernel’s. It needs the extension integrations/sphinx/bufscope.py.',
  fence:
    'A fence of code, of which integrations/vitepress/bufscope.mjs makes a figure: for VitePress, and others that are built on markdown-it.',
  mdx: 'The element as MDX takes it. The configuration of Docusaurus names the player once.',
  link: 'A picture that leads here, in Markdown: for a README, a mail, a forum.',
};

const usualHeight = 480;

export function EmbedSheet({ onClose }: { readonly onClose: () => void }) {
  const [request, setRequest] = useState<EmbedRequest>({
    ...usualChoices,
    kind: 'frame',
    width: null,
    height: usualHeight,
  });
  const change = (part: Partial<EmbedRequest>): void => setRequest({ ...request, ...part });
  const made = useEmbed(request);
  return (
    <Dialog title="Embed" place="middle" onClose={onClose}>
      <div className="export-sheet embed-sheet">
        <div className="export-options scroll">
          <Field name="For">
            <select
              value={request.kind}
              onChange={({ currentTarget }) =>
                change({ kind: embedKinds.find((kind) => kind === currentTarget.value) ?? 'frame' })
              }
            >
              {embedKinds.map((kind) => (
                <option key={kind} value={kind}>
                  {kindWords[kind]}
                </option>
              ))}
            </select>
          </Field>
          <p className="export-about">{about[request.kind]}</p>
          <FigureChoices request={request} change={change} />
        </div>
        <div className="embed-result">
          {made === null ? (
            <p className="dialog-note">Writing …</p>
          ) : (
            <Result made={made} request={request} />
          )}
        </div>
      </div>
      <Foot made={made} kind={request.kind} />
    </Dialog>
  );
}

interface ResultProps {
  readonly made: MadeEmbed;
  readonly request: EmbedRequest;
}

function Result({ made, request }: ResultProps) {
  const { fragment, snippet, page } = made;
  return (
    <>
      {request.kind === 'link' && page !== null ? (
        <div
          className="embed-preview"
          tabIndex={0}
          role="group"
          aria-label="The picture as it will be"
        >
          <img src={`${page}.svg`} alt="What the link shows" />
        </div>
      ) : (
        <EmbedPreview
          fragment={fragment}
          width={request.width}
          height={request.kind === 'frame' ? request.height : usualHeight}
        />
      )}
      <label className="embed-lines">
        <span>Lines to copy</span>
        <textarea
          readOnly
          spellCheck={false}
          rows={Math.min(9, Math.max(5, snippet.split('\n').length + 1))}
          value={snippet}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
      </label>
    </>
  );
}

interface FootProps {
  readonly made: MadeEmbed | null;
  readonly kind: EmbedKind;
}

function Foot({ made, kind }: FootProps) {
  const { options, wait } = useSessionObject();
  const [message, setMessage] = useState('');
  const copy = (snippet: string): void => {
    wait(options.copy(snippet))
      .then((isCopied) =>
        setMessage(
          isCopied ? 'Copied.' : 'The browser does not let the page copy: the lines can be marked.',
        ),
      )
      .catch(() => undefined);
  };
  return (
    <footer className="export-foot">
      <p className="export-message" role="status">
        {message === '' && made !== null ? <Advice made={made} kind={kind} /> : message}
      </p>
      <button
        type="button"
        className="button primary"
        data-first
        aria-disabled={made === null}
        onClick={() => made && copy(made.snippet)}
      >
        Copy
      </button>
    </footer>
  );
}

function Advice({ made, kind }: { readonly made: MadeEmbed; readonly kind: EmbedKind }) {
  if (made.pictureName !== null)
    return (
      <>
        Save a picture as <code>{made.pictureName}</code> beside your page: “Save” in the workbench
        makes it.
      </>
    );
  if (kind !== 'link' || made.page === null) return null;
  return (
    <>
      Chats and editors that make previews of links want{' '}
      <a href={`${made.page}.html`} target="_blank" rel="noopener">
        its page
      </a>
      .
    </>
  );
}
