/** The figure as it will be: the real `embed.html`, in a frame of the chosen size. */
import { useEffect, useRef } from 'react';

interface PreviewProps {
  readonly fragment: string;
  /** Pixels; null: as wide as there is room. */
  readonly width: number | null;
  readonly height: number;
}

export function EmbedPreview({ fragment, width, height }: PreviewProps) {
  const place = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    // A frame of its own for each figure: another address in the same one would be an entry of the page's history.
    const made = document.createElement('iframe');
    made.title = 'How the figure looks';
    made.src = `embed.html#${fragment}`;
    place.current?.replaceChildren(made);
    frame.current = made;
  }, [fragment]);
  useEffect(() => {
    frame.current?.setAttribute('width', width === null ? '100%' : String(width));
    frame.current?.setAttribute('height', String(height));
  }, [fragment, width, height]);
  return (
    <div
      ref={place}
      className="embed-preview"
      tabIndex={0}
      role="group"
      aria-label="The figure as it will be"
    />
  );
}
