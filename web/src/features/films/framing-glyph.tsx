import './framing-glyph.css';
import type { StoryboardShot } from '../../api/index.ts';

type Kind = StoryboardShot['scene']['kind'];
const WORDS: readonly Kind[] = ['price', 'end_card', 'kinetic_words', 'typographic'];
const CLOSE: readonly Kind[] = ['macro', 'close', 'detail'];
const MANY: readonly Kind[] = ['panels', 'split', 'grid', 'line_up'];

/** How a planned shot is framed, drawn as a sign: never a made-up picture of it. */
export function FramingGlyph({ kind }: { kind: Kind }) {
  return (
    <svg className="glyph" width="44" height="25" viewBox="0 0 44 25" aria-hidden="true">
      <rect className="glyph-frame" x=".5" y=".5" width="43" height="24" />
      {WORDS.includes(kind) ? <path className="glyph-line" d="M13 10h18M16 15h12" /> : null}
      {CLOSE.includes(kind) ? <circle className="glyph-fill" cx="22" cy="17" r="13" clipPath="inset(0 0 0 0)" /> : null}
      {MANY.includes(kind) ? <path className="glyph-fill" d="M8 8h7v12H8zM18.5 8h7v12h-7zM29 8h7v12h-7z" /> : null}
      {!WORDS.includes(kind) && !CLOSE.includes(kind) && !MANY.includes(kind) ? (
        <path className="glyph-fill" d="M19 7.5h6V20h-6z" />
      ) : null}
    </svg>
  );
}
