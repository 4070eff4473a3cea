import { type FilmCheck, type Storyboard, say } from '@kinora/contract';
import { shotsOf } from './timeline/shots.ts';

/** Whether everything the brief insists on is shown or spoken, and nothing it forbids (craft.md §10). */
export function checkSaidWords(storyboard: Storyboard): FilmCheck[] {
  const said = normalise(shotsOf(storyboard).flatMap(textsOf).join(' '));
  const { mustSay, mustNotSay } = storyboard.facts;
  const missing = mustSay.filter((text) => !holds(said, text));
  const forbidden = mustNotSay.filter((text) => holds(said, text));
  return [
    {
      id: 'must-say',
      title: say('check.title.must_say'),
      status: mustSay.length === 0 ? 'skipped' : missing.length === 0 ? 'passed' : 'failed',
      measured:
        mustSay.length === 0
          ? say('check.insists_on_nothing')
          : say('check.said', { count: mustSay.length - missing.length }),
      limit: say('check.to_say', { count: mustSay.length }),
      where: missing,
    },
    {
      id: 'must-not-say',
      title: say('check.title.must_not_say'),
      status: mustNotSay.length === 0 ? 'skipped' : forbidden.length === 0 ? 'passed' : 'failed',
      measured: mustNotSay.length === 0 ? say('check.forbids_nothing') : say('check.said', { count: forbidden.length }),
      limit: say('check.none'),
      where: forbidden,
    },
  ];
}

function textsOf(shot: Storyboard['scenes'][number]['shots'][number]): string[] {
  const { eyebrow, lines, items, figure, small, wordmark } = shot.scene.words;
  return [eyebrow ?? '', lines.join(' '), items.join(' '), figure ?? '', small ?? '', wordmark ?? '', shot.narration];
}

/** Whole words only: a forbidden “ice” is not in “price”. */
function holds(said: string, text: string): boolean {
  const wanted = normalise(text).trim();
  return wanted !== '' && said.includes(` ${wanted} `);
}

/** Letters, figures and currency signs; case, stops and vowel points do not matter. */
function normalise(text: string): string {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return ` ${plain.replace(/[^\p{L}\p{N}\p{Sc}%]+/gu, ' ').trim()} `;
}
